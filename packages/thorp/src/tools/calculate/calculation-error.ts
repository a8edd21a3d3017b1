/** Why a calculation cannot be read or has no result. */

/** `message` continues the sentence "there is …"; `at` counts characters from 0. */
export class CalculationError extends Error {
  override readonly name = "CalculationError";
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}
