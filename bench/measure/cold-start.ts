/** From nothing to the first token of an answer: fresh processes, one after the other, each with a folder of its own. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timeToFirstWord } from "./run-process.ts";
import { type Sample, sampleOf } from "./statistics.ts";
import { checkAnswer, DIRECT_REQUEST } from "./the-job.ts";
import { writeCatalogue } from "./thorp-engine.ts";

/** Milliseconds. */
export interface ColdStarts {
  readonly bareFetch: Sample;
  /** A small program over the engine, journal on disk, one call to the scripted server. */
  readonly engine: Sample;
  /** The same with the rules model: no server at all. */
  readonly engineOnRules: Sample;
  /** `thorp ask`, on rules. */
  readonly cli: Sample;
}

const RULES_QUESTION = "What is 12 * 7?";
const RULES_ANSWER = /\b84\b/;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const entry = new URL("../../packages/thorp/dist/index.js", import.meta.url).href;
const cliFile = path("../../packages/thorp/bin/thorp.js");

export async function coldStarts(baseURL: string, rounds: number): Promise<ColdStarts> {
  const dir = mkdtempSync(join(tmpdir(), "thorp-bench-"));
  const times = {
    bareFetch: [] as number[],
    engine: [] as number[],
    engineOnRules: [] as number[],
    cli: [] as number[],
  };
  try {
    const starters = startersIn(dir, baseURL);
    // The first of each fills the compile cache of the CLI and the disk's; it is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const name of Object.keys(times) as (keyof typeof times)[]) {
        const ms = await starters[name]();
        if (round > 0) times[name].push(ms);
      }
    }
    return {
      bareFetch: sampleOf(times.bareFetch),
      engine: sampleOf(times.engine),
      engineOnRules: sampleOf(times.engineOnRules),
      cli: sampleOf(times.cli),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function startersIn(dir: string, baseURL: string): Readonly<Record<keyof ColdStarts, () => Promise<number>>> {
  const workspace = join(dir, "workspace");
  mkdirSync(workspace);
  // Keys and addresses of this machine would bring other models into play; the compile cache stays in our folder.
  const env = {
    HOME: dir,
    XDG_CACHE_HOME: join(dir, "cache"),
    OPENROUTER_API_KEY: "",
    OLLAMA_HOST: "http://127.0.0.1:9",
  };
  let started = 0;
  const dataDir = () => join(dir, `data-${started++}`);
  const engine = (options: object, question: string) =>
    timeToFirstWord(
      [path("../cold-start/thorp.mjs"), entry, JSON.stringify({ ...options, dataDir: dataDir(), workspace }), question],
      { env },
    );
  const scripted = { teamFolders: [path("..")], team: "team", catalogues: [writeCatalogue(dir, baseURL)] };
  return {
    async bareFetch() {
      const { ms, out } = await timeToFirstWord([path("../cold-start/bare-fetch.mjs"), baseURL], { env });
      checkAnswer(out);
      return ms;
    },
    async engine() {
      const { ms, out } = await engine(scripted, DIRECT_REQUEST);
      checkAnswer(out);
      return ms;
    },
    engineOnRules: async () => checkedOnRules(await engine({}, RULES_QUESTION)),
    async cli() {
      if (!existsSync(cliFile)) throw new Error(`${cliFile} is not there: build first`);
      return checkedOnRules(
        await timeToFirstWord([cliFile, "ask", "--data-dir", dataDir(), RULES_QUESTION], { env, cwd: workspace }),
      );
    },
  };
}

function checkedOnRules({ ms, out }: { readonly ms: number; readonly out: string }): number {
  if (!RULES_ANSWER.test(out)) throw new Error(`wrong answer to ${RULES_QUESTION}: ${out.slice(0, 300)}`);
  return ms;
}
