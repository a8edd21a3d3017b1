/** What the program of an MCP server sees of this machine from the cage, and without one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFindCage } from "../../sandbox/process/find-cage.ts";
import type { ProgramLaunch } from "../../tools/mcp/spawn-program.ts";
import { cagedSpawn } from "./caged-spawn.ts";

const findCage = createFindCage({ path: process.env["PATH"] ?? "" });
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "thorp-caged-"));
  await writeFile(join(home, "secret.txt"), "the secret");
});
afterAll(() => rm(home, { recursive: true }));

async function sh(script: string, more: Partial<ProgramLaunch> = {}, find = findCage): Promise<string> {
  const { start } = cagedSpawn({ findCage: find, folder: join(home, "own") });
  const launch = { command: "sh", args: ["-c", script], env: {}, usualEnv: { PATH: process.env["PATH"] ?? "" } };
  const program = await start({ ...launch, reads: [], network: false, cage: true, ...more });
  let said = "";
  program.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  await new Promise((resolve) => program.stdout.once("close", resolve));
  return said.trim();
}

/** Where the system lets nobody make a cage, that is what is said. */
function inCage(name: string, run: () => Promise<void>): void {
  it(name, async () => {
    const caging = await cagedSpawn({ findCage, folder: home }).caging();
    if (caging.ok) await run();
    else expect(caging.hint).not.toBe("");
  });
}

describe("in the cage", () => {
  inCage("it sees only what it was granted, and writes its own folder", async () => {
    const peek = `cat ${home}/secret.txt 2>/dev/null || echo nothing`;
    expect(await sh(peek)).toBe("nothing");
    expect(await sh(peek, { reads: [home] })).toBe("the secret");
    expect(await sh(`echo x > ${home}/secret.txt 2>/dev/null || echo refused`, { reads: [home] })).toBe("refused");
    expect(await sh("echo kept > note.txt && cat note.txt")).toBe("kept");
  });

  inCage("it has no network and no environment of ours unless it was granted", async () => {
    expect(await sh("ls /sys/class/net /proc/net/dev >/dev/null 2>&1; grep -c : /proc/net/dev")).toBe("1");
    expect(await sh('echo "$GREETING/$HOME"', { env: { GREETING: "ahoy" }, usualEnv: { HOME: "/root" } })).toBe(
      "ahoy//tmp",
    );
  });
});

it("without a cage, or where its entry wants none, it runs as it is", async () => {
  const none = async () => ({ ok: false, why: "none here", hint: "get one" }) as const;
  expect(await sh(`cat ${home}/secret.txt`, {}, none)).toBe("the secret");
  expect(await sh(`cat ${home}/secret.txt`, { cage: false })).toBe("the secret");
  expect(await cagedSpawn({ findCage: none, folder: home }).caging()).toMatchObject({ ok: false, why: "none here" });
});
