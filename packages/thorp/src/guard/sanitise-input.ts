/** What people send is bounded and cleaned of characters that hide text from them or from us. */
import { ThorpError } from "../base/errors.ts";
import { withoutHidden } from "../base/hidden-text.ts";

/** A request longer than this belongs into a file. Characters. */
const MAX_REQUEST_LENGTH = 200_000;

/** The text without hidden characters; throws `input-invalid` when nothing is left, `input-too-large` beyond the bound. */
export function sanitiseRequest(text: string): string {
  if (text.length > MAX_REQUEST_LENGTH) {
    throw new ThorpError(
      "input-too-large",
      `The request has ${text.length} characters; ${MAX_REQUEST_LENGTH} are allowed.`,
    );
  }
  const clean = withoutHidden(text.toWellFormed().replace(/\r\n?/g, "\n")).trim();
  if (clean === "") throw new ThorpError("input-invalid", "The request is empty.");
  return clean;
}
