import { expect, it } from "vitest";
import { grantFrom } from "../../guard/standing.ts";
import { standingScopes } from "../../wire/standing.ts";
import { approvalChoices } from "./approval-choices.ts";

const stands = [
  { match: "host", value: "a.org", scopes: standingScopes },
  { match: "arguments", value: "hash", scopes: standingScopes },
] as const;

it("offers no first, then once, then every way that the question offers", () => {
  expect(approvalChoices({ tool: "fetch_page", stands }).map(({ words }) => words)).toEqual([
    "Deny",
    "Allow once",
    "Allow for this run: the same at a.org",
    "Allow for this conversation: the same at a.org",
    "Allow always: the same at a.org",
    "Allow for this run: exactly this call",
    "Allow for this conversation: exactly this call",
    "Allow always: exactly this call",
  ]);
  expect(approvalChoices({ tool: "pay" }).map(({ words }) => words)).toEqual(["Deny", "Allow once"]);
});

it("offers nothing that would be refused", () => {
  const ask = { tool: "fetch_page", effect: "fetch", stands };
  for (const { choice } of approvalChoices(ask)) {
    if (choice.scope !== undefined) expect(grantFrom(ask, choice)).toMatchObject({ match: choice.match });
  }
});
