/** Errors as OpenAI clients read them: all four keys, always. */
import { type ErrorCode, errorTable, type Failure } from "../../base/errors.ts";

/** An error in OpenAI's shape. */
export interface OpenAiError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

const typeByCode: Partial<Record<ErrorCode, string>> = {
  "rate-limited": "rate_limit_error",
  "budget-exceeded": "insufficient_quota",
  "access-denied": "permission_error",
};

/** The words of an `internal` error stay in the log. */
export function openAiError({ code, message, hint }: Failure, param: string | null = null): OpenAiError {
  const { status } = errorTable[code];
  const kind = typeByCode[code] ?? (status < 500 ? "invalid_request_error" : "server_error");
  const words = code === "internal" ? "Something went wrong inside Thorp." : [message, hint].filter(Boolean).join(" ");
  return { error: { message: words, type: kind, param, code: code.replaceAll("-", "_") } };
}
