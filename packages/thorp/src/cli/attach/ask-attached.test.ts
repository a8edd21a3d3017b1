/** A server that is killed while it hears a request: one run, whether it had written it down or not. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { createCliFolder, type StartedCli, startCli } from "../testing-process.ts";
import { attachToOwner } from "./attach.ts";
import { readServerNote, writeServerNote } from "./server-note.ts";

let models: ScriptedServer;
beforeAll(async () => {
  models = await startScriptedServer({
    models: ["llama3.2:3b", "mistral:7b", "mistral-small:22b"],
    script: () => ({ text: ["It is 42."] }),
  });
});
afterAll(() => models.close());

const started: StartedCli[] = [];
const lines: Server[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
  for (const line of lines.splice(0)) line.close();
});

/** Before a server: `onAsk` is told of a request for a run, and `onAnswer` of the answer, which it holds back. */
async function wire(url: string, { onAsk, onAnswer }: { onAsk?: () => void; onAnswer?: () => void }): Promise<string> {
  const { hostname, port } = new URL(url);
  const line = createServer((near: Socket) => {
    let isAsking = false;
    const far = connect(Number(port), hostname);
    near.on("data", (data) => {
      isAsking ||= data.toString("latin1").startsWith("POST /api/runs");
      if (isAsking && onAsk !== undefined) return cut(onAsk);
      // A server on this machine is only reached under its own name.
      far.write(Buffer.from(data.toString("latin1").replace(/^host: .*$/im, `host: ${hostname}:${port}`), "latin1"));
    });
    far.on("data", (data) => {
      if (isAsking && onAnswer !== undefined) return cut(onAnswer);
      near.write(data);
    });
    const cut = (told: () => void): void => {
      told();
      near.resetAndDestroy();
      far.destroy();
    };
    near.on("error", () => {});
    far.on("error", () => near.destroy());
    near.on("close", () => far.destroy());
  });
  lines.push(line);
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(line.address() as { port: number }).port}`;
}

it.each(["heard nothing of it", "had begun the run"])(
  "asks once more when the server %s",
  async (state) => {
    const folder = createCliFolder(models.url);
    const dataDir = folder.env["THORP_DATA_DIR"] ?? "";
    const serve = async () => {
      const cli = startCli(folder, ["serve", "--json", "--port", "0"]);
      started.push(cli);
      await cli.shows('"resumed"');
      return cli;
    };
    const first = await serve();
    const note = readServerNote(dataDir);
    if (note === undefined) throw new Error("The server left no note.");
    const kill = (): void => void first.child.kill("SIGKILL");
    const url = await wire(note.url, state === "had begun the run" ? { onAnswer: kill } : { onAsk: kill });
    writeServerNote(dataDir, { ...note, url });

    const said: string[] = [];
    const thorp = await attachToOwner(dataDir, { say: (words) => void said.push(words) });
    expect(thorp).toBeDefined();
    const asking = thorp?.ask({ text: "What is it, once and for all?" });
    await first.ended;
    await expect.poll(() => said.join(), { timeout: 20_000 }).toContain("went away while it was asked");
    await serve();
    const run = (await asking)?.run ?? "";
    const texts: string[] = [];
    for await (const update of thorp?.follow(run) ?? [])
      if (update.kind === "event" && update.event.type === "message-add") texts.push(update.event.text);
    expect(texts.at(-1)).toBe("It is 42.");
    expect((await thorp?.listRuns())?.map(({ id }) => id)).toEqual([run]);
  },
  60_000,
);

it("is refused at once where nobody is", async () => {
  const folder = createCliFolder(models.url);
  const asking = startCli(folder, ["ask", "x", "--server", "http://127.0.0.1:9"]);
  started.push(asking);
  expect(await asking.ended).toBe(7);
});
