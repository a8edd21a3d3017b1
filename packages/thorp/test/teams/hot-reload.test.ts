import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import type { RunEvent } from "../../src/events/event.ts";
import { askTeam, openOffline, type Told, toldOf } from "./ask-team.ts";

let folder: string;
let thorp: Thorp;
let passed = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "thorp-reload-"));
  mkdirSync(join(folder, "small/agents"), { recursive: true });
  writeTeam("before");
  const clock = createSystemClock();
  thorp = await openOffline({
    workspace: folder,
    teamFolders: [folder],
    // A folder is looked at again after a second; nobody has to wait for it here.
    clock: { ...clock, now: () => clock.now() + passed },
  });
});
afterEach(async () => {
  await thorp.close();
  rmSync(folder, { recursive: true });
});

function writeTeam(agent: string): void {
  passed += 2000;
  rmSync(join(folder, "small/agents"), { recursive: true });
  mkdirSync(join(folder, "small/agents"));
  writeFileSync(join(folder, "small/team.yaml"), "name: small\ndescription: One agent.\n");
  writeFileSync(
    join(folder, `small/agents/${agent}.md`),
    `---\nname: ${agent}\nkind: manager\ndescription: x\ntools: [write_file, calculate]\n---\nWork.\n`,
  );
}

/** A run that waits for an approval; `goOn` gives it and waits for the end. */
async function waitingRun(): Promise<{ goOn(): Promise<Told> }> {
  const { run } = await thorp.ask({ text: 'Save the text "hello" as note.txt', team: "small", interactive: true });
  const events: RunEvent[] = [];
  const updates = thorp.follow(run)[Symbol.asyncIterator]();
  const next = async (): Promise<RunEvent | undefined> => {
    for (;;) {
      const { value, done } = await updates.next();
      if (done) return undefined;
      if (value.kind === "event") {
        events.push(value.event);
        return value.event;
      }
    }
  };
  let asked: RunEvent | undefined;
  do asked = await next();
  while (asked !== undefined && asked.type !== "approval-ask");
  return {
    async goOn() {
      if (asked?.type !== "approval-ask") throw new Error("It did not ask.");
      await thorp.signal(run, { type: "approval-answer", approval: asked.approval, allow: true, by: "person" });
      while ((await next()) !== undefined);
      return toldOf(events);
    },
  };
}

const agentsIn = ({ events }: Told) =>
  new Set(
    events.flatMap((event) => (event.type === "step-start" && event.call.kind === "model" ? [event.call.agent] : [])),
  );
const hashOf = ({ events }: Told) => (events[0]?.type === "run-start" ? events[0].teamHash : "");

it("a changed folder counts for the next run, and the one under way keeps its team", async () => {
  const old = await waitingRun();
  writeTeam("after");
  const fresh = await askTeam(thorp, { text: "What is 3 * 4?", team: "small" });
  expect(agentsIn(fresh)).toEqual(new Set(["after"]));
  const ended = await old.goOn();
  expect(ended.state).toBe("done");
  expect(agentsIn(ended)).toEqual(new Set(["before"]));
  expect(hashOf(fresh)).not.toBe(hashOf(ended));
});

it("a broken edit is an error with file and line for the next run, the old run goes on, and mending it helps", async () => {
  const old = await waitingRun();
  passed += 2000;
  writeFileSync(
    join(folder, "small/agents/before.md"),
    "---\nname: before\nkind: manger\ndescription: x\n---\nWork.\n",
  );
  const asked = thorp.ask({ text: "What is 3 * 4?", team: "small" });
  await expect(asked).rejects.toMatchObject({ code: "team-invalid" });
  await expect(asked).rejects.toThrow(/small\/agents\/before\.md:3:7: .*manager/);
  expect((await old.goOn()).state).toBe("done");
  writeTeam("mended");
  const mended = await askTeam(thorp, { text: "What is 3 * 4?", team: "small" });
  expect(mended.text).toContain("12");
  expect(agentsIn(mended)).toEqual(new Set(["mended"]));
});
