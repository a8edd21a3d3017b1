/** What people send is bounded and cleaned of characters that hide text from them or from us. */
import { ThorpError } from "../base/errors.ts";

/** A request longer than this belongs into a file. Characters. */
const MAX_REQUEST_LENGTH = 200_000;

/**
 * Controls except tab and line breaks, bidirectional overrides, zero-width and tag characters, and rows of variation
 * selectors: the last two can spell a whole text that nobody sees.
 */
const HIDDEN =
  /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** The text without hidden characters; throws `input-invalid` when nothing is left, `input-too-large` beyond the bound. */
export function sanitiseRequest(text: string): string {
  if (text.length > MAX_REQUEST_LENGTH) {
    throw new ThorpError(
      "input-too-large",
      `The request has ${text.length} characters; ${MAX_REQUEST_LENGTH} are allowed.`,
    );
  }
  const clean = text.toWellFormed().replace(/\r\n?/g, "\n").replace(HIDDEN, "").trim();
  if (clean === "") throw new ThorpError("input-invalid", "The request is empty.");
  return clean;
}
