/**
 * Measures follow-ups: `node bench/rules/follow-ups.ts [tune|measure]`.
 *
 * Each conversation of follow-ups.jsonl is asked of a real engine on the rules model, over a copy of examples/data. The
 * last answer counts: every expected figure stands in it, in what its tasks found or in the files it made. Of `measure`
 * only the score is printed.
 */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "../../packages/thorp/src/engine/create-engine.ts";
import type { Thorp } from "../../packages/thorp/src/engine/thorp.ts";
import { line } from "./interval.ts";
import { type FollowUp, isRight, type LastAnswer } from "./judge-follow-up.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const half = process.argv[2] ?? "tune";
if (half !== "tune" && half !== "measure") {
  console.error("usage: node bench/rules/follow-ups.ts [tune|measure]");
  process.exit(2);
}
const conversations = (await readFile(`${here}follow-ups.jsonl`, "utf8"))
  .trim()
  .split("\n")
  .map((text) => JSON.parse(text) as FollowUp)
  .filter((conversation) => conversation.half === half);
await measure();

async function measure(): Promise<void> {
  let right = 0;
  for (const conversation of conversations) {
    const last = await talk(conversation.turns);
    const verdict = isRight(conversation.expect, last);
    if (verdict === "right") right++;
    else if (half === "tune")
      console.log(
        `${conversation.id} ${conversation.turns.join(" | ")}\n     ${verdict}\n     ${last.state}: ${last.text.slice(0, 160)}\n     ${last.goals.join(" / ")}`,
      );
  }
  console.log(`follow-ups, ${half}: ${conversations.length} conversations`);
  line("right answers", right, conversations.length);
}

/** A workspace and an engine of its own for each conversation: nothing is left over from another. */
async function talk(turns: readonly string[]): Promise<LastAnswer> {
  const workspace = await mkdtemp(join(tmpdir(), "thorp-follow-"));
  await cp(join(here, "../../examples/data"), workspace, { recursive: true });
  const engine = await createEngine({ dataDir: "memory", workspace, env: {}, timeZone: "UTC" });
  try {
    let last: LastAnswer | undefined;
    let conversation: string | undefined;
    for (const text of turns) {
      const asked = await engine.ask({
        text,
        model: "rules",
        yes: true,
        ...(conversation === undefined ? {} : { conversation }),
      });
      conversation = asked.conversation;
      last = await lastAnswer(engine, asked.run, workspace);
    }
    return last ?? { state: "none", text: "", found: "", made: [], goals: [] };
  } finally {
    await engine.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function lastAnswer(engine: Thorp, run: string, workspace: string): Promise<LastAnswer> {
  let state = "";
  let text = "";
  const found: string[] = [];
  const made: string[] = [];
  const goals: string[] = [];
  for await (const update of engine.follow(run, { signal: AbortSignal.timeout(30_000) })) {
    if (update.kind !== "event") continue;
    const { event } = update;
    if (event.type === "run-end") state = event.state;
    if (event.type === "message-add" && event.role === "team") text = event.text;
    if (event.type === "plan-propose")
      goals.push(...event.plan.tasks.map(({ goal, capability }) => `${capability}: ${goal}`));
    if (event.type !== "task-end" || event.result === undefined) continue;
    found.push(JSON.stringify(event.result.data ?? ""));
    for (const { file, mediaType } of event.result.artifacts) {
      if (file === undefined) continue;
      made.push(`${mediaType} ${file}`);
      found.push(await readFile(join(workspace, file), "utf8").catch(() => readFile(file, "utf8").catch(() => "")));
    }
  }
  return { state, text, found: found.join("\n"), made, goals };
}
