/** A model server that Thorp starts itself: a real process, stopped, crashed, killed, and left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../../src/engine/create-engine.ts";
import { startScriptedServer } from "../../src/testing/scripted-server.ts";
import { newFolder, openBench } from "../bad-input/test-bench.ts";

const child = join(import.meta.dirname, "model-server-child.ts");

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Setting {
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly restart?: number;
  readonly command?: readonly string[];
  readonly far?: string;
  readonly within?: number;
}

async function setting({ port, env = {}, restart = 0, command, far, within = 20 }: Setting = {}) {
  const folder = await newFolder();
  const at = port ?? (await freePort());
  const catalogue = join(folder, "models.yaml");
  const serversDir = join(folder, "servers");
  const start = {
    command: command ?? [process.execPath, child],
    env: { PORT: String(at), ...env },
    ready: { within },
    restart,
  };
  writeFileSync(
    catalogue,
    `providers:
  near: { kind: openai, dialect: openai, url: "http://127.0.0.1:${at}/v1", tier: local, slots: 2, key: NEAR_KEY, start: ${JSON.stringify(start)} }
  far: { kind: openai, dialect: openai, url: "${far ?? "http://127.0.0.1:9"}/v1", key: FAR_KEY, tier: frontier }
models: [{ id: near/one, context: 32000 }, { id: far/two, context: 32000, price: { input: 1, output: 2 } }]
aliases: { one: near/one, two: far/two }
`,
  );
  const log = () => readFileSync(join(serversDir, "near.log"), "utf8");
  const record = () =>
    JSON.parse(readFileSync(join(serversDir, "near.json"), "utf8")) as {
      guardian: { pid: number };
      server: { pid: number };
    };
  const bench = () =>
    openBench({
      catalogues: [catalogue],
      serversDir,
      teamFolders: [join(import.meta.dirname, "teams")],
      team: "climb",
      env: { PATH: process.env["PATH"], FAR_KEY: "sk-far", NEAR_KEY: "sk-near", OWN: "mine" },
    });
  return { at, folder, catalogue, serversDir, log, record, bench, url: `http://127.0.0.1:${at}` };
}

function isAlive(pid: number): boolean {
  try {
    // A zombie still has a number; nobody but its parent can take it away.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Turns of the event loop until it is so; the test's own limit ends a wait in vain. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("a server with a start command", () => {
  it("is started by the first call that needs it, serves, and is stopped with the engine", async () => {
    const { bench, record, log, serversDir } = await setting({ env: { LATE: "150" } });
    const { engine, ask } = await bench();
    await engine.listModels();
    expect(existsSync(join(serversDir, "near.json"))).toBe(false);
    expect(await ask("What is it?")).toMatchObject({ end: { state: "done" }, text: "From the child." });
    const { guardian, server } = record();
    expect([isAlive(guardian.pid), isAlive(server.pid)]).toEqual([true, true]);
    expect(log()).toContain(`listening as ${server.pid}`);
    await engine.close();
    expect([isAlive(guardian.pid), isAlive(server.pid)]).toEqual([false, false]);
    expect(existsSync(join(serversDir, "near.json"))).toBe(false);
  });

  it("gets its own key and environment, and no key of another provider", async () => {
    const { bench, url } = await setting();
    const { ask } = await bench();
    await ask("What is it?");
    const env = (await (await fetch(`${url}/env`)).json()) as Record<string, string>;
    expect(env).toMatchObject({ OWN: "mine", NEAR_KEY: "sk-near" });
    expect(env).not.toHaveProperty("FAR_KEY");
    expect(Object.keys(env).filter((name) => name.startsWith("NODE_CHANNEL"))).toEqual([]);
  });

  it("that takes no notice of SIGTERM is killed, with everything that it has started", async () => {
    const { bench, record, log } = await setting({ env: { STUBBORN: "1", HELPER: "1" } });
    const { engine, ask } = await bench();
    await ask("What is it?");
    const { server } = record();
    const helper = Number(/helper (\d+)/.exec(log())?.[1]);
    expect(isAlive(helper)).toBe(true);
    await engine.close();
    await until(() => !isAlive(helper));
    expect(isAlive(server.pid)).toBe(false);
  }, 20_000);

  it("that ends at once is given up, says its last words, and the next tier answers", async () => {
    const far = await startScriptedServer({ script: () => ({ text: "From afar." }) });
    onTestFinished(() => far.close());
    const { bench } = await setting({ env: { CRASH: "start" }, far: far.url });
    const { ask, engine } = await bench();
    const told = await ask("What is it?");
    expect(told.text).toBe("From afar.");
    expect(told.all("step-fail")[0]?.failure).toMatchObject({
      code: "model-unavailable",
      message: expect.stringMatching(/it ended with code 3 \(no such model file\); given up after 0 new starts/),
      hint: expect.stringMatching(/near\.log, then run `thorp models start near`/),
    });
    // It is not tried again and again.
    const again = await ask("And now?");
    expect(JSON.stringify(again.all("step-start")[0])).toContain("its server was given up");
    expect((await engine.listModels()).find(({ id }) => id === "near/one")?.obstacle).toMatch(/given up/);
  });

  it("whose program is not there is given up at once", async () => {
    const { bench } = await setting({ command: ["/no/such/program"], restart: 5 });
    const { ask } = await bench();
    const told = await ask("What is it?");
    expect(told.all("step-fail")[0]?.failure.message).toMatch(/\/no\/such\/program could not be started: .*ENOENT/);
  });

  it("that never answers is stopped when its time is over", async () => {
    const { bench, serversDir } = await setting({ env: { LATE: "60000" }, within: 1 });
    const { ask } = await bench();
    const told = await ask("What is it?");
    expect(told.all("step-fail")[0]?.failure.message).toMatch(/it did not answer within 1 s/);
    expect(existsSync(join(serversDir, "near.json"))).toBe(false);
  });

  it("that crashes in mid-answer is started again, and given up when it goes on crashing", async () => {
    const { bench, log } = await setting({ env: { CRASH: "call" }, restart: 1 });
    const { ask, engine } = await bench();
    const told = await ask("What is it?");
    expect(told.end.state).not.toBe("done");
    const isGivenUp = async () =>
      /given up/.test((await engine.listModels()).find(({ id }) => id === "near/one")?.obstacle ?? "");
    // The process may be gone before its end is noticed, so how many calls it takes is open.
    while (!(await isGivenUp())) await ask("And now?");
    expect(log().match(/listening/g)).toHaveLength(2);
  }, 20_000);

  it("is left alone when another process answers at its address: that one is used", async () => {
    const other = await startScriptedServer({ script: () => ({ text: "From another." }) });
    onTestFinished(() => other.close());
    const { bench, serversDir } = await setting({ port: Number(new URL(other.url).port) });
    const { ask } = await bench();
    expect((await ask("What is it?")).text).toBe("From another.");
    expect(existsSync(join(serversDir, "near.log"))).toBe(false);
  });

  it("is not started at a port that something else holds", async () => {
    const held = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => held.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void held.close());
    const { bench } = await setting({ port: (held.address() as { port: number }).port, within: 1 });
    const { ask } = await bench();
    const told = await ask("What is it?");
    expect(told.all("step-fail")[0]?.failure.message).toMatch(/port \d+ is taken by something that does not answer/);
  });
});

describe("when Thorp is killed with SIGKILL", () => {
  const owner = async ({ catalogue, serversDir }: { catalogue: string; serversDir: string }) => {
    const file = join(import.meta.dirname, "owner-child.ts");
    const process_: ChildProcess = spawn(process.execPath, [file, catalogue, serversDir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void process_.kill("SIGKILL"));
    const first = await new Promise<string>((resolve) =>
      process_.stdout?.once("data", (data) => resolve(String(data))),
    );
    expect(JSON.parse(first)).toMatchObject({ state: "done", text: "From the child." });
    return process_;
  };

  it("the server ends too, with what it has started", async () => {
    const place = await setting({ env: { HELPER: "1" } });
    const thorp = await owner(place);
    const { guardian, server } = place.record();
    const helper = Number(/helper (\d+)/.exec(place.log())?.[1]);
    thorp.kill("SIGKILL");
    await until(() => [guardian.pid, server.pid, helper].every((pid) => !isAlive(pid)));
  }, 20_000);

  it("and the guardian too, the next start ends what was left behind", async () => {
    const place = await setting();
    const thorp = await owner(place);
    const { guardian, server } = place.record();
    // Stopped first, so that it cannot notice the end of Thorp before it is killed itself.
    process.kill(guardian.pid, "SIGSTOP");
    thorp.kill("SIGKILL");
    process.kill(guardian.pid, "SIGKILL");
    await until(() => !isAlive(guardian.pid));
    expect(isAlive(server.pid)).toBe(true);
    const { ask } = await place.bench();
    expect((await ask("What is it?")).text).toBe("From the child.");
    expect(isAlive(server.pid)).toBe(false);
    expect(place.record().server.pid).not.toBe(server.pid);
  }, 20_000);

  it("nothing else: a second Thorp uses the server of the first, which stays", async () => {
    const place = await setting();
    await owner(place);
    const { server } = place.record();
    const { ask, engine } = await place.bench();
    expect((await ask("What is it?")).text).toBe("From the child.");
    await engine.close();
    expect(isAlive(server.pid)).toBe(true);
    expect(place.record().server.pid).toBe(server.pid);
  }, 20_000);
});

it("a catalogue outside the folders that may start programs starts none", async () => {
  const { catalogue, serversDir } = await setting();
  const engine = await createEngine({
    dataDir: "memory",
    catalogues: [catalogue],
    serversDir,
    startFrom: ["/somewhere/else"],
  });
  onTestFinished(() => engine.close());
  const models = await engine.listModels({ check: true });
  expect(models.find(({ id }) => id === "near/one")?.obstacle).toMatch(/its server is down/);
  expect(existsSync(serversDir)).toBe(false);
});
