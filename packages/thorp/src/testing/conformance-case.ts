/** One promise of a seam, as something that any test runner can run. */

/** `run` resolves when the promise is kept and rejects with what was expected when it is not. */
export interface ConformanceCase {
  /** What is promised, in words; unique in its list. */
  readonly name: string;
  readonly run: () => Promise<void>;
}
