/**
 * The chunks of one reply are alike but for the token in them. Once one has been parsed, the next is compared with the
 * text around its token, and only the token is read: parsing every chunk whole was the dearest single thing that a
 * call did.
 *
 * It never guesses. A chunk that differs anywhere else, in a count or a time, is left to the parser.
 */
import { parseJson } from "../../base/json.ts";
import type { ChatChunk } from "./chunk.ts";

/** What was learned from the last chunks of one reply. */
export interface ChunkTemplate {
  /** The chunk, or undefined when it must be parsed. It is the same object each time, with another text. */
  fill(data: string): ChatChunk | undefined;
  /** Takes note of a chunk that was parsed from `data`. */
  learn(data: string, chunk: ChatChunk): void;
}

/** Servers that put a time or a count into every chunk are not compared for ever. */
const MOST_MISSES = 3;

interface Shape {
  readonly before: string;
  readonly after: string;
  fillWith(text: string): ChatChunk;
}

/** One for each reply. */
export function createChunkTemplate(): ChunkTemplate {
  let shape: Shape | undefined;
  let misses = 0;
  return {
    fill(data) {
      if (shape === undefined) return undefined;
      const { before, after } = shape;
      const end = data.length - after.length;
      if (end < before.length || !data.startsWith(before) || !data.endsWith(after)) return undefined;
      const text = readText(data.slice(before.length, end));
      if (text === undefined) return undefined;
      misses = 0;
      return shape.fillWith(text);
    },
    learn(data, chunk) {
      if (misses > MOST_MISSES) return;
      misses++;
      shape = shapeOf(data, chunk) ?? shape;
    },
  };
}

/** What stands between two quotes of JSON; undefined when that is more than one text. */
function readText(between: string): string | undefined {
  if (between.includes("\\")) {
    const text = parseJson(`"${between}"`);
    return typeof text === "string" ? text : undefined;
  }
  return between.includes('"') ? undefined : between;
}

function shapeOf(data: string, chunk: ChatChunk): Shape | undefined {
  const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
  const delta = choice?.delta;
  if (!delta) return undefined;
  if (typeof delta.content === "string" && delta.content !== "") {
    const changing = { ...delta, content: "" };
    const chunkWith = { ...chunk, choices: [{ ...choice, delta: changing }] };
    return cut(data, { key: '"content":', text: delta.content }, (text) => {
      changing.content = text;
      return chunkWith;
    });
  }
  const call = Array.isArray(delta.tool_calls) ? delta.tool_calls[0] : undefined;
  const input = call?.function?.arguments;
  if (typeof input !== "string" || input === "") return undefined;
  const changing = { ...call?.function, arguments: "" };
  const calls = [{ ...call, function: changing }, ...(delta.tool_calls?.slice(1) ?? [])];
  const chunkWith = { ...chunk, choices: [{ ...choice, delta: { ...delta, tool_calls: calls } }] };
  return cut(data, { key: '"arguments":', text: input }, (text) => {
    changing.arguments = text;
    return chunkWith;
  });
}

/** Undefined where the text cannot be found for certain: the key stands there twice, or the text is escaped otherwise. */
function cut(
  data: string,
  { key, text }: { readonly key: string; readonly text: string },
  fillWith: Shape["fillWith"],
): Shape | undefined {
  const at = data.indexOf(key);
  if (at < 0 || at !== data.lastIndexOf(key)) return undefined;
  const start = data.charCodeAt(at + key.length) === 32 ? at + key.length + 1 : at + key.length;
  const written = JSON.stringify(text);
  if (!data.startsWith(written, start)) return undefined;
  return { before: data.slice(0, start + 1), after: data.slice(start + written.length - 1), fillWith };
}
