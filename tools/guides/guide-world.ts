/**
 * The world in which a guide is tried: a folder of its own, a scripted server in place of every model server, and the
 * commands that a reader would type. `thorp` runs in this process, with the real engine; `node` is a process.
 */
import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCli } from "../../packages/thorp/src/cli/run-cli.ts";
import type { Surroundings } from "../../packages/thorp/src/cli/surroundings.ts";
import { createEngine } from "../../packages/thorp/src/engine/start-engine.ts";
import type { ServerReply } from "../../packages/thorp/src/testing/scripted-server.ts";
import { startScriptedServer } from "../../packages/thorp/src/testing/scripted-server.ts";
import { type BackgroundThorp, startInBackground } from "./background-thorp.ts";
import { linkPackages } from "./link-packages.ts";
import type { GuideStep } from "./read-guide.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
/** What outputs are said to come from: addresses and folders of the reader. */
const READERS_FOLDER = "/home/ann/work";
/** Where the reader's own server answers. */
const READERS_SERVER = "http://127.0.0.1:4646";
/** Where nobody listens: a port that is not given out. */
const NOBODY = "http://127.0.0.1:1";

/** A guide under way. Dispose it to remove its folder and its server. */
export interface GuideWorld extends AsyncDisposable {
  /** Carries a step out and gives the normalised output of each of its commands. */
  carryOut(step: GuideStep): Promise<readonly string[]>;
}

/** An empty folder with `examples/` of the repository in it. No model server is there until a step says so. */
export async function openGuideWorld(): Promise<GuideWorld> {
  const home = await mkdtemp(join(tmpdir(), "thorp-guide-"));
  const cwd = join(home, "work");
  await cp(join(repository, "examples"), join(cwd, "examples"), { recursive: true });
  await linkPackages(cwd);
  const replies: ServerReply[] = [];
  const server = await startScriptedServer({
    script: () => replies.shift(),
    models: ["mistral:7b", "llama3.2:3b", "nomic-embed-text", "openai/gpt-5-mini", "our-model"],
  });
  const env: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
    NO_COLOR: "1",
    TZ: "UTC",
  };
  const files = { cwd, url: server.url };
  const shell: Shell = { cwd, env, background: [] };
  const serve = (providers: readonly string[]) => serveFrom(server.url, join(home, "config/thorp"), providers);
  await serve([]);
  return {
    async carryOut(step) {
      if (step.kind === "serve") await serve(step.providers);
      if (step.kind === "replies") replies.push(...(step.replies as ServerReply[]));
      if (step.kind === "file") await writeGuideFile(step, { ...files, served: servedAt(shell) });
      const outputs: string[] = [];
      for (const { command } of step.kind === "run" ? step.commands : []) {
        const output = await runCommand(command, shell);
        outputs.push(normalised(output, { ...files, home, served: servedAt(shell) }));
      }
      return outputs;
    },
    async [Symbol.asyncDispose]() {
      for (const { end } of shell.background) await end();
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The person's own catalogue: all that differs is the address. Ollama always has one, since one may really run here. */
async function serveFrom(url: string, folder: string, providers: readonly string[]): Promise<void> {
  const rows = [
    `ollama: { url: "${providers.includes("ollama") ? url : NOBODY}" }`,
    ...providers.filter((name) => name !== "ollama").map((name) => `${name}: { url: "${url}/v1" }`),
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "models.yaml"), `providers:\n${rows.map((row) => `  ${row}\n`).join("")}`);
}

async function writeGuideFile(
  { path, text, appends }: Extract<GuideStep, { kind: "file" }>,
  { cwd, url, served }: { readonly cwd: string; readonly url: string; readonly served: string | undefined },
): Promise<void> {
  const file = join(cwd, path);
  await mkdir(dirname(file), { recursive: true });
  const ours = text.replaceAll(READERS_SERVER, "THORP_ITSELF").replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, url);
  const here = ours.replaceAll("THORP_ITSELF", served ?? READERS_SERVER);
  await (appends ? appendFile(file, here) : writeFile(file, here));
}

interface Shell {
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  /** What was started with `&`. */
  readonly background: BackgroundThorp[];
}

/** What both streams show. Throws for a command that this shell does not know. */
async function runCommand(command: string, shell: Shell): Promise<string> {
  const [all = "", filter] = command.replaceAll(READERS_SERVER, servedAt(shell) ?? READERS_SERVER).split(" | grep ");
  const isBackground = all.endsWith(" &");
  const first = isBackground ? all.slice(0, -2) : all;
  // A variable before a command counts for that command.
  const [, settings = "", rest = ""] = /^((?:[A-Z_]+=\S+ )*)(.*)$/.exec(first) ?? [];
  const own = Object.fromEntries(
    settings
      .trim()
      .split(" ")
      .flatMap((pair) => (pair === "" ? [] : [pair.split("=")])),
  );
  const env = { ...shell.env, ...(own as Record<string, string>) };
  const [program = "", ...args] = wordsOf(rest);
  let output = "";
  if (program === "export") {
    const [name = "", value = ""] = (args[0] ?? "").split("=");
    shell.env[name] = value;
  } else if (program === "mkdir") for (const folder of args) await mkdir(join(shell.cwd, folder), { recursive: true });
  else if (program === "thorp" && isBackground) {
    // The port of the page may be taken on this machine.
    const started = await startInBackground((world) => runCli(args, world), {
      ...shell,
      env: { ...env, THORP_PORT: "0" },
    });
    shell.background.push(started);
    output = started.output();
  } else if (program === "thorp") output = await runThorp(args, { ...shell, env });
  else if (program === "kill") output = (await shell.background.pop()?.end()) ?? "";
  else if (program === "node") output = await runNode(args, { ...shell, env });
  else if (program === "curl") output = (await runProgram("curl", args, shell)).replace(/[^\n]$/, "$&\n");
  else throw new Error(`The guides' shell does not know ${program}.`);
  if (filter === undefined) return output;
  return `${output
    .split("\n")
    .filter((line) => line.includes(wordsOf(filter)[0] ?? ""))
    // How wide a column is depends on the lines that are not shown.
    .map((line) => line.replaceAll(/(?<=\S) {3,}/g, "  "))
    .join("\n")}\n`;
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}

async function runThorp(args: readonly string[], { cwd, env }: Shell): Promise<string> {
  let text = "";
  const output = {
    write(part: string) {
      text += part;
    },
  };
  const surroundings: Surroundings = {
    stdin: { isTTY: true, async *[Symbol.asyncIterator]() {} },
    stdout: output,
    stderr: output,
    env,
    cwd,
    now: () => Date.now(),
    onSignal: () => () => {},
    exit: (code) => {
      throw new Error(`exit ${code}`);
    },
    openEngine: (options) => createEngine(options),
  };
  const code = await runCli(args, surroundings);
  return code === 0 ? text : `${text}(exit code ${code})\n`;
}

function runNode(args: readonly string[], shell: Shell): Promise<string> {
  return runProgram(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], shell);
}

function runProgram(program: string, args: readonly string[], { cwd, env }: Shell): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { cwd, env }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error === null ? "" : `(exit code ${error.code})\n`}`),
    );
  });
}

/** Where what was started with `&` last listens. */
function servedAt({ background }: Shell): string | undefined {
  return background.at(-1)?.url();
}

function hostOf(address: string): string {
  return new URL(address).host;
}

/** What differs from run to run and from machine to machine, as a reader would see it. */
function normalised(
  text: string,
  { cwd, url, home, served }: Record<"cwd" | "url" | "home", string> & { readonly served: string | undefined },
): string {
  return (
    text
      .replaceAll(served ?? READERS_SERVER, READERS_SERVER)
      // Where only the host is named.
      .replaceAll(hostOf(served ?? READERS_SERVER), hostOf(READERS_SERVER))
      .replaceAll(/"created":\d{10}\b/g, '"created":1795771800')
      .replaceAll(cwd, READERS_FOLDER)
      .replaceAll(home, dirname(READERS_FOLDER))
      .replaceAll(repository.replace(/\/$/, ""), "/home/ann/thorp")
      .replaceAll(NOBODY, "http://127.0.0.1:11434")
      .replaceAll(url, "http://127.0.0.1:11434")
      .replaceAll(/\brun_[0-9a-z]{20}\b/g, "run_01kb3v5x9qd5n8r2h1t9")
      .replaceAll(/\bcon_[0-9a-z]{20}\b/g, "con_01kb3v5x9q7w4c6m8p2k")
      .replaceAll(/^(run )?[0-9a-z]{6}(?=  \d{4}-| · )/gm, "$1r2h1t9")
      .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d\b/g, "2026-11-27 09:30")
      .replaceAll(/((?:runs (?:show|resume|undo|replay|cancel)|logs|Run) )[0-9a-z]{6}\b/g, "$1r2h1t9")
      .replaceAll(/\b\d+\.\d s\b/g, "0.2 s")
      .replaceAll(/^ *\d+ +\+\d+\.\d{3}\b/gm, "  20    +0.200")
      .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\b/g, "2026-11-27T09-30-00.000Z")
      .replaceAll(/(?<=\b\d+ runs?, )[\d.]+ [KM]B/g, "220 KB")
      .replaceAll(/(?<=Z +\d+ +)[\d.]+ [KM]B/g, "220 KB")
      .replaceAll(/\(process \d+\)/g, "(process 4711)")
      .replaceAll(/#link=[\w-]{43}\b/g, "#link=ONE_TIME_SECRET")
      .replaceAll(/\bthorp_key_[\w-]+/g, "thorp_key_SHOWN_THIS_ONCE")
      .replaceAll(/…[\w-]{4}(?= )/g, "…7fQ2")
      .replaceAll(/\bkey_[0-9a-z]{20}\b/g, "key_01kb3v5x9q8d2f6h1j4m")
      .replaceAll(/\breq_[0-9a-z]{20}\b/g, "req_01kb3v5x9q2m7t4k8c1d")
      .replaceAll(/\b\d+ MB free/g, "52000 MB free")
      .replaceAll(/(?<=^thorp_\w+(?:\{.*\})? )[\d.e-]+$/gm, (value) => (Number(value) > 100 ? "98304000" : value))
      .replaceAll(/\bcomplexity 0\.\d\d\b/g, "complexity 0.39")
      .replaceAll(/\(\d+\.\d+ms\)/g, "(20.0ms)")
      .replace(/\n$/, "")
  );
}
