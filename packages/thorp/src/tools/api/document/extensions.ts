/**
 * What plain OpenAPI cannot say: the `x-` fields that the engine understands.
 *
 * They may stand at the top of a document, where they hold for all of its operations, at an operation, and in its
 * `x-tools`; the innermost wins. Fields of others are passed over, but for one that is almost ours.
 */
import { z } from "zod";
import type { KeyPath } from "../../../base/yaml-source.ts";
import { answerEvidence, answerSteps } from "../api.ts";
import { expressionProblem } from "../expression.ts";
import { meant, type ProblemList } from "./document-problems.ts";
import { type Node, nodeOf } from "./references.ts";

const text = z.string().min(1).max(2000);
const expression = text.superRefine((value, context) => {
  const problem = expressionProblem(value);
  if (problem !== undefined) context.addIssue({ code: "custom", message: `is not JMESPath: ${problem}` });
});
const evidence = z.enum(["own-code", "vendor-read", "third-party-read", "recalled", "declared-by-server"]);
const variable = z.string().regex(/^[A-Z][A-Z0-9_]{2,63}$/, "must be the name of a variable: A-Z, 0-9 and _");
const place = {
  in: z.enum(["header", "query", "path", "body"]),
  name: text,
  env: variable,
  format: text.optional(),
  optional: z.boolean().optional(),
  where: z.url().optional(),
};

const limits = z.array(z.strictObject({ requests: z.int().min(1), seconds: z.number().positive() })).max(6);

const shapes = {
  "x-id": z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, "must be a-z, digits and _, at most 40 of them"),
  "x-name": z.string().regex(/^[a-z][a-z0-9_]{1,63}$/, "must be a-z, digits and _, as in find_paper"),
  "x-capability": z.string().regex(/^[a-z][a-z0-9-]{1,63}$/, "must be a-z, digits and -, as in paper-search"),
  "x-examples": z.array(text).max(20),
  "x-effect": z.enum(["fetch", "send", "pay", "delete"]),
  "x-secret": z.array(z.strictObject(place)),
  "x-setting": z.array(z.strictObject(place)),
  "x-contact": z.boolean(),
  "x-headers": z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(400)),
  "x-success": expression,
  "x-error": expression,
  "x-retry-when": expression,
  "x-retry-after": expression,
  "x-not-found": z.enum(["answer", "error"]),
  "x-project": expression,
  "x-sources": expression,
  "x-format": z.array(z.enum(answerSteps)),
  "x-artifact": z.strictObject({ from: expression, as: z.enum(["base64", "url"]), mediaType: text }),
  "x-pagination": z.strictObject({
    kind: z.enum(["page", "offset", "cursor", "next"]),
    parameter: text.optional(),
    from: expression.optional(),
    items: z
      .string()
      .regex(/^(?:[\w-]+|\[\d+\])(?:\.[\w-]+|\[\d+\])*$/, "must be a way to a list: `message.items`, `[1]`"),
    total: expression.optional(),
    pages: z.int().min(1).max(20).optional(),
  }),
  "x-async": z.strictObject({
    poll: expression,
    until: expression,
    fail: expression.optional(),
    every: z.number().min(0.05).max(60).optional(),
    max: z.number().min(1).max(600).optional(),
    hosts: z.array(text).optional(),
  }),
  "x-limits": limits,
  "x-contact-limits": limits,
  "x-concurrency": z.int().min(1).max(64),
  "x-redirects": z.enum(["declared", "any"]),
  "x-timeout": z.number().min(1).max(300),
  "x-idempotency": text,
  "x-cache": z.number().min(0),
  "x-training": z.enum(["allowed", "forbidden", "unknown"]),
  "x-attribution": text,
  "x-note": text,
  "x-evidence": evidence,
  "x-shape": z.enum(answerEvidence),
  "x-price": z.number().min(0),
} as const;

/** Keys that have a place of their own and are read there. */
const elsewhere = ["x-tools", "x-as", "x-raw-path", "x-fixed", "x-env", "x-value", "x-where"];
const known: ReadonlySet<string> = new Set([...Object.keys(shapes), ...elsewhere]);

/** The fields that a part of the document has, checked. */
export type Extensions = { readonly [Key in keyof typeof shapes]?: z.infer<(typeof shapes)[Key]> };

/** Leaves out what is wrong, with a problem for each; a misspelt one of ours too. */
export function readExtensions(node: Node, path: KeyPath, problems: ProblemList): Extensions {
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (!key.startsWith("x-")) continue;
    if (!known.has(key)) noteMisspelt(key, [...path, key], problems);
    const shape = (shapes as Readonly<Record<string, z.ZodType>>)[key];
    if (shape === undefined) continue;
    const read = shape.safeParse(value);
    if (read.success) found[key] = read.data;
    for (const issue of read.error?.issues ?? []) {
      const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
      const fields = Object.keys(nodeOf(z.toJSONSchema(shape, { unrepresentable: "any" }))?.["properties"] ?? {});
      const hint = keys[0] === undefined ? "" : meant(keys[0], fields);
      problems.error([...path, key, ...issue.path, ...keys.slice(0, 1)], `\`${key}\`: ${issue.message}${hint}`);
    }
  }
  return found as Extensions;
}

function noteMisspelt(key: string, path: KeyPath, problems: ProblemList): void {
  const hint = meant(key, known);
  if (hint !== "") problems.note(path, `\`${key}\` is not a field that is known here${hint}`, "key");
}
