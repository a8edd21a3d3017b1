/** Runs an expression over texts in a thread of its own, since one that backtracks for ever can only be stopped from outside. */
import { parentPort, workerData } from "node:worker_threads";
import { createLineTest, searchLines, type TextSearch } from "./search-lines.ts";

/** One text to search; at most `most` lines are wanted. */
export interface SearchOrder {
  readonly text: string;
  readonly most: number;
}

const port = parentPort;
if (port !== null) {
  const test = createLineTest(workerData as TextSearch);
  port.on("message", ({ text, most }: SearchOrder) => port.postMessage(searchLines(text, test, most)));
}
