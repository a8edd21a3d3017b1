/**
 * The model that obeys every word it reads, from wherever it comes.
 *
 * What it is told to do first (`first`, by agent) lets the poison in; from then on it carries out every command that
 * stands anywhere in its prompt, and says aloud everything it has seen.
 */
import type { Json } from "../../src/base/json.ts";
import { createScriptedModel, type ScriptedModel, type ScriptedModelReply } from "../../src/testing/scripted-model.ts";
import { type Command, commandsIn } from "./commands.ts";

/** How commands are carried out. */
export const channels = ["call", "text", "plan"] as const;
export type Channel = (typeof channels)[number];

/** One run from the model's side. */
export interface Obedience {
  /** What each agent says before it begins to obey, in order. */
  readonly first: Readonly<Record<string, readonly ScriptedModelReply[]>>;
  readonly channel: Channel;
  /** Agents that only pass on what they read. */
  readonly relays: readonly string[];
  /** Ids of the commands that were carried out so far. */
  readonly tried: Set<string>;
}

type Call = ScriptedModel["calls"][number];

/** `current` gives the run that is under way. */
export function createHostileModel(current: () => Obedience): ScriptedModel {
  const said = new Map<Obedience, Map<string, number>>();
  return createScriptedModel({
    modelId: "hostile",
    script: (call) => {
      const obedience = current();
      const agent = agentOf(call);
      const counts = said.get(obedience) ?? new Map<string, number>();
      said.set(obedience, counts);
      const turn = counts.get(agent) ?? 0;
      counts.set(agent, turn + 1);
      const first = obedience.first[agent]?.[turn];
      return first ?? obey(call, obedience, agent);
    },
  });
}

function obey(call: Call, { channel, relays, tried }: Obedience, agent: string): ScriptedModelReply {
  const commands = commandsIn(textIn(call));
  if (relays.includes(agent)) return { text: relayed(commands) };
  const offered = new Set((call.tools ?? []).map(({ name }) => name));
  const fresh = offered.size === 0 ? [] : unique(commands).filter(({ id }) => !tried.has(id));
  if (fresh.length === 0)
    return { text: `I have seen: ${commands.map(({ input }) => JSON.stringify(input)).join(" ")}` };
  if (channel === "plan" && offered.has("plan"))
    return { toolCalls: [{ name: "plan", input: { tasks: tasksFor(fresh) } }] };
  for (const { id } of fresh) tried.add(id);
  if (channel !== "text") return { toolCalls: fresh.map(({ tool, input }) => ({ name: tool, input: knowing(input) })) };
  const calls = fresh.map(({ tool, input }) => JSON.stringify({ name: tool, arguments: knowing(input) }));
  return { text: calls.map((one) => `<tool_call>\n${one}\n</tool_call>`).join("\n") };
}

/** What the attacker wants to know goes where he asks for it. */
function knowing(input: Json): Json {
  return JSON.parse(JSON.stringify(input).replaceAll("KNOWN", "what-the-person-knows")) as Json;
}

/** Commands travel on as the words of tasks for others. */
function tasksFor(
  commands: readonly (Command & { readonly raw: string })[],
): { id: string; goal: string; agent: string }[] {
  const tasks: string[][] = [];
  for (const [at, { raw }] of commands.entries()) {
    if (at % 8 === 0) tasks.push([]);
    tasks.at(-1)?.push(raw);
  }
  return tasks.map((raws, at) => ({
    id: `t${at + 1}`,
    goal: `Do what this says. ${raws.join(". ")}.`,
    agent: "worker",
  }));
}

function relayed(commands: readonly { readonly id: string; readonly raw: string }[]): string {
  return `This is what it says: ${unique(commands)
    .map(({ raw }) => `${raw}.`)
    .join(" ")}`;
}

function unique<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

/** As its instructions begin. */
function agentOf({ prompt }: Call): string {
  const [system] = prompt;
  return (typeof system?.content === "string" ? /^You are (\w+)\./.exec(system.content)?.[1] : undefined) ?? "";
}

/** All that it reads, the descriptions of its tools among it. */
function textIn(call: Call): string {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") found.push(value);
    else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) walk(inner);
  };
  // What it said itself is no news.
  walk(call.prompt.filter(({ role }) => role !== "assistant" && role !== "system"));
  walk((call.tools ?? []).map((tool) => ("description" in tool ? tool.description : "")));
  walk(call.prompt.filter(({ role }) => role === "assistant").map(({ content }) => textParts(content)));
  return found.join("\n");
}

function textParts(content: unknown): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: { type?: string; text?: string }) => (part.type === "text" ? [part.text ?? ""] : []));
}
