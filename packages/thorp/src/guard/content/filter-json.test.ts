import { expect, it } from "vitest";
import { filterJson } from "./filter-json.ts";

it("masks each text by itself and keeps the shape", () => {
  const input = { to: ["a@example.org", "Ann"], card: 4111111111111111, deep: { ok: true, none: null, n: 3 } };
  const { value, findings } = filterJson(
    input,
    { email: { arguments: "mask" }, card: { arguments: "mask" } },
    "arguments",
  );
  expect(value).toEqual({
    to: ["[e-mail address removed]", "Ann"],
    card: "[card number removed]",
    deep: { ok: true, none: null, n: 3 },
  });
  expect(findings).toEqual([
    { category: "email", action: "mask", times: 1 },
    { category: "card", action: "mask", times: 1 },
  ]);
});

it("knows a password by the name of its member, and looks only the way that the policy names", () => {
  const input = { api_key: "zq81kdm20xx9", note: "x" };
  const policy = { credentials: { arguments: "mask" } } as const;
  expect(filterJson(input, policy, "arguments").value).toEqual({ api_key: "[password removed]", note: "x" });
  expect(filterJson(input, policy, "tool")).toEqual({ value: input, findings: [] });
});
