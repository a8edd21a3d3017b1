/** For tests: a person at a terminal. Keys go in, and what the screen shows can be waited for. */
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import type { Output } from "./surroundings.ts";
import { createScreen } from "./testing-screen.ts";

export interface TestingTerminal {
  readonly stdin: PassThrough & { readonly isTTY: true };
  /** Both streams of a program on a terminal. */
  readonly output: Output;
  /** What is on the screen, and what has scrolled away. */
  shown(): readonly string[];
  /** Everything that was written, with its control sequences. */
  written(): string;
  press(keys: string): void;
  /** Resolves when so many rows of the screen hold the text; rejects with the whole screen when they never do. */
  shows(text: string, times?: number): Promise<void>;
  /** True while the program reads keys one by one. */
  isRaw(): boolean;
}

/** Shorter than a test may take, so that it says what was on the screen. */
const PATIENCE_MS = 20_000;

export const keys = {
  enter: "\r",
  ctrlC: "\u0003",
  ctrlD: "\u0004",
  up: "\u001b[A",
  down: "\u001b[B",
  left: "\u001b[D",
  tab: "\t",
} as const;

export function createTestingTerminal({ columns = 80, rows = 24 } = {}): TestingTerminal {
  const screen = createScreen(columns, rows);
  const waiting = new Set<() => void>();
  let raw = false;
  let written = "";
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true as const,
    setRawMode(isRaw: boolean) {
      raw = isRaw;
    },
  });
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows,
    write(text: string) {
      written += text;
      screen.write(text);
      for (const look of waiting) look();
      return true;
    },
  });
  return {
    stdin,
    output,
    shown: () => screen.shown(),
    written: () => written,
    press: (text) => void stdin.write(text),
    shows: (text, times = 1) =>
      new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`The screen never showed "${text}" ${times} times:\n${screen.shown().join("\n")}`));
        }, PATIENCE_MS);
        const look = (): void => {
          if (screen.shown().filter((row) => row.includes(text)).length < times) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    isRaw: () => raw,
  };
}
