/** When a model calls `plan`, `ask_person`, `ask_peer` or an agent by name, it hands on instead of answering. */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/nearest.ts";
import type { ModelOutcome, ToolCallText } from "../gateway/call-model/model-call.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import { isFields, type SchemaNode } from "../gateway/call-tool/repair/schema-node.ts";
import { toolMeant } from "../gateway/call-tool/repair/tool-name.ts";
import type { BriefToolCall } from "../models/brief.ts";
import type { AgentEnd, Assignment } from "./assignment.ts";
import { argumentsOf, type HandedOn, planArguments } from "./handed-on-arguments.ts";
import { ASK_PEER_TOOL, ASK_TOOL, askPeerTool, askTool, delegatedGoal, delegateOf, PLAN_TOOL } from "./plan-tool.ts";

/** `calls`: what was done before; a question goes on from there. */
export function handOn(
  outcome: Extract<ModelOutcome, { ok: true }>,
  assignment: Assignment,
  calls: readonly BriefToolCall[] = [],
): AgentEnd | undefined {
  const { delegates, mayAsk, peers = [] } = assignment;
  const called = callOf(outcome, assignment);
  const planned = delegates.length > 0 ? called(PLAN_TOOL) : undefined;
  if (planned !== undefined) {
    // The rules write what they mean.
    if (outcome.tier === "embedded")
      return { kind: "plan", input: (parseArguments(planned.input) ?? null) as Json, by: "rules" };
    return planFrom(planArguments(planned, delegates, assignment.task !== undefined));
  }
  const question = mayAsk ? called(ASK_TOOL) : undefined;
  if (question !== undefined) return { ...questionFrom(question, ASK_TOOL), calls };
  const peerQuestion = peers.length > 0 ? called(ASK_PEER_TOOL) : undefined;
  if (peerQuestion !== undefined) {
    const { value } = argumentsOf(peerQuestion, { name: ASK_PEER_TOOL, node: askNode(ASK_PEER_TOOL) });
    const { peer } = (value ?? {}) as { peer?: unknown };
    const names = peers.map((colleague) => colleague.name);
    const asked = typeof peer === "string" ? (names.find((name) => name === peer) ?? nearest(peer, names)) : undefined;
    return {
      ...questionFrom(peerQuestion, ASK_PEER_TOOL),
      choices: [],
      peer: asked ?? names[0] ?? "",
      calls,
    };
  }
  const tasks = outcome.toolCalls.flatMap((call, position) => {
    // An agent's own tool may bear the name of a colleague.
    const delegate = assignment.agent.tools.includes(call.tool) ? undefined : delegateOf(call.tool, delegates);
    const goal = delegate === undefined ? undefined : delegatedGoal(call.input);
    return delegate === undefined || goal === undefined ? [] : [{ id: `t${position + 1}`, goal, agent: delegate.name }];
  });
  return tasks.length > 0 ? { kind: "plan", input: { tasks }, by: "delegation" } : undefined;
}

/** Finds the call of a tool by which an agent hands on; a tool of its own bears its name alone. */
function callOf(
  { toolCalls }: Extract<ModelOutcome, { ok: true }>,
  { agent, delegates }: Assignment,
): (name: string) => ToolCallText | undefined {
  const others = [...agent.tools, ...delegates.map((delegate) => delegate.name)];
  const names = [...others, ...HANDING_ON.filter((name) => !others.includes(name))];
  return (name) => toolCalls.find((call) => toolMeant(call.tool, names)?.name === name && !others.includes(name));
}

const HANDING_ON = [PLAN_TOOL, ASK_TOOL, ASK_PEER_TOOL];

/** A plan that was read from a call or an answer, whatever it holds. */
export function planFrom({ value, repaired }: HandedOn): Extract<AgentEnd, { kind: "plan" }> {
  const mended = repaired.length === 0 ? {} : { mended: repaired };
  return { kind: "plan", input: (value ?? null) as Json, by: "model", ...mended };
}

function askNode(name: typeof ASK_TOOL | typeof ASK_PEER_TOOL): SchemaNode {
  const tool = name === ASK_TOOL ? askTool() : askPeerTool([]);
  // Names of colleagues are matched more kindly than a list of values would be.
  const { peer: _, ...properties } = (tool.inputSchema as SchemaNode).properties ?? {};
  return {
    type: "object",
    properties: name === ASK_TOOL ? properties : { ...properties, peer: { type: "string" } },
    required: ["question"],
  };
}

function questionFrom(
  call: ToolCallText,
  name: typeof ASK_TOOL | typeof ASK_PEER_TOOL,
): Omit<Extract<AgentEnd, { kind: "question" }>, "calls"> {
  const { value } = argumentsOf(call, { name, node: askNode(name) });
  const { question, choices } = (isFields(value) ? value : {}) as { question?: unknown; choices?: unknown };
  const asked = typeof question === "string" ? question : bareQuestion(call.input);
  if (!/\p{L}/u.test(asked))
    return { kind: "question", question: "Could you say more about what you need?", choices: [] };
  return {
    kind: "question",
    question: asked,
    choices: Array.isArray(choices) ? choices.filter((choice): choice is string => typeof choice === "string") : [],
  };
}

/** The question alone, where the arguments should be. */
function bareQuestion(text: string): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/s, "$2");
  return /^[^{}[\]]+\?$/.test(bare) ? bare : "";
}
