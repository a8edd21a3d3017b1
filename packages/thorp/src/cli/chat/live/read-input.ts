/** Reads whole inputs at the prompt, line by line. */
import { createLineJoiner } from "../input/join-lines.ts";
import type { LineEditor } from "../input/line-editor.ts";

/** A whole input, lines joined; or the wish to leave, after which nothing more is read. */
export type InputRead =
  | { readonly kind: "text"; readonly text: string }
  /** With the exit code. */
  | { readonly kind: "leave"; readonly code: number };

/** One reading at a time. After `leave` every reading ends at once with its code. */
export interface InputReader {
  read(): Promise<InputRead>;
  /** Counts as a Ctrl-C on an empty line. */
  interrupt(): void;
  /** Ends the reading. */
  leave(code: number): void;
}

/** `initial` is taken for every line, so it must be empty once it was given; `warn` follows the first Ctrl-C. */
export interface InputReaderOptions {
  readonly editor: LineEditor;
  /** Before the first line of an input. */
  readonly prompt: () => string;
  /** Before its other lines. */
  readonly morePrompt: string;
  /** What stands at the prompt already. */
  readonly initial: () => string;
  readonly warn: () => void;
}

/** Ctrl-C drops lines that were begun; on an empty input the second leaves with 130, Ctrl-D with 0. */
export function createInputReader({ editor, prompt, morePrompt, initial, warn }: InputReaderOptions): InputReader {
  let reading = new AbortController();
  let code: number | undefined;
  return {
    async read() {
      const lines = createLineJoiner();
      for (let interrupts = 0; code === undefined; ) {
        reading = new AbortController();
        const shown = lines.isOpen ? morePrompt : prompt();
        const line = await editor.read({ prompt: shown, initial: initial(), signal: reading.signal });
        if (line.kind === "line") {
          const text = lines.push(line.text);
          if (text !== undefined) return { kind: "text", text };
        } else if (line.kind === "end") return { kind: "leave", code: code ?? 0 };
        else if (lines.isOpen) lines.drop();
        else if (++interrupts > 1) return { kind: "leave", code: code ?? 130 };
        else if (code === undefined) warn();
      }
      return { kind: "leave", code };
    },
    interrupt: () => reading.abort(),
    leave(exit) {
      code = exit;
      reading.abort();
    },
  };
}
