/**
 * One agent's loop: call the model, do the tools it asks for, until it answers, hands on a plan, asks, or cannot go on.
 *
 * The loop is bounded by the team's step limit; a call that repeats without telling anything new ends it early. What
 * the agent learned stays in the brief, never in a transcript.
 */

import type { Failure } from "../base/errors.ts";
import type { RunContext } from "../events/run-context.ts";
import type { TaskResult } from "../events/task-result.ts";
import type { ModelCall, ModelOutcome, ToolCallText } from "../gateway/call-model/model-call.ts";
import type { ToolOutcome } from "../gateway/call-tool/tool-call.ts";
import type { Brief, BriefInput, BriefToolCall, KnownPassage } from "../models/brief.ts";
import { estimateComplexity } from "../routing/complexity.ts";
import { CODE_TESTING } from "../tools/capabilities.ts";
import { aliasedModels } from "./aliased-models.ts";
import type { AgentAnswer, AgentOutcome, AgentServices, Assignment } from "./assignment.ts";
import { goesRound } from "./call-loop.ts";
import { capabilityChain } from "./capability-chain.ts";
import { chooseMode } from "./choose-mode.ts";
import { chooseTools, leastUsefulFirst } from "./choose-tools.ts";
import { askClient, clientCallsOf, withClientTools } from "./client-tools.ts";
import { earlierWords } from "./earlier-words.ts";
import { handOn } from "./hand-on.ts";
import { answeredValues, knownAddresses, linksIn, personTextOf } from "./known-addresses.ts";
import { knownPassages, shelfOf } from "./known-passages.ts";
import { ASK_PEER_TOOL, ASK_TOOL, askPeerTool, askTool, PLAN_TOOL, planTool } from "./plan-tool.ts";
import { promptBuilder } from "./prompt/build-prompt.ts";
import { promptLabels, readLabels } from "./prompt-labels.ts";
import { capabilitiesOf, plannableTools, usableTools, workBriefTools, workTools } from "./reachable-tools.ts";
import { resultFrom } from "./result-from.ts";
import { substitutesAmong, substituteWords } from "./substitutes.ts";
import type { Agent, Team } from "./team.ts";
import { toolInWordsFor } from "./tool-words.ts";

/** Never rejects for an expected failure: the outcome says what happened. Each call is a recorded step. */
export async function runAgent(context: RunContext, services: AgentServices, given: Assignment): Promise<AgentOutcome> {
  const { assignment, notices } = withSubstitutes(given, services);
  const { stepPrefix, team } = assignment;
  const calls: BriefToolCall[] = [...(assignment.calls ?? [])];
  const turnsBefore = calls.at(-1)?.turn ?? 0;
  const problems: Failure[] = [];
  let learned = assignment.learned;
  const known = await knownPassages(context, services, assignment);
  for (let turn = 1; ; turn++) {
    // Towards the end an agent gets no more tools: what is certain by then is the answer.
    const stepsLeft = team.limits.steps - (turn - 1) - calls.length;
    // One more turn with tools takes three steps: the call, a tool, the answer.
    const last = stepsLeft < 3 || goesRound(calls);
    if (last && turn > 1)
      learned = [...assignment.learned, "No more tool calls are possible. Answer with what is certain."];
    const brief = briefFor(context, services, { assignment: { ...assignment, learned }, calls, known });
    const step = `${stepPrefix}model-${turn}`;
    const outcome = await callModel(context, services, {
      assignment,
      brief,
      step,
      notices: turn === 1 ? notices : [],
      offerTools: !last,
      offerHandingOn: !last || turn === 1,
    });
    const labels = readLabels(brief, assignment, services.toolSpecs);
    if (!outcome.ok) return { kind: "failed", failure: outcome.failure, text: outcome.text, problems, labels };
    const forClient = last ? [] : clientCallsOf(outcome.toolCalls, assignment);
    const handed = forClient.length > 0 ? undefined : handOn(outcome, assignment, calls);
    if (handed !== undefined) return { ...handed, labels };
    if (outcome.toolCalls.length === 0 || last) {
      return {
        kind: "answer",
        result: { ...resultFrom(outcome, calls, brief), labels, ...linksOf(outcome.text, brief, services) },
        step,
        model: outcome.model,
        tier: outcome.tier,
        abstained: outcome.abstained ?? false,
        higherTier: outcome.higherTier,
        problems,
        failedTools: failedTools(calls),
        ...failedTestOf(calls, services.toolSpecs),
        labels,
      };
    }
    const made = await makeCalls(context, services, {
      ...{ assignment, brief, turn, turnsBefore, calls },
      toolCalls: callsWithin(outcome.toolCalls, forClient, stepsLeft),
    });
    calls.push(...made.calls);
    problems.push(...made.problems);
    if (made.stopped !== undefined)
      return { kind: "failed", failure: made.stopped, text: outcome.text, problems, labels };
  }
}

/** The answer takes a step too; calls beyond the limit are dropped, and the model sees that they were not made. */
function callsWithin(
  toolCalls: readonly ToolCallText[],
  forClient: readonly ToolCallText[],
  stepsLeft: number,
): readonly ToolCallText[] {
  const handsOn = forClient.length > 0;
  return toolCalls
    .filter(
      ({ tool }) =>
        !handsOn || (tool !== PLAN_TOOL && tool !== ASK_TOOL && tool !== ASK_PEER_TOOL) || isForClient(tool),
    )
    .filter((call) => !isForClient(call.tool) || forClient.includes(call))
    .slice(0, Math.max(1, stepsLeft - 2));

  function isForClient(tool: string): boolean {
    return forClient.some((call) => call.tool === tool);
  }
}

interface CallsTurn {
  readonly assignment: Assignment;
  readonly brief: Brief;
  readonly turn: number;
  readonly turnsBefore: number;
  readonly calls: readonly BriefToolCall[];
  readonly toolCalls: readonly ToolCallText[];
}

/** What came of one turn's calls; `stopped` is why the agent cannot go on. */
interface MadeCalls {
  readonly calls: readonly BriefToolCall[];
  readonly problems: readonly Failure[];
  readonly stopped?: Failure | undefined;
}

/** Our own tools first: what the client is asked for, it is asked for with everything else done. */
async function makeCalls(context: RunContext, services: AgentServices, made: CallsTurn): Promise<MadeCalls> {
  const { assignment, brief, turn } = made;
  const wholeTurn = made.turnsBefore + turn;
  const toolCalls = withOwnIds(made.toolCalls, made.calls, wholeTurn);
  const theirs = clientCallsOf(toolCalls, assignment);
  const own = toolCalls.filter((call) => !theirs.includes(call));
  const outcomes =
    own.length === 0 ? [] : await callTools(context, services, { assignment, brief, turn, toolCalls: own });
  const calls = outcomes.map((done): BriefToolCall => ({ ...done, turn: wholeTurn }));
  const problems = outcomes.flatMap(({ failure }) => failure ?? []);
  const stopped = problems.find(({ code }) => code === "cancelled" || code === "deadline");
  if (stopped !== undefined || theirs.length === 0) return { calls, problems, stopped };
  const brought = await askClient(context, theirs, { turn: wholeTurn, stepPrefix: assignment.stepPrefix });
  if (!brought.ok) return { calls, problems: [...problems, brought.failure], stopped: brought.failure };
  return { calls: [...calls, ...brought.calls], problems };
}

/** What would not work now is not offered where something else of the agent does the same. */
function withSubstitutes(assignment: Assignment, { toolSpecs, toolTrouble }: AgentServices) {
  const substitutes = assignment.toolless ? [] : substitutesAmong(workTools(assignment, toolSpecs), toolTrouble);
  if (substitutes.length === 0) return { assignment, notices: [] };
  const withoutTools = [...(assignment.withoutTools ?? []), ...substitutes.map(({ tool }) => tool)];
  return { assignment: { ...assignment, withoutTools }, notices: substitutes.map(substituteWords) };
}

interface ModelTurn {
  readonly assignment: Assignment;
  readonly brief: Brief;
  readonly step: string;
  readonly notices: readonly string[];
  readonly offerTools: boolean;
  /** Plans and questions; also where no step is left for tools. */
  readonly offerHandingOn: boolean;
}

function callModel(
  context: RunContext,
  services: AgentServices,
  { assignment, brief, step, notices, offerTools, offerHandingOn }: ModelTurn,
): Promise<ModelOutcome> {
  const { agent, delegates, peers = [], schema } = assignment;
  const toolless = (assignment.toolless ?? false) || schema !== undefined;
  const mode = chooseMode(agent, assignment.task?.goal ?? assignment.request, earlierWords(assignment));
  const complexity = estimateComplexity(brief);
  const temperature = mode?.temperature ?? agent.temperature;
  const tools =
    offerTools && !toolless ? chooseTools(services.toolSpecs, { ...assignment, mode }, services.toolStanding) : [];
  const atHand = new Set(tools.map((spec) => spec.tool.name));
  const handsOn = offerHandingOn && !toolless;
  const own = [
    ...tools.map((spec) => toolInWordsFor(spec, atHand)),
    ...(handsOn && delegates.length > 0 ? [planTool(delegates, { merges: assignment.task !== undefined })] : []),
    ...(handsOn && assignment.mayAsk ? [askTool()] : []),
    ...(handsOn && peers.length > 0 ? [askPeerTool(peers)] : []),
  ];
  const terms = termsFor(context, assignment);
  return services.callModel(context, assignment.run, {
    step,
    brief,
    agent: { name: agent.name, models: aliasedModels(agent, assignment.team), threshold: agent.threshold },
    promptFor: promptBuilder({ agent, mode, brief, countTokens: services.countTokens }),
    ...(offerTools && !toolless ? withClientTools(own, assignment, brief.toolCalls.length === 0) : { tools: own }),
    leaveOutFirst: () => leastUsefulFirst(tools, assignment),
    ...(schema === undefined ? {} : { schema }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(agent.maxOutputTokens === undefined ? {} : { maxOutputTokens: agent.maxOutputTokens }),
    ...terms,
    labels: promptLabels(brief, assignment, services.toolSpecs),
    complexity: complexity.score,
    complexityReasons: complexity.reasons,
    ...(assignment.atLeast === undefined ? {} : { atLeast: assignment.atLeast }),
    // A summary of the same messages is the same summary. Elsewhere the agent's file says that its answers depend on
    // nothing but what it is asked; with dice in the model they would not.
    cacheable: assignment.purpose === "compact" || (agent.cacheable && temperature === 0 && terms === undefined),
    firstTry: assignment.firstTry,
    ...(notices.length > 0 ? { notices } : {}),
  });
}

type WantedTerms = Pick<ModelCall, "maxOutputTokens" | "temperature" | "sampling">;

/** What the asker wants of the answer counts where the answer may be written, and nowhere below. */
function termsFor({ path }: RunContext, { purpose, run }: Assignment): WantedTerms | undefined {
  const { answer } = run.request.client ?? {};
  if (answer === undefined || path !== "" || (purpose !== "understand" && purpose !== "synthesis")) return undefined;
  const { maxTokens, temperature, schema: _schema, ...sampling } = answer;
  return {
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(Object.keys(sampling).length === 0 ? {} : { sampling }),
  };
}

interface ToolsTurn {
  readonly assignment: Assignment;
  readonly brief: Brief;
  readonly turn: number;
  readonly toolCalls: readonly ToolCallText[];
}

function callTools(
  context: RunContext,
  services: AgentServices,
  { assignment, brief, turn, toolCalls }: ToolsTurn,
): Promise<readonly ToolOutcome[]> {
  const personText = personTextOf(brief, assignment.request);
  const shelf = shelfOf(assignment.agent, assignment.team);
  return services.callTools(context, assignment.run, {
    agent: assignment.agent.name,
    calls: toolCalls.map((call, position) => ({
      step: `${assignment.stepPrefix}tool-${turn}.${position + 1}`,
      ...call,
    })),
    tools: usableTools(assignment, services.toolSpecs),
    context: promptLabels(brief, assignment, services.toolSpecs),
    personText,
    capabilities: capabilityChain(assignment),
    knownUrls: knownAddresses(brief, personText, services.toolSpecs),
    knownValues: answeredValues(brief, services.toolSpecs),
    inputs: [...brief.inputs, ...brief.toolCalls.flatMap(asInput)],
    ...(shelf === undefined ? {} : { shelf }),
  });
}

/** What a call of this task brought can be handed to the next one by its id, or by the name of its tool. */
function asInput({ ok, id, tool, text, data, artifacts, sources, labels }: BriefToolCall): readonly BriefInput[] {
  if (!ok) return [];
  return [{ id, goal: tool, text, artifacts, sources, labels, ...(data === undefined ? {} : { data }) }];
}

interface BriefParts {
  readonly assignment: Assignment;
  readonly calls: readonly BriefToolCall[];
  readonly known: readonly KnownPassage[];
}

function briefFor(context: RunContext, services: AgentServices, { assignment, calls, known }: BriefParts): Brief {
  const { agent, team, run } = assignment;
  const planning = assignment.delegates.length > 0;
  const tools = assignment.toolless
    ? []
    : planning
      ? plannableTools(agent, team, services.toolSpecs)
      : workBriefTools(assignment, services.toolSpecs);
  return {
    purpose: assignment.purpose,
    agent: briefAgent(agent, services, assignment),
    request: assignment.request,
    history: assignment.history,
    files: assignment.files,
    ...(assignment.task === undefined ? {} : { task: assignment.task }),
    inputs: assignment.inputs,
    ...(known.length === 0 ? {} : { known }),
    ...(agent.skills.length === 0 || assignment.toolless ? {} : { skills: skillsOf(agent, team) }),
    toolCalls: calls,
    learned: assignment.learned,
    tools,
    delegates: assignment.delegates.map((delegate) => briefAgent(delegate, services, assignment)),
    missing: assignment.missing,
    now: context.now(),
    timeZone: run.request.timeZone,
    ...(run.request.style === undefined ? {} : { style: run.request.style }),
    folders: { workspace: run.request.workspace, out: run.request.out },
  };
}

function skillsOf(agent: Agent, team: Team): NonNullable<Brief["skills"]> {
  return agent.skills.flatMap((name) => {
    const skill = team.skills.get(name);
    return skill === undefined ? [] : [{ name, description: skill.description }];
  });
}

function briefAgent(agent: Agent, services: AgentServices, { team }: Assignment): Brief["agent"] {
  return {
    name: agent.name,
    kind: agent.kind,
    description: agent.description,
    examples: agent.examples,
    capabilities: [...capabilitiesOf(agent, team, services.toolSpecs)],
  };
}

/** Ids unique in the history: some servers give every call the same one or none, and strict providers refuse that. */
function withOwnIds(
  toolCalls: readonly ToolCallText[],
  before: readonly BriefToolCall[],
  turn: number,
): readonly ToolCallText[] {
  const taken = new Set(before.map((call) => call.id));
  return toolCalls.map((call, position) => {
    const id = call.id === "" || taken.has(call.id) ? `call-${turn}-${position + 1}` : call.id;
    taken.add(id);
    return { ...call, id };
  });
}

function linksOf(text: string, brief: Brief, { toolSpecs }: AgentServices): Pick<TaskResult, "links"> {
  const links = linksIn(text, brief, toolSpecs);
  return links.length === 0 ? {} : { links };
}

/** Code that does not pass its own test is not done, whatever is said of it. */
function failedTestOf(
  calls: readonly BriefToolCall[],
  specs: AgentServices["toolSpecs"],
): Pick<AgentAnswer, "failedTest"> {
  const last = calls.findLast((call) => specs.get(call.tool)?.tool.capability === CODE_TESTING);
  const data = last?.data;
  const isFailed = typeof data === "object" && data !== null && "passed" in data && data["passed"] === false;
  return last !== undefined && isFailed
    ? { failedTest: last.text.split("\n").slice(0, 2).join(" ").slice(0, 300) }
    : {};
}

/** What a critique would not mend: the tools that gave nothing when they were last called. */
function failedTools(calls: readonly BriefToolCall[]): readonly string[] {
  const okByTool = new Map(calls.map((call) => [call.tool, call.ok]));
  return [...okByTool].flatMap(([tool, ok]) => (ok ? [] : [tool]));
}
