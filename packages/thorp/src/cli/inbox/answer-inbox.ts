/** `thorp inbox`: what waits for a person over all runs, and its answers. */
import { ThorpError } from "../../base/errors.ts";
import { shortId, timeWords } from "../../base/words.ts";
import type { InboxItem } from "../../engine/inbox.ts";
import { runToWire } from "../../engine/rows-to-wire.ts";
import { mayStand } from "../../engine/standing-approvals.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { type StandingMatch, type StandingScope, standingMatches, standingScopes } from "../../wire/standing.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withOwnData } from "../own-data.ts";
import { renderTable } from "../terminal/table.ts";
import { itemId, itemNamed, itemReport, itemWords } from "./inbox-item.ts";

/** How an approval holds for later calls, and why something is denied. */
export interface AnswerOptions extends CommonOptions {
  readonly for?: string;
  readonly match?: string;
  readonly because?: string;
}

const columns = [
  { title: "id" },
  { title: "run" },
  { title: "since" },
  { title: "kind" },
  { title: "what", isFlexible: true },
];

/** Oldest first. Says so when nothing waits. */
export async function showInbox(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  await withInbox(context, options, async (_thorp, items) => {
    if (options.json) {
      const shown = items.map((item) => ({ id: itemId(item), ...item, run: runToWire(item.run) }));
      return void stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
    }
    if (items.length === 0) return void stderr.write("Nothing waits for you.\n");
    const rows = items.map((item) => [
      itemId(item),
      shortId(item.run.id),
      timeWords(item.at),
      item.kind,
      itemWords(item),
    ]);
    const width = stdout.isTTY ? { width: context.terminal.width() } : {};
    stdout.write(renderTable(rows, { columns, paint: context.terminal.paint, ...width }));
  });
}

/** What would be done, from the real arguments, and every way to answer. */
export async function showInboxItem(context: CommandContext, id: string, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  await withInbox(context, options, async (_thorp, items) => {
    const item = itemNamed(items, id);
    if (options.json) stdout.write(`${JSON.stringify({ id: itemId(item), ...item, run: runToWire(item.run) })}\n`);
    else stdout.write(`${itemReport(item)}\n`);
  });
}

/** Yes to an approval or a plan. Throws `usage` for ways that the question does not offer. */
export async function allowItem(context: CommandContext, id: string, options: AnswerOptions): Promise<void> {
  const scope = oneOf(standingScopes, options.for, "--for");
  const match = oneOf(standingMatches, options.match, "--match");
  if (match !== undefined && scope === undefined)
    throw new ThorpError("usage", "--match says what has to be the same in later calls; --for says for how long.");
  await withInbox(context, options, async (thorp, items) => {
    const item = itemNamed(items, id);
    if (item.kind === "approval") await allowCall(thorp, item, { scope, match });
    else if (scope !== undefined) throw new ThorpError("usage", `A ${item.kind} is answered for itself alone.`);
    else if (item.kind === "plan") await thorp.approvePlan(item.run.id, { allow: true, base: item.revision });
    else throw new ThorpError("usage", `That is a question.`, { hint: `thorp inbox answer ${id} "..."` });
    context.surroundings.stderr.write(`Allowed: ${itemWords(item)}\n`);
  });
}

/** No to an approval or a plan. */
export async function denyItem(context: CommandContext, id: string, options: AnswerOptions): Promise<void> {
  await withInbox(context, options, async (thorp, items) => {
    const item = itemNamed(items, id);
    const run = item.run.id;
    const { because } = options;
    if (item.kind === "approval") {
      const reason = because === undefined ? {} : { reason: because };
      await thorp.signal(run, { ...answerTo(item), allow: false, ...reason });
    } else if (item.kind === "plan") await thorp.approvePlan(run, { allow: false, base: item.revision });
    else throw new ThorpError("usage", `That is a question.`, { hint: `thorp inbox answer ${id} "..."` });
    context.surroundings.stderr.write(`Denied: ${itemWords(item)}\n`);
  });
}

/** The answer to a question, as it was typed. */
export async function answerItem(
  context: CommandContext,
  { id, words }: { readonly id: string; readonly words: readonly string[] },
  options: CommonOptions,
): Promise<void> {
  await withInbox(context, options, async (thorp, items) => {
    const item = itemNamed(items, id);
    if (item.kind !== "question")
      throw new ThorpError("usage", `That is no question but ${item.kind === "plan" ? "a plan" : "an approval"}.`, {
        hint: `thorp inbox allow ${id}, or deny`,
      });
    await thorp.signal(item.run.id, { type: "question-answer", question: item.question, text: words.join(" ") });
  });
}

type ApprovalItem = Extract<InboxItem, { kind: "approval" }>;

async function allowCall(
  thorp: Thorp,
  item: ApprovalItem,
  { scope, match }: { readonly scope: StandingScope | undefined; readonly match: StandingMatch | undefined },
): Promise<void> {
  if (!mayStand(item, { scope, match })) {
    const offered = item.stands
      .map(({ match: way, scopes }) => `--match ${way} --for ${scopes.join("|")}`)
      .join(", or ");
    throw new ThorpError("usage", "This cannot be allowed for later calls in that way.", {
      hint: offered === "" ? "Each such call is asked about: leave out --for." : offered,
    });
  }
  const more = { ...(scope === undefined ? {} : { scope }), ...(match === undefined ? {} : { match }) };
  await thorp.signal(item.run.id, { ...answerTo(item), allow: true, ...more });
}

function answerTo({ approval }: ApprovalItem) {
  return { type: "approval-answer", approval, by: "person" } as const;
}

/** At the server that has the data: nothing waits where nobody works on a run. */
function withInbox(
  context: CommandContext,
  options: CommonOptions,
  use: (thorp: Thorp, items: readonly InboxItem[]) => Promise<void>,
): Promise<void> {
  return withOwnData(context, { ...options, wait: false, describe: "`thorp inbox`" }, async (thorp) =>
    use(thorp, await thorp.inbox()),
  );
}

function oneOf<Word extends string>(words: readonly Word[], typed: string | undefined, flag: string): Word | undefined {
  if (typed === undefined) return undefined;
  const found = words.find((word) => word === typed);
  if (found === undefined)
    throw new ThorpError("usage", `${flag} is "${typed}"; it must be one of ${words.join(", ")}.`);
  return found;
}
