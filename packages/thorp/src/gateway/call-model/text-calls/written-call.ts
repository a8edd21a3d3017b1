/** A call that a model wrote as text, and a piece of text read as calls. */

/** One call, as it was written. */
export interface WrittenCall {
  readonly tool: string;
  /** Arguments as text; may be broken. */
  readonly input: string;
}

/** Calls that begin at one place of a text. */
export interface ReadCalls {
  readonly calls: readonly WrittenCall[];
  /** Where the calls end in the text. */
  readonly end: number;
  /** The text ended before they did. */
  readonly isCut: boolean;
  /** Lines of a program stand around them: it may have been written to be read. */
  readonly isProgram?: boolean;
}

/** Where a call may begin, and the names of the tools that there are. */
export interface Place {
  readonly text: string;
  readonly at: number;
  readonly tools: readonly string[];
}

/** The match that begins exactly at `at`; the pattern must be sticky. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
