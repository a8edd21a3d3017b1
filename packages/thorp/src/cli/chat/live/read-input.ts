/** Reads whole inputs at the prompt, line by line. */
import { createLineJoiner } from "../input/join-lines.ts";
import type { LineEditor } from "../input/line-editor.ts";

export type InputRead =
  | { readonly kind: "text"; readonly text: string }
  /** With the exit code. */
  | { readonly kind: "leave"; readonly code: number };

export interface InputReader {
  read(): Promise<InputRead>;
  /** Counts as a Ctrl-C on an empty line. */
  interrupt(): void;
  /** Ends the reading. */
  leave(code: number): void;
}

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
