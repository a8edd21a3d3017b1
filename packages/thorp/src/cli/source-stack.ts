/** Stacks of the bundled program with the places in its sources, read only when there is a stack to show. */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const place = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/** Each place in a file that has a map beside it becomes the place it was made from; all else stays as it is. */
export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(place, (...found: string[]) => {
    const [whole = "", url = "", line, column] = found;
    const file = fileURLToPath(url);
    if (!maps.has(file)) maps.set(file, mapOf(file));
    const origin = maps.get(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !("fileName" in origin)) return whole;
    return `${join(dirname(file), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
