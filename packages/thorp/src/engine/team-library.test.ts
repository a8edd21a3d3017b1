import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createToolSpecs } from "../agents/tool-specs.ts";
import { createSystemClock } from "../base/clock.ts";
import { toolOf } from "../orchestration/test-world.ts";
import { createMemoryStore } from "../storage/memory/memory-store.ts";
import type { Store } from "../storage/store.ts";
import { createTeamLibrary } from "./team-library.ts";

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "thorp-teams-"));
  store = createMemoryStore();
  mkdirSync(join(folder, "small/agents"), { recursive: true });
  writeFileSync(join(folder, "small/team.yaml"), "name: small\ndescription: One agent.\n");
  writeAgent("Do it.");
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeAgent(instructions: string): void {
  writeFileSync(
    join(folder, "small/agents/solo.md"),
    `---\nname: solo\nkind: orchestrator\ndescription: Does it all.\ntools: [lookup]\nexamples: [do it]\n---\n${instructions}\n`,
  );
}

function library(at = 0) {
  const clock = { ...createSystemClock(), now: () => at };
  return createTeamLibrary({ folders: [folder], toolSpecs: () => createToolSpecs([toolOf("lookup")]), store, clock });
}

test("the team that a run began with is the one that was read, without reading it again", async () => {
  const teams = library();
  const team = await teams.load("small");
  expect(await teams.kept("small", team.hash, team.folder)).toBe(team);
});

test("another process finds it in the store, reads it once, and sees it as it was", async () => {
  const before = await library().load("small");
  writeAgent("Do it otherwise.");
  const teams = library();
  const now = await teams.load("small");
  expect(now.hash).not.toBe(before.hash);
  const kept = await teams.kept("small", before.hash, before.folder);
  expect(kept).toEqual(before);
  expect(kept.agentsByName.get("solo")?.instructions).toContain("Do it.");
  expect(await teams.kept("small", before.hash, before.folder)).toBe(kept);
});

test("a copy that is gone is an error that says so", async () => {
  await expect(library().kept("small", "0".repeat(32))).rejects.toMatchObject({ code: "team-unknown" });
});
