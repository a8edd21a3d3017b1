import { expect, it } from "vitest";
import { type ErrorCode, ThorpError } from "../base/errors.ts";
import { settleCall } from "./settle-call.ts";

const settle = (code: ErrorCode, hint?: string) =>
  settleCall({ signal: new AbortController().signal }, () => {
    throw new ThorpError(code, "It went wrong.", hint === undefined ? {} : { hint });
  });

it("hands on the advice that a tool has for the model", async () => {
  expect(await settle("tool-input", "list_files shows the files there are.")).toMatchObject({
    ok: false,
    text: "It went wrong.",
    advice: "list_files shows the files there are.",
  });
});

it.each<[ErrorCode, string?]>([
  ["tool-input"],
  ["tool-failed"],
  ["outside-workspace"],
  ["tool-failed", "Run `node packages/thorp/charts/build.mjs`, or install Thorp again."],
])("keeps what is meant for the person from it: %s %s", async (code, hint) => {
  expect(await settle(code, hint)).not.toHaveProperty("advice");
});
