/** Standard input line by line, as UTF-8; the last line need not end. */
import type { Input } from "../../surroundings.ts";

/** Without line ends, LF or CRLF; bytes that are no UTF-8 become U+FFFD. Rejects when the stream fails. */
export async function* readLines(input: Input): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const chunk of input) {
    held += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = held.split(/\r?\n/);
    held = lines.pop() ?? "";
    yield* lines;
  }
  held += decoder.decode();
  if (held !== "") yield held;
}
