/** All that can be seen of one tool without calling it. */
import { inputSchemaOf } from "../../agents/tool-specs.ts";
import { failureFrom } from "../../base/errors.ts";
import type { Tool } from "../../tools/tool.ts";
import type { RegisteredTool } from "../../tools/tool-set.ts";
import type { ToolTrust } from "../tool-pins.ts";
import type { MetNeed } from "../tool-status.ts";
import type { ToolFinding } from "./tool-finding.ts";

/** How it stands on this machine. */
export interface ToolFacts {
  readonly trust: ToolTrust;
  readonly needs: readonly MetNeed[];
}

/** Shorter words say nothing, longer ones are not read by a small model. Characters. */
const DESCRIPTION = { least: 15, most: 1500 };

/** In the order in which somebody would mend them. */
export function checkOne(entry: RegisteredTool, { trust, needs }: ToolFacts): readonly ToolFinding[] {
  const { tool } = entry;
  return [
    ...schemaFindings(tool),
    ...sampleFindings(tool),
    ...descriptionFindings(tool),
    ...nameFindings(entry),
    ...trustFindings(entry, trust),
    ...needs.flatMap(needFinding),
    ...termsFindings(tool),
  ];
}

interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, { readonly description?: unknown }>>;
}

function schemaFindings(tool: Tool): readonly ToolFinding[] {
  let schema: Schema;
  try {
    schema = inputSchemaOf(tool);
    void tool.input;
  } catch (error) {
    return [{ severity: "error", message: `its input schema cannot be used: ${failureFrom(error).message}` }];
  }
  if (schema.type !== "object")
    return [{ severity: "error", message: "its input is not an object; no provider takes that as a function" }];
  const silent = Object.entries(schema.properties ?? {}).filter(
    ([, { description }]) => typeof description !== "string",
  );
  if (silent.length === 0) return [];
  const names = silent.map(([name]) => name).join(", ");
  return [{ severity: "note", message: `nothing is said of the arguments ${names}; a model has to guess` }];
}

/** The arguments of its own example have to be arguments that it takes. */
function sampleFindings(tool: Tool): readonly ToolFinding[] {
  if (tool.sample === undefined) return [];
  const { error } = tool.input.safeParse(tool.sample);
  if (error === undefined) return [];
  const problems = error.issues.map(({ path, message }) => `${path.join(".") || "arguments"}: ${message}`);
  return [{ severity: "error", message: `its example does not fit its own input schema: ${problems.join("; ")}` }];
}

function descriptionFindings({ description, examples }: Tool): readonly ToolFinding[] {
  const { length } = description.trim();
  return [
    ...(length < DESCRIPTION.least
      ? [warning("its description says too little for a model to choose it by", "Say what it does, needs and gives.")]
      : []),
    ...(length > DESCRIPTION.most
      ? [warning(`its description has ${length} characters; small models lose it`, "Two sentences do.")]
      : []),
    ...(examples.length === 0
      ? [
          {
            severity: "note" as const,
            message: "it has no examples of what people say; it is found by its description alone",
          },
        ]
      : []),
  ];
}

function nameFindings({ tool, ownName, source }: RegisteredTool): readonly ToolFinding[] {
  if (tool.name === ownName) return [];
  const message = `another source has a tool ${ownName} as well, so it is called ${tool.name}`;
  return [{ severity: "note", message, hint: `\`${source.id}/${ownName}\` always means this one.` }];
}

function trustFindings({ source, ownName }: RegisteredTool, trust: ToolTrust): readonly ToolFinding[] {
  if (trust === "trusted") return [];
  const what = trust === "new" ? "nobody has agreed to it yet" : "it is another one than was agreed to";
  const hint = `Look at it with \`thorp tools show ${source.id}/${ownName}\`, then run \`thorp tools trust ${source.id}/${ownName}\`.`;
  return [{ severity: "warning", message: `${what}: it is not offered, and its tests are not run`, hint }];
}

function needFinding(need: MetNeed): readonly ToolFinding[] {
  if (need.isMet || need.kind === "sandbox") return [];
  const where = need.kind === "key" ? need.where : need.what;
  const severity = need.isOptional ? "note" : "warning";
  const message = `${need.env} is not set${need.isOptional ? "; it works without" : ""}`;
  return [
    {
      severity,
      message,
      ...(where === undefined ? {} : { hint: need.kind === "key" ? `Get it at ${where}.` : `It is ${where}.` }),
    },
  ];
}

function termsFindings({ terms }: Tool): readonly ToolFinding[] {
  if (terms === undefined) return [];
  const kept = terms.cacheMs === 0 ? "not at all" : `for ${terms.cacheMs / 1000} s`;
  const { note } = terms;
  return [
    {
      severity: "note",
      message: `terms: answers may be kept ${kept}, training on them: ${terms.training}${note === undefined ? "" : `; ${note}`}`,
    },
  ];
}

function warning(message: string, hint: string): ToolFinding {
  return { severity: "warning", message, hint };
}
