/** The disk fills up while the server works, and has room again: a real file system where mounts are allowed, and a limit of the file. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { createManualClock, type ManualClock } from "../testing/manual-clock.ts";
import { createScriptedModel } from "../testing/scripted-model.ts";
import { serverEvents, type TestServer, testServer } from "./test-server.ts";

const teamFolders = [join(fileURLToPath(new URL("../../test", import.meta.url)), "bad-input", "teams")];
const looks = 5_000;

interface Disk {
  readonly options: { readonly dir: string; readonly maxPageCount?: number };
  fill(): void;
  makeRoom(server: TestServer, acknowledged: readonly string[]): Promise<void>;
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "thorp-full-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Undefined where mounting is not allowed. */
function mountedDisk(): Disk | undefined {
  const dir = folder();
  const data = join(dir, "data");
  mkdirSync(data);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=72m", "tmpfs", data], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", data]));
  const ballast = join(data, "ballast");
  return {
    options: { dir },
    fill() {
      for (const size of [1_000_000, 4096])
        try {
          for (;;) appendFileSync(ballast, Buffer.alloc(size));
        } catch {
          // Full.
        }
    },
    async makeRoom() {
      rmSync(ballast);
    },
  };
}

function limitedFile(): Disk {
  return {
    options: { dir: folder(), maxPageCount: 1300 },
    fill() {},
    async makeRoom(server, [, ...others]) {
      for (const run of others)
        expect((await fetch(`${server.url}/api/runs/${run}`, { method: "DELETE" })).status).toBe(204);
    },
  };
}

/** Answers at once, but for the first request with `slow` in it, which waits until the clock is moved by an hour. */
function slowOnce(clock: ManualClock) {
  let isFirst = true;
  return createScriptedModel({
    clock,
    script({ prompt }) {
      const isSlow = isFirst && JSON.stringify(prompt).includes("slow");
      if (isSlow) isFirst = false;
      return { text: isSlow ? "too late" : "Hello there, you.", ...(isSlow ? { delayMs: 3_600_000 } : {}) };
    },
  });
}

const ask = (server: TestServer, text: string) =>
  fetch(`${server.url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });

const began = async (response: Response): Promise<string> => ((await response.json()) as { run: string }).run;

/** The events of a run until it ends. */
async function story(
  server: TestServer,
  run: string,
): Promise<readonly { type: string; seq: number; state?: string }[]> {
  const events = [];
  for await (const { data } of serverEvents(await fetch(`${server.url}/api/runs/${run}/stream`))) {
    const update = JSON.parse(data) as { type: string; seq?: number; state?: string };
    if (update.seq !== undefined) events.push({ ...update, seq: update.seq });
  }
  return events;
}

/** Asks for work until it is refused. Returns the runs that were acknowledged and the refusal. */
async function askUntilRefused(server: TestServer) {
  const acknowledged: string[] = [];
  for (let at = 0; at < 400; at++) {
    const response = await ask(server, `${at} ${"Some more words. ".repeat(6_000)}`);
    if (response.status !== 202) return { acknowledged, refusal: response };
    acknowledged.push(await began(response));
  }
  throw new Error("the disk does not fill up");
}

it.each([
  ["a real one", mountedDisk],
  ["a limit of the file", limitedFile],
])("a full disk pauses the server, loses nothing acknowledged, and is over when there is room: %s", async (_, make) => {
  const disk = make() ?? limitedFile();
  const clock = createManualClock();
  const model = slowOnce(clock);
  await using server = await testServer({
    ...{ teamFolders, team: "solo", languageModels: { one: model }, clock, ...disk.options },
    limits: { user: 0, key: 0, address: 0 },
  });
  const early = await began(await ask(server, "Hello"));
  const before = await story(server, early);
  const slow = await began(await ask(server, "Be slow"));
  await expect.poll(() => model.calls.length).toBe(2);
  disk.fill();
  const { acknowledged, refusal } = await askUntilRefused(server);

  expect(refusal.status).toBe(507);
  expect(refusal.headers.get("content-type")).toBe("application/problem+json");
  expect(refusal.headers.get("retry-after")).toBe("5");
  expect(await refusal.json()).toMatchObject({ code: "disk-full", hint: expect.stringContaining("by itself") });
  const ready = await fetch(`${server.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    ok: false,
    checks: expect.arrayContaining([{ name: "record", ok: false, detail: "disk-full" }]),
  });
  // Reading goes on.
  expect(await story(server, early)).toEqual(before);
  for (const run of [slow, ...acknowledged])
    expect(await (await fetch(`${server.url}/api/runs/${run}`)).json()).toMatchObject({ run: { id: run } });
  expect((await fetch(`${server.url}/api/runs?limit=5`)).status).toBe(200);

  clock.advance(looks);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  expect((await ask(server, "Hello")).status).toBe(507);

  await disk.makeRoom(server, acknowledged);
  await expect
    .poll(async () => {
      clock.advance(looks);
      return (await fetch(`${server.url}/readyz`)).status;
    })
    .toBe(200);
  const resumed = await story(server, slow);
  expect(resumed.at(-1)).toMatchObject({ type: "run-end", state: "done" });
  expect(resumed.map(({ seq }) => seq)).toEqual(resumed.map((_event, at) => at + 1));
  expect(resumed.filter(({ type }) => type === "run-recover")).toEqual([expect.objectContaining({ recovery: 0 })]);
  for (const run of acknowledged.slice(0, 1))
    expect((await story(server, run)).at(-1)).toMatchObject({ type: "run-end", state: "done" });
  const late = await began(await ask(server, "Hello"));
  expect((await story(server, late)).at(-1)).toMatchObject({ type: "run-end", state: "done" });
});
