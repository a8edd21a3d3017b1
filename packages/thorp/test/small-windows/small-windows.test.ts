/** Prompt, tools and answer together never exceed the window of a model, however small it and however full the brief. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assignment } from "../../src/agents/assignment.ts";
import { ownAssignment } from "../../src/agents/own-assignment.ts";
import { delegatesOf } from "../../src/agents/reachable-tools.ts";
import { runAgent } from "../../src/agents/run-agent.ts";
import type { Agent, Team } from "../../src/agents/team.ts";
import { loadTeam } from "../../src/agents/team-folder/load-team.ts";
import { callOptions } from "../../src/gateway/call-model/call-options.ts";
import type { ModelCall } from "../../src/gateway/call-model/model-call.ts";
import type { ModelDirectory, ModelInfo } from "../../src/gateway/call-model/model-directory.ts";
import type { BriefInput, BriefToolCall, FileNote, HistoryMessage, Purpose } from "../../src/models/brief.ts";
import { estimateMargin, estimatePromptTokens, tokenFamilyOf } from "../../src/models/token-estimate.ts";
import { environmentOf, requestOf, valueOf } from "../../src/orchestration/test-world.ts";
import { builtInTools } from "../../src/tools/built-in-tools.ts";

const folder = join(import.meta.dirname, "../../../../teams");
const teams = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const windows = [2048, 4096, 8192];
const tools = builtInTools();
const names = ["llama3.2:3b", "mistral:7b", "qwen2.5:3b"];

const countTokens: ModelDirectory["countTokens"] = (model, prompt, offered) =>
  Math.ceil(estimatePromptTokens({ prompt, tools: [...offered] }, tokenFamilyOf(model.id)) * (1 + estimateMargin));

function modelOf(id: string, context: number): ModelInfo {
  return {
    id,
    provider: "p",
    line: "p",
    servers: ["p"],
    slots: 1,
    tier: "local",
    context,
    free: true,
    capabilities: ["tools"],
  };
}

type ModelCallPrompt = Parameters<ModelDirectory["countTokens"]>[1];
/** What the engine estimates with while it does not know who will be asked. */
const ANY_MODEL = modelOf("any", 0);

interface Fill {
  readonly request: number;
  readonly history: number;
  readonly inputs: number;
  readonly calls: number;
  readonly files: number;
  /** Characters of each text. */
  readonly size: number;
}

const LARGEST: Fill = { request: 3000, history: 8, inputs: 12, calls: 6, files: 12, size: 1200 };

function words(characters: number): string {
  return "The quick brown fox and 12.5 others jump über den Zaun; "
    .repeat(Math.ceil(characters / 56))
    .slice(0, characters);
}

function many<Item>(count: number, make: (at: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** The call that an agent makes with a brief so full. */
async function callOf(
  team: Team,
  agent: Agent,
  { fill, purpose }: { readonly fill: Fill; readonly purpose: Purpose },
): Promise<ModelCall> {
  const asked: ModelCall[] = [];
  const environment = environmentOf(
    team,
    { think: () => ({ text: "ok" }), asked, tools },
    { request: requestOf({ text: words(fill.request) }) },
  );
  const history = many(
    fill.history,
    (at): HistoryMessage => ({ role: at % 2 === 0 ? "person" : "team", text: words(fill.size) }),
  );
  const inputs = many(
    fill.inputs,
    (at): BriefInput => ({
      id: `t${at}`,
      goal: words(200),
      text: words(fill.size),
      artifacts: [{ id: `t${at}.a1`, title: words(60), mediaType: "text/plain", bytes: 9 }],
      sources: [],
      labels: ["web:https://example.org"],
    }),
  );
  const calls = many(
    fill.calls,
    (at): BriefToolCall => ({
      id: `c${at}`,
      turn: at,
      tool: "read_file",
      input: { path: words(100) },
      ok: at % 3 !== 0,
      text: words(fill.size),
      artifacts: [],
      sources: [],
      labels: ["workspace:a.md"],
    }),
  );
  const columns = many(30, (at) => ({ name: `column ${at}`, type: "text" as const, examples: [words(50), words(50)] }));
  const files = many(
    fill.files,
    (at): FileNote => ({ path: `data/file-${at}.csv`, mediaType: "text/csv", bytes: 100, rows: 5, columns }),
  );
  const plans = purpose === "understand" || purpose === "replan";
  const assignment: Assignment = {
    ...ownAssignment(environment, agent),
    purpose,
    stepPrefix: "",
    history: plans ? history : [],
    files,
    // Who understands a request has no results yet.
    inputs: purpose === "understand" ? [] : inputs,
    calls,
    learned: many(3, () => words(300)),
    missing: purpose === "synthesis" ? many(5, (at) => ({ id: `m${at}`, goal: words(200), reason: words(400) })) : [],
    delegates: plans ? delegatesOf(agent, team) : [],
    mayAsk: plans,
    toolless: purpose === "synthesis" || purpose === "check",
    ...(purpose === "work" || purpose === "check"
      ? { task: { id: "t", goal: words(Math.min(fill.request, 600)), acceptance: words(200) } }
      : {}),
  };
  const roomy: Team = { ...team, limits: { ...team.limits, steps: 1000 } };
  const services = {
    ...environment.services,
    countTokens: (prompt: ModelCallPrompt) => countTokens(ANY_MODEL, prompt, []),
  };
  await valueOf((context) => runAgent(context, services, { ...assignment, team: roomy }), { runtime: "strict" });
  const [call] = asked;
  if (call === undefined) throw new Error("no call was made");
  return call;
}

function check(call: ModelCall, model: ModelInfo): void {
  const { options } = callOptions(
    { countTokens },
    { call, model, windowShare: 1, describesSchema: false, asksToAnswer: false },
  );
  const sent = (options.tools ?? []).flatMap((tool) => (tool.type === "function" ? [tool] : []));
  const used = countTokens(model, options.prompt, sent);
  const where = `${call.agent.name} ${call.brief.purpose} on ${model.id} with ${model.context}`;
  expect(used + (options.maxOutputTokens ?? 0), where).toBeLessThanOrEqual(model.context);
  expect(options.maxOutputTokens, `${where}: room for an answer`).toBeGreaterThanOrEqual(256);
  if (call.tools.length > 0) expect(sent.length, `${where}: a tool is left`).toBeGreaterThan(0);
}

function purposesOf(agent: Agent): readonly Purpose[] {
  return agent.kind === "executor"
    ? ["work"]
    : agent.kind === "observer"
      ? ["check"]
      : ["understand", "work", "synthesis", "replan"];
}

describe.each(teams)("team %s", (name) => {
  it("fits its largest prompts into 2k, 4k and 8k", { timeout: 120_000 }, async () => {
    const team = await loadTeam(join(folder, name));
    for (const agent of team.agentsByName.values())
      for (const purpose of purposesOf(agent)) {
        const call = await callOf(team, agent, { fill: LARGEST, purpose });
        for (const [at, context] of windows.entries()) check(call, modelOf(names[at] ?? "", context));
      }
  });

  it("fits whatever its agents are given", { timeout: 120_000 }, async () => {
    const team = await loadTeam(join(folder, name));
    const agents = [...team.agentsByName.values()];
    const fill = fc.record({
      request: fc.integer({ min: 1, max: 5000 }),
      history: fc.integer({ min: 0, max: 12 }),
      inputs: fc.integer({ min: 0, max: 8 }),
      calls: fc.integer({ min: 0, max: 8 }),
      files: fc.integer({ min: 0, max: 20 }),
      size: fc.integer({ min: 0, max: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...agents),
        fill,
        fc.constantFrom(...windows),
        async (agent, filled, context) => {
          for (const purpose of purposesOf(agent))
            check(await callOf(team, agent, { fill: filled, purpose }), modelOf(names[context % 3] ?? "", context));
        },
      ),
      { numRuns: 10 },
    );
  });
});
