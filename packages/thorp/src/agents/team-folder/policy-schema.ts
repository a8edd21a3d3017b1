/**
 * The rules of a capability policy as people write them.
 *
 * What a team may allow beforehand is decided here: files in the workspace and hosts, both named. What sends, pays,
 * deletes or runs programs is asked about whatever a team says; only a person can let such a call stand.
 */
import { z } from "zod";
import { effects } from "../../base/intent.ts";
import { type CapabilityRule, capabilityVerdicts } from "../../guard/capability-rule.ts";

const entries = <Entry extends z.ZodType>(entry: Entry, description: string) =>
  z.array(entry).min(1).max(100).exactOptional().describe(description);

const toolPattern = z
  .string()
  .max(128)
  .regex(/^[\w.*-]+$/, "must be the name of a tool, with * for any letters");
const pathGlob = z
  .string()
  .min(1)
  .max(500)
  .refine((glob) => !glob.split("/").includes(".."), "must not lead upwards with ..");
const hostPattern = z
  .string()
  .max(260)
  .regex(
    /^(?:\*|(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/,
    "must be a host such as example.org, *.example.org or localhost:8080, without https://",
  );

const ruleSchema = z.strictObject({
  verdict: z.enum(capabilityVerdicts).describe("allow: without asking. ask: a person decides. deny: never."),
  tools: entries(toolPattern, "Only these tools; * stands for any letters."),
  effects: entries(z.enum(effects), "Only calls with these effects."),
  paths: entries(pathGlob, "Only these files: globs relative to the workspace, or absolute."),
  hosts: entries(hostPattern, "Only these hosts; *.example.org is all that lies below it."),
  above: z
    .string()
    .regex(/^\d+(?:\.\d+)? [A-Z]{3}$/, "must be an amount like 20 EUR")
    .exactOptional()
    .describe("Only payments beyond this amount, and those that do not say how much."),
  why: z.string().trim().min(1).max(500).exactOptional().describe("Told to whoever is asked or refused."),
});
type WrittenRule = z.infer<typeof ruleSchema>;

/** A list of rules; the first that fits a call counts. */
export const policySchema = z
  .array(
    ruleSchema.superRefine((rule, context) => {
      for (const [key, message] of rulesBroken(rule)) context.addIssue({ code: "custom", path: [key], message });
    }),
  )
  .max(100)
  .default([])
  .describe("What may, must be asked about and may not be done; the first rule that fits a call counts.");

/** The rules as the engine knows them; `lineOf` gives the line of the rule with that index. */
export function rulesFrom(
  written: readonly WrittenRule[],
  file: string,
  lineOf: (index: number) => number,
): readonly CapabilityRule[] {
  return written.map(({ above, tools = [], effects: named = [], paths = [], hosts = [], ...rule }, index) => {
    const [value = "", currency = ""] = above?.split(" ") ?? [];
    return {
      ...rule,
      ...{ tools, effects: named, paths, hosts, file, line: lineOf(index) },
      ...(above === undefined ? {} : { above: { value: Number(value), currency } }),
    };
  });
}

const HARMLESS: ReadonlySet<string> = new Set(["none", "read", "create"]);
const ONE_BY_ONE: readonly string[] = ["send", "pay", "delete", "exec"];

function* rulesBroken(rule: WrittenRule): Generator<readonly [key: string, message: string]> {
  const { verdict, effects: named, paths, hosts, above } = rule;
  if (paths !== undefined && hosts !== undefined)
    yield ["hosts", "stands beside `paths`: nothing is both a file and a host; write two rules"];
  if (verdict !== "allow") return;
  if (above !== undefined) yield ["above", "cannot be allowed beforehand: a payment is asked about each time"];
  const graver = named?.filter((effect) => ONE_BY_ONE.includes(effect)) ?? [];
  if (graver.length > 0)
    yield ["effects", `cannot allow ${graver.join(", ")} beforehand; a person is asked, and may let an approval stand`];
  const isHarmless = named?.every((effect) => HARMLESS.has(effect)) ?? false;
  if (graver.length === 0 && !isHarmless && paths === undefined && hosts === undefined)
    yield ["verdict", "is `allow` for everything; say for which `paths` or `hosts`"];
  if (paths?.some((glob) => glob.startsWith("/")))
    yield ["paths", "can be allowed only in the workspace: write them relative to it"];
  if (hosts?.some((host) => /^\*(?::|$)/.test(host))) yield ["hosts", "must name the hosts that are allowed"];
}
