/** Why a call of a tool by an agent would be allowed, asked about or denied: the rules, with file and line. */
import { delegatesOf, peersOf } from "../agents/reachable-tools.ts";
import type { Team } from "../agents/team.ts";
import { ThorpError } from "../base/errors.ts";
import type { Effect, Intent } from "../base/intent.ts";
import type { Json } from "../base/json.ts";
import type { Labels } from "../base/label.ts";
import { nearest } from "../base/nearest.ts";
import { literalsIn } from "../gateway/call-tool/prepare-call.ts";
import type { CapabilityRule } from "../guard/capability-rule.ts";
import { fitsName } from "../guard/capability-target.ts";
import { createKnownUrls } from "../guard/known-urls.ts";
import { decidePolicy, type PolicyDecision } from "../guard/policy.ts";
import type { Tool } from "../tools/tool.ts";

/** What is asked. */
export interface PolicyQuestion {
  /** Name or folder; the configured default otherwise. */
  readonly team?: string;
  readonly agent: string;
  readonly tool: string;
  /** Arguments of a call; without them only the rules that could fit are told. */
  readonly input?: Json;
}

/** One word of the policy, and the rule of the team that it comes from, as `agents/scout.md:12`. */
export interface PolicyWord {
  readonly verdict: PolicyDecision["verdict"];
  readonly why?: string;
  readonly rule?: string;
}

/** A call by each way in which work comes to the agent. */
export interface PolicyWay {
  /** The agents that hand it on, and the agent. */
  readonly by: readonly string[];
  /** While nothing was read but the person's words and the team's. */
  readonly clean: PolicyWord;
  /** After something from elsewhere was read. */
  readonly tainted: PolicyWord;
}

/** A rule that could have a say. */
export interface PolicyRuleView extends Omit<CapabilityRule, "file" | "line"> {
  /** The agent, or `team`. */
  readonly owner: string;
  readonly place: string;
}

/** Everything that decides about the tool in the hands of the agent. */
export interface PolicyExplanation {
  readonly team: string;
  readonly agent: string;
  readonly tool: string;
  readonly effect: Effect;
  /** What the call would do; only with arguments. */
  readonly summary?: string;
  readonly ways: readonly PolicyWay[];
  /** In the order in which they are asked; the first of each owner that fits counts. */
  readonly rules: readonly PolicyRuleView[];
}

/** Where a run would work. */
export interface PolicyPlace {
  readonly workspace: string;
  readonly out: string;
}

/** Throws `input-invalid` for an agent or a tool that is not there, and for arguments that do not fit the tool. */
export function explainPolicy(
  team: Team,
  tools: ReadonlyMap<string, { readonly tool: Tool }>,
  { agent, tool: name, input, ...place }: Omit<PolicyQuestion, "team"> & PolicyPlace,
): PolicyExplanation {
  demandKnown("agent", agent, team.agentsByName.keys());
  const tool = tools.get(name)?.tool;
  if (tool === undefined) throw unknown("tool", name, tools.keys());
  const ways = waysTo(agent, team);
  const owners = new Set(ways.flat());
  const lists = [{ owner: "team", rules: team.policy }, ...listsOf([...owners], team)];
  const intent = input === undefined ? undefined : intentOf(tool, input, place);
  return {
    ...{ team: team.name, agent, tool: name, effect: intent?.effect ?? tool.effect },
    ...(intent === undefined ? {} : { summary: intent.summary }),
    ways: intent === undefined ? [] : ways.map((by) => wayOf(by, team, { tool, input: input ?? null, intent, place })),
    rules: lists.flatMap(({ owner, rules }) =>
      rules.filter((rule) => couldFit(rule, tool)).map((rule) => ({ owner, ...viewOf(rule) })),
    ),
  };
}

interface ExplainedCall {
  readonly tool: Tool;
  readonly input: Json;
  readonly intent: Intent;
  readonly place: PolicyPlace;
}

function wayOf(by: readonly string[], team: Team, { tool, input, intent, place }: ExplainedCall): PolicyWay {
  const word = (context: Labels): PolicyWord => {
    const decision = decidePolicy({
      ...{ tool: tool.name, intent, context, approve: "ask", personText: "", literals: literalsIn(input) },
      knownUrls: createKnownUrls({ personText: "", searchResults: [], pages: [] }),
      folders: [place.workspace, place.out],
      capabilities: { team: { owner: "team", rules: team.policy }, agents: listsOf(by, team) },
    });
    return {
      verdict: decision.verdict,
      ...(decision.verdict === "allow" ? {} : { why: decision.why }),
      ...(decision.rule === undefined ? {} : { rule: viewOf(decision.rule.rule).place }),
    };
  };
  return { by, clean: word(["person", "team"]), tainted: word(["person", "team", "web"]) };
}

const MOST_WAYS = 20;

/** From the agent that talks with the person, over delegates and questions to colleagues; the agent alone if by none. */
function waysTo(agent: string, team: Team): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const walk = (way: readonly string[]): void => {
    const name = way.at(-1) ?? "";
    const own = team.agentsByName.get(name);
    if (own === undefined || found.length >= MOST_WAYS) return;
    if (name === agent) found.push(way);
    for (const next of [...delegatesOf(own, team), ...peersOf(own, team)])
      if (!way.includes(next.name)) walk([...way, next.name]);
  };
  walk([team.top]);
  return found.length === 0 ? [[agent]] : found;
}

function listsOf(names: readonly string[], team: Team) {
  return names.map((owner) => ({ owner, rules: team.agentsByName.get(owner)?.policy ?? [] }));
}

function couldFit({ tools, effects }: CapabilityRule, { name, effect }: Tool): boolean {
  const isNamed = tools.length === 0 || tools.some((pattern) => fitsName(pattern, name));
  // A tool's effect is its strongest; a call of it may do less, where it does anything.
  return isNamed && (effects.length === 0 || effects.includes(effect) || effect === "write" || effect === "exec");
}

function viewOf({ file, line, ...rule }: CapabilityRule): Omit<PolicyRuleView, "owner"> {
  return { ...rule, place: `${file}:${line}` };
}

function intentOf(tool: Tool, input: Json, place: PolicyPlace): Intent {
  const parsed = tool.input.safeParse(input);
  if (parsed.success) return tool.describe(parsed.data, place);
  const [issue] = parsed.error.issues;
  throw new ThorpError("input-invalid", `${tool.name}: ${issue?.path.join(".") || "input"}: ${issue?.message}`, {
    hint: "Give the arguments as JSON with --input, as an agent would.",
  });
}

function demandKnown(what: string, name: string, known: Iterable<string>): void {
  const names = [...known];
  if (!names.includes(name)) throw unknown(what, name, names);
}

function unknown(what: string, name: string, known: Iterable<string>): ThorpError {
  const near = nearest(name, [...known]);
  return new ThorpError(
    "input-invalid",
    `There is no ${what} ${name}${near === undefined ? "" : `; did you mean ${near}?`}`,
    {
      hint: what === "tool" ? "Run `thorp tools`." : "Run `thorp teams show`.",
    },
  );
}
