import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ScriptedServer,
  type ServerReply,
  type ServerRequest,
  startScriptedServer,
} from "../testing/scripted-server.ts";
import { runUpdateSchema } from "../wire/run-update.ts";
import { type CliFolder, createCliFolder, pseudoTerminal, startCli, startOnTerminal } from "./testing-process.ts";
import { createScreen } from "./testing-screen.ts";

const answer = "Seventeen percent of 2400 is 408.";
const words = answer.split(/(?<= )/);

/** What the model says is written into the question: `hang`, `ask me`, `plan it`. */
function reply({ body }: ServerRequest): ServerReply {
  const asked = JSON.stringify(body["messages"]);
  const tools = JSON.stringify(body["tools"] ?? []);
  if (asked.includes("hang") && !isFree) return { hang: "head" };
  if (asked.includes("ask me") && !asked.includes("Berlin")) {
    return { toolCalls: [{ name: "ask_person", input: { question: "Which city?", choices: ["Paris", "Berlin"] } }] };
  }
  if (asked.includes("plan it") && tools.includes('"plan"')) {
    return { toolCalls: [{ name: "plan", input: { tasks: [{ id: "t1", goal: "Name the number", agent: "alma" }] } }] };
  }
  return { text: words, betweenMs: 5 };
}

let isFree = false;
let server: ScriptedServer;
let folder: CliFolder;

beforeAll(async () => {
  server = await startScriptedServer({ models: ["llama3.2:3b", "mistral:7b", "mistral-small:22b"], script: reply });
});
afterAll(() => server.close());

const hasScript = spawnSync(pseudoTerminal, ["--version"]).status === 0;

describe("thorp as a process", () => {
  it("writes only updates with --json, and the text of its frames is the answer", async () => {
    const { out, err, ended } = startCli(createCliFolder(server.url), ["ask", "--json", "what is 17% of 2400?"]);
    expect(await ended).toBe(0);
    const updates = out()
      .trimEnd()
      .split("\n")
      .map((line) => runUpdateSchema.parse(JSON.parse(line)));
    const text = updates
      .map((update) => (update.kind === "frame" && update.path === "" && update.type === "text" ? update.delta : ""))
      .join("");
    expect(text).toBe(answer);
    expect(updates.flatMap((update) => (update.kind === "event" ? [update.seq] : []))).toEqual(
      updates.filter(({ kind }) => kind === "event").map((_, at) => at + 1),
    );
    expect(updates.at(-1)).toMatchObject({ type: "run-end", state: "done" });
    expect(err()).toBe("");
  });

  it("writes the answer alone to a pipe, without colours, and takes standard input along", async () => {
    const { out, err, ended } = startCli(createCliFolder(server.url), ["ask", "sum up stdin.txt"], {
      input: "some notes",
    });
    expect(await ended).toBe(0);
    expect(out()).toBe(`${answer}\n`);
    expect(err()).not.toContain("\u001b");
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain("stdin.txt");
  });

  it("cancels in order at the first Ctrl-C", async () => {
    folder = createCliFolder(server.url);
    const { child, err, shows, ended } = startCli(folder, ["ask", "--verbose", "please hang"]);
    await shows("alma asks");
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(err()).toContain("The run was cancelled");
    const listed = startCli(folder, ["runs", "list", "--json"]);
    await listed.ended;
    expect(JSON.parse(listed.out())).toMatchObject([{ state: "cancelled", text: "please hang" }]);
  });

  it("leaves at once at the second", async () => {
    const { child, shows, ended } = startCli(createCliFolder(server.url), ["ask", "--verbose", "please hang"]);
    await shows("alma asks");
    child.kill("SIGINT");
    await shows("Cancelling");
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  it("waits for the other who uses the data folder; one told to end leaves its run to be taken up again", async () => {
    folder = createCliFolder(server.url);
    const first = startCli(folder, ["ask", "--verbose", "please hang"]);
    await first.shows("alma asks");
    const second = startCli(folder, ["ask", "what is 17% of 2400?"]);
    await second.shows("Waiting for it; Ctrl-C leaves.");
    expect(second.err()).toContain(`\`thorp ask\` (process ${first.child.pid})`);
    // Readers need not wait.
    const shown = startCli(folder, ["runs", "show", "--json"]);
    expect(await shown.ended).toBe(0);
    expect(JSON.parse(shown.out())).toMatchObject({ run: { state: "running" } });

    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(143);
    expect(await second.ended).toBe(0);
    const hint = /thorp runs resume (\w+)/.exec(first.err())?.[1] ?? "";
    expect(second.err()).toContain(`thorp runs resume ${hint}   please hang`);

    isFree = true;
    const resumed = startCli(folder, ["runs", "resume", hint]);
    expect(await resumed.ended).toBe(0);
    isFree = false;
    expect(resumed.out()).toBe(`${answer}\n`);
    const logs = startCli(folder, ["logs", hint]);
    expect(await logs.ended).toBe(0);
    expect(logs.out()).toContain("run-recover");
  });
});

describe.skipIf(!hasScript)("thorp on a terminal", () => {
  const screenOf = (out: string) => {
    const screen = createScreen(80, 24);
    screen.write(out.replace(/\u001b\[\?\d+[hl]/g, ""));
    return screen.shown();
  };

  it("redraws the plan in place and writes the answer below", async () => {
    const { out, ended } = startOnTerminal(createCliFolder(server.url), ["ask", "plan it"]);
    expect(await ended).toBe(0);
    const shown = screenOf(out());
    expect(shown.filter((row) => row.includes("Name the number"))).toHaveLength(1);
    expect(shown[0]).toMatch(/^✓ Name the number {2}alma · /);
    expect(shown).toContain(answer);
    expect(out()).toContain("\u001b[32m");
  });

  it("asks what the run asks", async () => {
    const { child, out, shows, ended } = startOnTerminal(createCliFolder(server.url), ["ask", "ask me"]);
    await shows("Which city?");
    child.stdin?.write("\u001b[B\r");
    expect(await ended).toBe(0);
    expect(screenOf(out())).toContain(answer);
  });

  it("talks until the person leaves, and restores the terminal", async () => {
    const { child, out, shows, ended } = startOnTerminal(createCliFolder(server.url), ["chat"]);
    await shows("/help lists the commands");
    await shows("alma> ");
    child.stdin?.write("/te\tal\t\r");
    await shows("Team alma answers from now on.");
    child.stdin?.write("what is 17% of 2400?\r");
    await shows("mistral:7b (local) · run");
    child.stdin?.write("\u001b[200~plan it\nplease\u001b[201~\r");
    await shows("Name the number");
    child.stdin?.write("\u0004");
    expect(await ended).toBe(0);
    const shown = screenOf(out());
    expect(shown.filter((row) => row.includes(answer)).length).toBeGreaterThanOrEqual(1);
    expect(shown.at(-1)).toMatch(/thorp chat --resume \w{6}` goes on\.$/);
    expect(out().lastIndexOf("\u001b[?2004l")).toBeGreaterThan(out().lastIndexOf("\u001b[?2004h"));
  });

  it("has no colours with NO_COLOR, and no control sequences at all on a dumb terminal", async () => {
    const plain = startOnTerminal(createCliFolder(server.url), ["ask", "plan it"], { env: { NO_COLOR: "1" } });
    const dumb = startOnTerminal(createCliFolder(server.url), ["ask", "plan it"], { env: { TERM: "dumb" } });
    await Promise.all([plain.ended, dumb.ended]);
    expect(plain.out()).not.toMatch(/\u001b\[[0-9;]*m/);
    expect(plain.out()).toContain("\u001b[");
    expect(dumb.out()).not.toContain("\u001b");
    expect(dumb.out()).toContain(answer);
  });
});

describe("the start", () => {
  it("needs no engine for the version and for help", async () => {
    const logImports = `data:text/javascript,${encodeURIComponent(
      'import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) { process.stderr.write(url + "\\n"); return next(url, context); } });',
    )}`;
    for (const argv of [["--version"], ["ask", "--help"]]) {
      const { err, ended } = startCli(createCliFolder(), argv, { nodeOptions: ["--import", logImports] });
      expect(await ended).toBe(0);
      expect(err()).toContain("/cli/run-cli.ts");
      expect(err()).not.toMatch(/\/(engine|gateway|storage|config)\/|\/zod\/|\/yaml\//);
    }
  });

  it("says what it needs on an older Node, and how to get it", async () => {
    const older =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.11.1"}})';
    const { out, err, ended } = startCli(createCliFolder(), ["--version"], { nodeOptions: ["--import", older] });
    expect(await ended).toBe(3);
    expect(out()).toBe("");
    expect(err()).toMatch(/^Thorp needs Node 24 or newer; this is Node 20\.11\.1 \(.*\)\.\n.*npm start/);
  });
});
