import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { askTeam, openOffline } from "./ask-team.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp-alias-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Why models were or were not taken. */
async function reasonsOfAlma(catalogues: readonly string[]): Promise<string> {
  const thorp = await openOffline({ workspace: folder, catalogues });
  try {
    const { events } = await askTeam(thorp, { team: "alma", text: "What is 2 + 3?" });
    const calls = events.flatMap((event) => (event.type === "step-start" ? [event.call] : []));
    return calls.flatMap((call) => (call.kind === "model" ? call.route.reasons : [])).join("\n");
  } finally {
    await thorp.close();
  }
}

it("points a shipped team at the model that a person has given the name to", async () => {
  const own = join(folder, "models.yaml");
  writeFileSync(own, "aliases:\n  mistral-7b: ollama/tiny:1b\n");
  expect(await reasonsOfAlma([])).toContain("ollama/mistral:7b");
  const reasons = await reasonsOfAlma([own]);
  expect(reasons).toContain("ollama/tiny:1b");
  expect(reasons).not.toContain("ollama/mistral:7b");
});
