/**
 * Server-sent events, read from text as it comes: no regular expression, no copy of what was already looked at.
 *
 * Beyond the standard it accepts what servers do: events without the blank line between them, and a bare JSON line
 * where an error was written without `data:`.
 */

const CR = 13;
const COLON = 58;
const SPACE = 32;
const BRACE = 123;

/** `event` is "" unless the server named it. Return true to hear nothing more. */
export type OnEvent = (data: string, event: string) => boolean;

/** One body, read once. */
export interface SseReader {
  /** Feeds the text of one read; true once `onEvent` has said that it is enough. */
  feed(text: string): boolean;
  /** The body ended: an event without its blank line, or a line without its end, is still delivered. */
  end(): boolean;
}

/** Calls back in the turn of `feed`. */
export function createSseReader(onEvent: OnEvent): SseReader {
  const events = createEventBuilder(onEvent);
  // The unfinished line, in pieces: a line of ten megabytes arrives in hundreds of reads and is joined once.
  let pieces: string[] = [];
  let enough = false;

  return {
    feed(text) {
      let rest = text;
      if (pieces.length > 0) {
        pieces.push(text);
        if (text.indexOf("\n") < 0) return enough;
        rest = pieces.join("");
        pieces = [];
      }
      let start = 0;
      for (let at = rest.indexOf("\n"); at >= 0 && !enough; at = rest.indexOf("\n", start)) {
        const end = at > start && rest.charCodeAt(at - 1) === CR ? at - 1 : at;
        enough = end === start ? events.dispatch() : events.line(rest.slice(start, end));
        start = at + 1;
      }
      if (start < rest.length) pieces.push(start === 0 ? rest : rest.slice(start));
      return enough;
    },
    end() {
      // Also the place where lines that end in a lone CR, which the standard allows, are told apart.
      for (const line of pieces.join("").split("\r")) {
        if (!enough) enough = line === "" ? events.dispatch() : events.line(line);
      }
      pieces = [];
      if (!enough) enough = events.dispatch();
      return enough;
    },
  };
}

/** Lines into events. Both methods say whether `onEvent` has had enough. */
function createEventBuilder(onEvent: OnEvent): { line(line: string): boolean; dispatch(): boolean } {
  let data: string | undefined;
  let event = "";

  const dispatch = (next?: string): boolean => {
    const ready = data;
    const named = event;
    data = next;
    event = "";
    return ready === undefined ? false : onEvent(ready, named);
  };

  return {
    dispatch: () => dispatch(),
    line(line) {
      const first = line.charCodeAt(0);
      if (first === COLON) return false;
      if (first === BRACE) return dispatch(line);
      const isData = line.startsWith("data:");
      if (!isData && !line.startsWith("event:")) return false;
      const start = isData ? 5 : 6;
      const value = line.slice(line.charCodeAt(start) === SPACE ? start + 1 : start);
      if (!isData) event = value.trim();
      else if (data === undefined) data = value;
      else if (isWholeEvent(data)) return dispatch(value);
      else data += `\n${value}`;
      return false;
    },
  };
}

/** A second `data:` line continues the first, unless that was complete and only the blank line is missing. */
function isWholeEvent(data: string): boolean {
  const last = data.charCodeAt(data.length - 1);
  return data === "[DONE]" || (data.charCodeAt(0) === BRACE && last === 125);
}
