/**
 * The tools by which an agent hands on instead of answering: `plan`, `ask_person` and `ask_peer`.
 *
 * One representation stands behind all ways to plan: a call of `plan`, calls that name an agent of the team as if it
 * were a tool (what some models do instead), and the rules model.
 */
import { parseArguments } from "../gateway/call-tool/parse-arguments.ts";
import type { LanguageModelV4FunctionTool } from "../models/language-model.ts";
import { mergeStrategies } from "../wire/plan.ts";
import type { Agent } from "./team.ts";

/** The name under which a plan is handed on. */
export const PLAN_TOOL = "plan";
/** The name under which the person is asked. */
export const ASK_TOOL = "ask_person";
/** The name under which a colleague is asked. */
export const ASK_PEER_TOOL = "ask_peer";

/** Who plans below a task also says how the results become one. */
export interface PlanChoices {
  readonly merges: boolean;
}

/** Schema of a plan for the agents at hand; also used where a server can constrain its output. */
export function planSchemaFor(delegates: readonly Agent[], { merges }: PlanChoices = { merges: false }): object {
  return {
    type: "object",
    properties: {
      tasks: {
        type: "array",
        items: {
          type: "object",
          properties: {
            id: { type: "string" },
            goal: { type: "string", description: "stands by itself" },
            agent: { type: "string", enum: delegates.map((agent) => agent.name) },
            needs: { type: "array", items: { type: "string" }, description: "ids it uses" },
            acceptance: { type: "string", description: "what must be true" },
          },
          required: ["id", "goal", "agent"],
        },
      },
      ...(merges ? { merge: { enum: mergeStrategies } } : {}),
    },
    required: ["tasks"],
  };
}

/** Its schema names the agents that tasks may go to, and nobody else. */
export function planTool(delegates: readonly Agent[], choices?: PlanChoices): LanguageModelV4FunctionTool {
  return {
    type: "function",
    name: PLAN_TOOL,
    // Every planning call carries these words: whoever plans for the person also learns who writes the answer.
    description: `Give the team tasks; without needs they run at once.${
      choices?.merges
        ? " merge: best or vote of alternatives, join tables, all."
        : " No task for the answer: you write it."
    }`,
    inputSchema: planSchemaFor(delegates, choices) as never,
  };
}

/** For agents that talk with a person who is there. */
export function askTool(): LanguageModelV4FunctionTool {
  return {
    type: "function",
    name: ASK_TOOL,
    description: "Ask the person one question that you cannot go on without.",
    inputSchema: {
      type: "object",
      properties: { question: { type: "string" }, choices: { type: "array", items: { type: "string" } } },
      required: ["question"],
    } as never,
  };
}

/** A question to a named colleague: an outcome of the work so far, never a message between live tasks. */
export function askPeerTool(peers: readonly Agent[]): LanguageModelV4FunctionTool {
  return {
    type: "function",
    name: ASK_PEER_TOOL,
    description: `Ask a colleague one question that you need answered to go on.\n${peers.map((peer) => `- ${peer.name}: ${peer.description}`).join("\n")}`,
    inputSchema: {
      type: "object",
      properties: { peer: { type: "string", enum: peers.map((peer) => peer.name) }, question: { type: "string" } },
      required: ["peer", "question"],
    } as never,
  };
}

/** `delegate_to_x`, `transfer_to_x_agent`, `HandOffToX` or just `x`: the agent that a model calls as if it were a tool. */
export function delegateOf(toolName: string, delegates: readonly Agent[]): Agent | undefined {
  const whole = plainName(toolName);
  const bare = whole.replace(/^(?:delegate|transfer|assign|hand-?off|hand|call|ask)-(?:(?:task|work)-)?(?:to-)?/, "");
  const names = [whole, bare, bare.replace(/-agent$/, "")];
  return delegates.find((agent) => names.includes(plainName(agent.name)));
}

function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[_.\s-]+/g, "-")
    .toLowerCase();
}

const GOAL_KEYS = ["goal", "task", "description", "request", "query", "instructions", "message", "input", "prompt"];

/** The goal that a delegate call carries: under the usual names, else its longest text argument. */
export function delegatedGoal(input: string): string | undefined {
  const value = parseArguments(input);
  if (typeof value === "string") return value.trim() || undefined;
  if (value === null || typeof value !== "object")
    return input.trim() !== "" && value === undefined ? input.trim() : undefined;
  const texts = Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" && inner.trim() !== "" ? [[key.toLowerCase(), inner] as const] : [],
  );
  for (const key of GOAL_KEYS) {
    const named = texts.find(([name]) => name === key);
    if (named !== undefined) return named[1];
  }
  return texts.map(([, text]) => text).sort((a, b) => b.length - a.length)[0];
}
