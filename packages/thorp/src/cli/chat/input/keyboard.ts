/**
 * The keys of a terminal, handed on piece by piece to whoever listens: the line editor, a question, or the reader of
 * what is typed while a run works. What nobody listens for waits, so that nothing typed ahead is lost. What is pasted
 * comes as one piece of text: its newlines and tabs stand as the letters ␤ and ␉ until it is sent.
 */
import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { cleanText } from "../../../base/clean-text.ts";
import type { Output } from "../../surroundings.ts";

/** The part of a terminal's input stream that is used. */
export interface KeySource {
  on(event: "data" | "end", listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: "data" | "end", listener: (chunk: Uint8Array | string) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  setRawMode?: (isRaw: boolean) => unknown;
}

/** Holds the terminal in raw mode between `take` and `release`; `stop` is for whoever made it. */
export interface Keyboard {
  /** For `node:readline` and the prompts. */
  readonly stream: Readable;
  /** Takes the terminal back after somebody closed the stream or another program had it. */
  take(): void;
  /** Leaves the terminal to another program. */
  release(): void;
  /** Calls back when there will be no more keys; the last that asks is the one that hears. */
  onEnd(call: () => void): void;
  readonly hasEnded: boolean;
  /** Leaves the terminal for good. */
  stop(): void;
}

const NEWLINE = "\u2424";
const TAB = "\u2409";
const pasteOn = "\u001b[?2004h";
const pasteOff = "\u001b[?2004l";
const pasteStart = "\u001b[200~";
const pasteEnd = "\u001b[201~";
/** A mark of a paste that has not come whole; a lone escape is a key. */
/** Up to a key after which somebody else may want the rest: Enter, Ctrl-C, Ctrl-D, Tab. */
const endOfPiece = /^[^\r\n\u0003\u0004\t]*(?:\r\n|[\r\n\u0003\u0004\t])/;
const partOfMark = /\u001b\[20?[01]?$/;

/** Listens at once, so that nothing typed is lost; the settings of the terminal change only with the first `take`. */
export function createKeyboard(source: KeySource, output: Output): Keyboard {
  const decoder = new StringDecoder("utf8");
  const filter = createPasteFilter();
  let pending = "";
  let isHeld = false;
  let isPaused = false;
  let hasEnded = false;
  let tellEnd: () => void = () => {};
  const emitter = new EventEmitter();

  /** Piece by piece: after a line, a Ctrl-C or a Tab its reader may leave or pause, and the rest is for the next one. */
  const deliver = (): void => {
    while (isHeld && !isPaused && pending !== "" && emitter.listenerCount("keypress") > 0) {
      const piece = endOfPiece.exec(pending)?.[0] ?? pending;
      pending = pending.slice(piece.length);
      emitter.emit("data", Buffer.from(piece));
    }
  };
  const onData = (chunk: Uint8Array | string): void => {
    pending += filter(typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
    deliver();
  };
  const onEnd = (): void => {
    hasEnded = true;
    tellEnd();
  };
  const take = (): void => {
    source.setRawMode?.(true);
    isPaused = false;
    if (!isHeld) {
      isHeld = true;
      output.write(pasteOn);
      source.resume();
    }
    setImmediate(deliver);
  };
  const release = (): void => {
    source.setRawMode?.(false);
    if (!isHeld) return;
    isHeld = false;
    output.write(pasteOff);
    source.pause();
  };
  emitter.on("newListener", (event) => {
    if (event === "keypress") setImmediate(deliver);
  });
  source.on("data", onData);
  source.on("end", onEnd);

  const stream = Object.assign(emitter, {
    isTTY: true,
    readable: true,
    setRawMode: (isRaw: boolean) => source.setRawMode?.(isRaw),
    // The line editor pauses while it looks for completions, and when it closes; whoever is next takes the keys again.
    pause() {
      isPaused = true;
      return stream;
    },
    resume() {
      isPaused = false;
      setImmediate(deliver);
      return stream;
    },
    unpipe: () => stream,
  });
  return {
    stream: stream as unknown as Readable,
    take,
    release,
    onEnd(call) {
      tellEnd = call;
    },
    get hasEnded() {
      return hasEnded;
    },
    stop() {
      release();
      source.off("data", onData);
      source.off("end", onEnd);
    },
  };
}

/** Takes the marks of pastes away and makes what is between them one line. */
function createPasteFilter(): (text: string) => string {
  let held = "";
  let isPaste = false;
  return (text) => {
    let rest = held + text;
    held = "";
    let out = "";
    for (;;) {
      const mark = isPaste ? pasteEnd : pasteStart;
      const at = rest.indexOf(mark);
      if (at >= 0) {
        out += isPaste ? pasted(rest.slice(0, at)).replace(/\u2424$/, "") : rest.slice(0, at);
        rest = rest.slice(at + mark.length);
        isPaste = !isPaste;
        continue;
      }
      const cut = partOfMark.exec(rest);
      // While a paste goes on its last letter waits too: a newline at its very end is not part of it.
      const end = cut?.index ?? rest.length;
      const keep = isPaste ? (/(?:\r\n?|\n)$/.exec(rest.slice(0, end))?.[0].length ?? 0) : 0;
      out += isPaste ? pasted(rest.slice(0, end - keep)) : rest.slice(0, end);
      held = rest.slice(end - keep);
      return out;
    }
  };
}

function pasted(text: string): string {
  return cleanText(text.replaceAll(/\r\n?|\n/g, NEWLINE).replaceAll("\t", TAB));
}

/** As it was pasted. */
export function unfolded(line: string): string {
  return line.replaceAll(NEWLINE, "\n").replaceAll(TAB, "\t");
}

/** On one line, for the line editor. */
export function folded(text: string): string {
  return text.replaceAll(/\r\n?|\n/g, NEWLINE).replaceAll("\t", TAB);
}
