/** `thorp policy show` and `thorp policy explain`. */
import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import type { Effect } from "../../base/intent.ts";
import { type Json, parseJson } from "../../base/json.ts";
import { defaultTeam } from "../../engine/engine-options.ts";
import type { PolicyExplanation, PolicyRuleView, PolicyWord } from "../../engine/explain-policy.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { readTeam } from "../teams/read-team.ts";
import { renderTable } from "../terminal/table.ts";

/** Which team, and which call. */
export interface PolicyOptions extends CommonOptions {
  readonly team?: string;
  readonly input?: string;
}

const columns = [{ title: "of" }, { title: "verdict" }, { title: "for", isFlexible: true }, { title: "stands in" }];

/** Throws `team-unknown` or `team-invalid`. */
export async function showPolicy(context: CommandContext, options: PolicyOptions): Promise<void> {
  const config = await readConfig(context, options);
  const team = await readTeam(context, config, options.team ?? config.settings.team ?? defaultTeam);
  const lists = [{ name: "team", policy: team.policy }, ...team.agentsByName.values()];
  const rules = lists.flatMap(({ name, policy }) =>
    policy.map(({ file, line, ...rule }): PolicyRuleView => ({ owner: name, place: `${file}:${line}`, ...rule })),
  );
  const { stdout } = context.surroundings;
  if (options.json) return void stdout.write(`${JSON.stringify({ team: team.name, rules }, null, 2)}\n`);
  if (rules.length === 0)
    return void stdout.write(`Team ${team.name} has no rules of its own: what holds for every team decides.\n`);
  stdout.write(ruleTable(context, rules));
}

/** Throws as the engine does, and `usage` for arguments that are no JSON. */
export async function explainPolicyOf(
  context: CommandContext,
  about: { readonly agent: string; readonly tool: string },
  options: PolicyOptions,
): Promise<void> {
  const config = await readConfig(context, options);
  const input = options.input === undefined ? undefined : inputFrom(options.input);
  const explained = await withThorp(await openEngineWithoutData(context, config), (thorp) =>
    thorp.explainPolicy({
      ...about,
      ...(options.team === undefined ? {} : { team: options.team }),
      ...(input === undefined ? {} : { input }),
    }),
  );
  const { stdout } = context.surroundings;
  if (options.json) return void stdout.write(`${JSON.stringify(explained, null, 2)}\n`);
  stdout.write(explanation(context, explained));
}

function inputFrom(text: string): Json {
  const input = parseJson(text) as Json | undefined;
  if (input !== undefined) return input;
  throw new ThorpError("usage", "--input is no JSON.", { hint: `Write it like this: --input '{"path":"notes.md"}'` });
}

function explanation(context: CommandContext, explained: PolicyExplanation): string {
  const { team, agent, tool, effect, summary, ways, rules } = explained;
  const head = `${tool} in the hands of ${agent} (team ${team}): ${effect}${summary === undefined ? "" : `, ${oneLine(summary)}`}`;
  const words = ways.map(({ by, clean, tainted }) =>
    [
      `By ${by.join(" -> ")}:`,
      `  after the person's words alone: ${wordText(clean)}`,
      `  after something from elsewhere was read: ${wordText(tainted)}`,
    ].join("\n"),
  );
  const table =
    rules.length === 0
      ? "No rule of the team is about it.\n"
      : `Rules that may have a say:\n${ruleTable(context, rules)}`;
  return `${[head, ...words, `Without a rule: ${defaultWords[effect]}.`, table].join("\n\n")}`;
}

function wordText({ verdict, why, rule }: PolicyWord): string {
  const reason = why === undefined ? "" : `: ${oneLine(why)}`;
  return `${verdict}${reason}${rule === undefined || why?.includes(rule) ? "" : ` (${rule})`}`;
}

const literal = "allowed when every argument stands word for word in what the person wrote, else asked about";
const defaultWords: Readonly<Record<Effect, string>> = {
  none: "allowed",
  read: "allowed",
  create: "allowed for a new file in the out folder, else asked about",
  write: "allowed with --yes in the workspace and the out folder, else asked about",
  fetch:
    "allowed while nothing untrusted was read; then only the person's own words and addresses, and links of a page's own host",
  send: literal,
  pay: literal,
  delete: literal,
  exec: literal,
};

function ruleTable({ terminal, surroundings }: CommandContext, rules: readonly PolicyRuleView[]): string {
  const rows = rules.map((rule) => [rule.owner, rule.verdict, conditionsOf(rule), rule.place]);
  const width = surroundings.stdout.isTTY ? { width: terminal.width() } : {};
  return renderTable(rows, { columns, paint: terminal.paint, ...width });
}

function conditionsOf({ tools, effects, paths, hosts, above, why }: PolicyRuleView): string {
  const parts = [
    ...tools,
    ...effects,
    ...paths,
    ...hosts,
    ...(above ? [`above ${above.value} ${above.currency}`] : []),
  ];
  return `${parts.length === 0 ? "everything" : parts.join(", ")}${why === undefined ? "" : ` (${why})`}`;
}
