/** Reads one line from the person: editing, history, completion. A line editor lives for one line. */
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import type { Output } from "../../surroundings.ts";
import { folded, type Keyboard, unfolded } from "./keyboard.ts";

/** How the reading ended. `text` may hold newlines: a paste comes back as it was. */
export type LineRead =
  | { readonly kind: "line"; readonly text: string }
  /** Ctrl-C on an empty line. */
  | { readonly kind: "interrupt" }
  /** Ctrl-D on an empty line, or no more keys. */
  | { readonly kind: "end" };

/** One reading at a time; it never rejects, and leaves the keyboard taken. */
export interface LineEditor {
  /** `initial` stands there to be edited. Ends with `interrupt` when the signal aborts. */
  read(line: { readonly prompt: string; readonly initial?: string; readonly signal: AbortSignal }): Promise<LineRead>;
}

/** `history` is asked anew for each line; a `complete` that rejects offers nothing. */
export interface LineEditorOptions {
  readonly keyboard: Keyboard;
  readonly output: Output;
  /** Newest first. */
  readonly history: () => readonly string[];
  readonly complete: (line: string) => Promise<Completion>;
}

/** What may stand in place of `part`, the end of the line. */
export interface Completion {
  readonly hits: readonly string[];
  readonly part: string;
}

const MOST_HISTORY = 1000;

/** Takes the keyboard for each line. Ctrl-C gives up what was typed and reads on; Ctrl-Z does nothing. */
export function createLineEditor({ keyboard, output, history, complete }: LineEditorOptions): LineEditor {
  return {
    read: ({ prompt, initial = "", signal }) =>
      new Promise((resolve) => {
        keyboard.take();
        if (keyboard.hasEnded) return resolve({ kind: "end" });
        let isOpen = true;
        const editor = createInterface({
          input: keyboard.stream,
          output: output as unknown as Writable,
          terminal: true,
          prompt,
          history: history().map(folded),
          historySize: MOST_HISTORY,
          removeHistoryDuplicates: true,
          tabSize: 4,
          completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
            const answer = ({ hits, part }: Completion): void => {
              // It may have been left meanwhile.
              if (isOpen) done(null, [[...hits], part]);
            };
            complete(line).then(answer, () => answer({ hits: [], part: line }));
          },
        });
        let result: LineRead = { kind: "end" };
        const leave = (read: LineRead): void => {
          result = read;
          editor.close();
        };
        const onAbort = (): void => leave({ kind: "interrupt" });
        signal.addEventListener("abort", onAbort, { once: true });
        editor.on("line", (line) => leave({ kind: "line", text: unfolded(line) }));
        editor.on("SIGINT", () => {
          if (editor.line === "") return leave({ kind: "interrupt" });
          // As in a shell: what was typed is given up.
          editor.write(null, { ctrl: true, name: "e" });
          editor.write(null, { ctrl: true, name: "u" });
        });
        // Going to the background would leave the terminal without its settings.
        editor.on("SIGTSTP", () => {});
        editor.on("close", () => {
          isOpen = false;
          signal.removeEventListener("abort", onAbort);
          keyboard.take();
          if (result.kind !== "line") output.write("\n");
          resolve(result);
        });
        keyboard.onEnd(() => editor.close());
        editor.prompt();
        if (initial !== "") editor.write(folded(initial));
      }),
  };
}
