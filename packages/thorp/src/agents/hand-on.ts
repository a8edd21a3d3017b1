/** When a model calls `plan`, `ask_person`, `ask_peer` or an agent by name, it hands on instead of answering. */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/nearest.ts";
import type { ModelOutcome } from "../gateway/call-model/model-call.ts";
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import type { BriefToolCall } from "../models/brief.ts";
import type { AgentOutcome, Assignment } from "./assignment.ts";
import { ASK_PEER_TOOL, ASK_TOOL, delegatedGoal, delegateOf, PLAN_TOOL } from "./plan-tool.ts";

/** `calls`: what was done before; a question goes on from there. */
export function handOn(
  outcome: Extract<ModelOutcome, { ok: true }>,
  assignment: Assignment,
  calls: readonly BriefToolCall[] = [],
): AgentOutcome | undefined {
  const { delegates, mayAsk, peers = [] } = assignment;
  const planned = delegates.length > 0 ? outcome.toolCalls.find((call) => call.tool === PLAN_TOOL) : undefined;
  if (planned !== undefined) {
    const input = (parseArguments(planned.input) ?? null) as Json;
    return { kind: "plan", input, by: outcome.tier === "embedded" ? "rules" : "model" };
  }
  const question = mayAsk ? outcome.toolCalls.find((call) => call.tool === ASK_TOOL) : undefined;
  if (question !== undefined) return { ...questionFrom(parseArguments(question.input)), calls };
  const peerQuestion = peers.length > 0 ? outcome.toolCalls.find((call) => call.tool === ASK_PEER_TOOL) : undefined;
  if (peerQuestion !== undefined) {
    const { peer } = (parseArguments(peerQuestion.input) ?? {}) as { peer?: unknown };
    const names = peers.map((colleague) => colleague.name);
    const asked = typeof peer === "string" ? (names.find((name) => name === peer) ?? nearest(peer, names)) : undefined;
    return {
      ...questionFrom(parseArguments(peerQuestion.input)),
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

function questionFrom(input: unknown): Omit<Extract<AgentOutcome, { kind: "question" }>, "calls"> {
  const { question, choices } = (input ?? {}) as { question?: unknown; choices?: unknown };
  return {
    kind: "question",
    question:
      typeof question === "string" && question.trim() !== "" ? question : "Could you say more about what you need?",
    choices: Array.isArray(choices) ? choices.filter((choice): choice is string => typeof choice === "string") : [],
  };
}
