/** What the person types while a run works: whole lines are handed on, the rest waits for the next prompt. */
import { emitKeypressEvents, type Key } from "node:readline";
import { lettersOf } from "../../terminal/text-width.ts";
import { folded, type Keyboard, unfolded } from "./keyboard.ts";

/** While it is on it has the keys. `text` is for the screen, on one line; `drain` gives it as it was pasted. */
export interface TypeAhead {
  start(): void;
  /** Somebody else gets the keys. */
  stop(): void;
  /** What stands there so far. */
  readonly text: string;
  /** Takes what stands there. */
  drain(): string;
}

/** Called at once for each key; `onLine` never gets a blank line, `onChange` comes before it. */
export interface TypeAheadOptions {
  readonly keyboard: Keyboard;
  /** A line that was begun before. */
  readonly initial: string;
  readonly onLine: (line: string) => void;
  readonly onInterrupt: () => void;
  /** Ctrl-D on an empty line. */
  readonly onEnd: () => void;
  /** The text is another one now. */
  readonly onChange: () => void;
}

/** Off until `start`. Knows backspace, Ctrl-U and Ctrl-W, no arrows: there is no line to move in. */
export function createTypeAhead({
  keyboard,
  initial,
  onLine,
  onInterrupt,
  onEnd,
  onChange,
}: TypeAheadOptions): TypeAhead {
  let text = folded(initial);
  let isOn = false;

  const press = (letters: string | undefined, key: Key): void => {
    if (key.ctrl === true) return pressControl(key.name ?? "");
    if (key.name === "return" || key.name === "enter") return submit();
    if (key.name === "backspace") text = lettersOf(text).slice(0, -1).join("");
    // Arrows and function keys come as sequences and write nothing.
    else if (letters !== undefined && key.meta !== true && !/^[\u0000-\u001f\u007f]/.test(letters)) text += letters;
    else return;
    onChange();
  };
  const pressControl = (name: string): void => {
    if (name === "c") return onInterrupt();
    if (name === "d" && text === "") return onEnd();
    if (name === "u") text = "";
    else if (name === "w") text = text.replace(/\S*\s*$/, "");
    else return;
    onChange();
  };
  const submit = (): void => {
    const line = unfolded(text);
    text = "";
    onChange();
    if (line.trim() !== "") onLine(line);
  };
  return {
    start() {
      if (isOn) return;
      isOn = true;
      keyboard.take();
      emitKeypressEvents(keyboard.stream);
      keyboard.stream.on("keypress", press);
    },
    stop() {
      if (!isOn) return;
      isOn = false;
      keyboard.stream.off("keypress", press);
    },
    get text() {
      return text;
    },
    drain() {
      const rest = unfolded(text);
      text = "";
      return rest;
    },
  };
}
