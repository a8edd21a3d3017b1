/** Slots of a tool of any shape, from its JSON schema: by type, name, format and what the words offer. */
import type { Json } from "../../../base/json.ts";
import { withDigits } from "../text/numbers.ts";
import { stem } from "../text/stem.ts";
import type { SlotSchema } from "../understand/affordance.ts";
import { datesIn } from "./dates.ts";
import { expressionFrom } from "./expression.ts";
import { type Filled, filled, pathsIn, type SlotContext } from "./slot-context.ts";
import { unitNamed } from "./unit-names.ts";

const freeText =
  /^(?:query|text|q|message|content|prompt|body|question|search|input|description|note|term|keywords?|subject|title|topic|task|name)$/i;

/** Fills what can be filled; a required slot of free words gets what is left of the goal. */
export function fillGeneric(slots: readonly SlotSchema[], context: SlotContext): Filled {
  const used = new Set<string>();
  const values: Record<string, Json | undefined> = {};
  const ordered = [...slots].sort((a, b) => rankOf(a) - rankOf(b));
  for (const slot of ordered) {
    const value = valueFor(slot, context, used);
    values[slot.name] = typeof value === "string" && !mayHold(slot, value) ? undefined : value;
  }
  const open = slots.find(
    (slot) =>
      slot.required &&
      values[slot.name] === undefined &&
      slot.type === "string" &&
      slot.options.length === 0 &&
      slot.format === undefined,
  );
  if (
    open !== undefined &&
    !program.test(open.name) &&
    (freeText.test(open.name) || slots.filter((slot) => slot.required).length === 1)
  ) {
    const rest = idIn(open, context) ?? remainder(context, used);
    values[open.name] = rest !== undefined && mayHold(open, rest) ? rest : undefined;
  }
  return filled(
    Object.fromEntries(slots.map((slot) => [slot.name, values[slot.name]])),
    slots.filter((slot) => slot.required).map((slot) => slot.name),
  );
}

const identifier = /^(?:ids?|identifiers?|numbers?|codes?|keys?)\b/i;
/**
 * Patterns without groups and choices are looked at, as nearly all are: somebody else's regular expression may take for
 * ever on a text that it does not fit.
 */
const plainPattern = /^\^?(?:(?:\[[^[\]]+\]|\\[dwsDWS./-]|[\w@:/ -])(?:[*+?]|\{\d+(?:,\d*)?\})?){1,12}\$?$/;

/** "Who wrote 1706.03762?": the one word that has a digit and fits the pattern. */
function idIn(slot: SlotSchema, { goal }: SlotContext): string | undefined {
  if (slot.pattern === undefined) return undefined;
  const words = goal.split(/\s+/).map((word) => word.replace(/[?!.,;:]+$/, ""));
  const fitting = words.filter((word) => /\d/.test(word) && mayHold(slot, word));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What would be carried out: only what was quoted as such, never what is left of a sentence. */
const program = /^(?:command|code|source|script|program|sql)$/i;

/** False for words where an id belongs, and for what the schema's pattern excludes. */
function mayHold({ description = "", name, pattern }: SlotSchema, value: string): boolean {
  if (identifier.test(description) && /\s/.test(value)) return false;
  if (/(?:^|_)id$/i.test(name) && /\s/.test(value)) return false;
  return pattern === undefined || !plainPattern.test(pattern) || new RegExp(pattern, "u").test(value);
}

/** Exact kinds first, so that free text only takes what nobody else wants. */
function rankOf(slot: SlotSchema): number {
  if (slot.options.length > 0 || slot.format !== undefined) return 0;
  if (slot.type === "number" || slot.type === "integer") return 1;
  return freeText.test(slot.name) ? 3 : 2;
}

function valueFor(slot: SlotSchema, context: SlotContext, used: Set<string>): Json | undefined {
  const { goal } = context;
  const take = (value: string | undefined) => {
    if (value === undefined || used.has(value)) return undefined;
    used.add(value);
    return value;
  };
  if (slot.options.length > 0) return optionIn(slot.options, goal);
  if (slot.type === "boolean")
    return new RegExp(`\\b${escaped(slot.name.replace(/[_-]/g, " "))}\\b`, "i").test(goal)
      ? !/\b(?:no|not|without)\b/i.test(goal)
      : undefined;
  if (slot.type === "number" || slot.type === "integer") return numberFor(slot, goal, used);
  if (slot.type === "array") return listFor(goal);
  if (slot.type !== "string" && slot.type !== "unknown") return undefined;
  const name = slot.name.toLowerCase();
  if (slot.format === "uri" || slot.format === "url" || /url|link|website/.test(name))
    return take(context.tokens.find((token) => token.kind === "url")?.value);
  if (slot.format === "email" || /e-?mail|recipient|^to$/.test(name)) {
    const mail = take(/[\w.+-]+@[\w-]+\.[\w.-]*\w/.exec(goal)?.[0]);
    if (mail !== undefined || slot.format === "email") return mail;
  }
  if (/path|file|folder|directory/.test(name)) return take(pathsIn(context)[0]);
  if (/expression|formula/.test(name)) return take(expressionFrom(goal));
  if (slot.format?.startsWith("date") || /date|day|when|deadline|due/.test(name))
    return take(datesIn(goal).find((date) => !used.has(date)));
  if (/^(?:unit|from|to|from_?unit|to_?unit)$/.test(name)) {
    const unit = goal
      .split(/\s+/)
      .find((word) => unitNamed(word.replace(/[.,?!]$/, "")) !== undefined && !used.has(word));
    if (unit !== undefined) return take(unit.replace(/[.,?!]$/, ""));
  }
  const said = /^(?:text|message|body|content|note|prompt)$/.test(name)
    ? /\b(?:saying|that says|with the (?:text|words|message)|telling (?:him|her|them))(?: that)? ["“']?(.+?)["”']?$/i.exec(
        goal,
      )?.[1]
    : undefined;
  return (
    take(said) ??
    take(besideName(name, goal)) ??
    take(quotedIn(context, used)) ??
    (slot.required || /city|place|location|country|person|customer/.test(name)
      ? take(properNoun(name, goal))
      : undefined)
  );
}

function optionIn(options: readonly string[], goal: string): string | undefined {
  const words = new Set((goal.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem));
  return options.find((option) =>
    option
      .toLowerCase()
      .split(/[_\s-]+/)
      .every((part) => words.has(stem(part))),
  );
}

/** The number beside the slot's name or its unit, else the next free one. */
function numberFor(slot: SlotSchema, goal: string, used: Set<string>): number | undefined {
  const text = withDigits(goal).replace(/\d{4}-\d{2}-\d{2}/g, " ");
  const name = escaped(
    slot.name
      .replace(/[_-]/g, " ")
      .replace(/(?:[Cc]ount|[Nn]umber|[Aa]mount|[Mm]ax|[Ll]imit)/, "")
      .trim() || slot.name,
  );
  const beside = new RegExp(
    `(-?\\d+(?:\\.\\d+)?) (?:\\w+ )?${name}|${name}(?: of| is| =|:)? (-?\\d+(?:\\.\\d+)?)`,
    "i",
  ).exec(text);
  const found =
    beside?.[1] ??
    beside?.[2] ??
    [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => number).find((number) => !used.has(`#${number}`));
  if (found === undefined) return undefined;
  used.add(`#${found}`);
  const value = Number(found);
  return slot.type === "integer" ? Math.trunc(value) : value;
}

function listFor(goal: string): Json | undefined {
  const behind = /(?::|\b(?:of|with|for|named|called|about)\b)\s*(.+)$/i.exec(goal)?.[1];
  const parts = behind?.split(/,\s*(?:and )?| and /).map((part) => part.replace(/^["“']|["”'.?!]$/g, "").trim());
  return parts !== undefined && parts.length >= 2 && parts.every((part) => part !== "" && part.length < 60)
    ? parts
    : undefined;
}

/** "city Oslo", "subject: Lunch", "named Bob". */
function besideName(name: string, goal: string): string | undefined {
  const label = escaped(name.replace(/[_-]/g, " "));
  const found = new RegExp(
    `\\b(?:${label}|${/name|title/.test(name) ? "named|called|titled" : label})(?: is| of| to|:| =)? (?:["“']([^"”']+)["”']|([\\p{L}\\p{N}][\\p{L}\\p{N}_.-]*))`,
    "iu",
  ).exec(goal);
  const value = found?.[1] ?? found?.[2];
  return value !== undefined && !/^(?:the|a|an|in|of|for|to|and|is|with|from)$/i.test(value) ? value : undefined;
}

function quotedIn({ tokens }: SlotContext, used: ReadonlySet<string>): string | undefined {
  return tokens.find((token) => token.kind === "quoted" && !used.has(token.value))?.value;
}

/** A name in capitals behind a preposition: "the weather in New York". */
function properNoun(name: string, goal: string): string | undefined {
  const lead = /city|place|location|country|where/.test(name)
    ? "in|at|for|near|from|to|of"
    : "to|for|with|by|from|of|about|in|at";
  return new RegExp(`\\b(?:${lead}) (\\p{Lu}[\\p{L}.'-]*(?: \\p{Lu}[\\p{L}.'-]*)*)`, "u").exec(goal)?.[1];
}

/** What is left of the goal without its verb and what other slots took. */
function remainder({ goal }: SlotContext, used: ReadonlySet<string>): string | undefined {
  let text = goal;
  for (const value of used) if (!value.startsWith("#")) text = text.replace(value, " ");
  const rest = text
    .replace(
      /^(?:please |can you |could you |i want to |i'd like to )*(?:\w+ )(?:me |us )?(?:for |about |to |a |an |the |that |up )*/i,
      "",
    )
    .replace(/\s+(?:to|in|on|for|with|by|from|at)\s*(?=$|[,.])/gi, " ")
    .replace(/\s+/g, " ")
    .replace(/[\s,.?!]+$/, "")
    .trim();
  return rest === "" ? undefined : rest;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
