/** A network of a test file: it answers what the file says and reaches nothing. */
import { ThorpError } from "../../base/errors.ts";
import type { GuardedFetch } from "../../tools/context/guarded-fetch.ts";
import type { ScriptedAnswer } from "../../tools/tool-file-schema.ts";

/** The first answer that fits counts. Throws `address-refused` for an address without one. */
export function scriptedFetch(answers: readonly ScriptedAnswer[]): GuardedFetch {
  return async (url) => {
    const found = answers.find((answer) => formOf(answer.url).test(url));
    if (found === undefined)
      throw new ThorpError("address-refused", `The test has no answer for ${url}.`, {
        hint: "Add it under `answers` of the test.",
      });
    const { status, type, body } = found;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { url, status, mediaType: type, bytes: new TextEncoder().encode(text), headers: { "content-type": type } };
  };
}

function formOf(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[^\w]/g, "\\$&"))
      .join(".*")}$`,
  );
}
