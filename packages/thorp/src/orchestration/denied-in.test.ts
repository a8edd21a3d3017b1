import { expect, it } from "vitest";
import { deniedIn } from "./denied-in.ts";

it("names every refused call once, and nothing else that went wrong", () => {
  const denied = (message: string) => ({ code: "approval-denied", message }) as const;
  expect(
    deniedIn([denied("Not a."), { code: "tool-failed", message: "Broken." }, denied("Not b."), denied("Not a.")]),
  ).toEqual(denied("Not a. Not b."));
  expect(deniedIn([{ code: "tool-failed", message: "Broken." }])).toBeUndefined();
});
