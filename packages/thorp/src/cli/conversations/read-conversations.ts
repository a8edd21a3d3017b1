/** `thorp conversations list`, `show`, `search` and `export`: only reads, also while another process works. */
import { ThorpError } from "../../base/errors.ts";
import { formatMoney } from "../../base/money.ts";
import { countWords, shortId, timeWords } from "../../base/words.ts";
import { type Conversation, collectConversation, type DetailedReads } from "../../engine/collect-conversation.ts";
import { exportConversation, formatFrom } from "../../engine/conversation-export/export-conversation.ts";
import { type ConversationSummary, listConversations, runsOf, summaryOf } from "../../engine/conversations.ts";
import { searchMessages } from "../../engine/search-messages.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { findConversation } from "../conversation-id.ts";
import { limitFrom } from "../limit-option.ts";
import { withRecord } from "../open-record.ts";
import { renderTable } from "../terminal/table.ts";
import { conversationReport } from "./conversation-report.ts";
import { foundReport, type NamedFind } from "./found-report.ts";

/** As typed: a whole number above 0, else `usage`; absent means 20. */
export interface LimitOptions extends CommonOptions {
  readonly limit?: string;
}

/** As typed; absent means Markdown, and `json` overrules it. */
export interface ExportOptions extends CommonOptions {
  readonly format?: string;
}

/** Newest first, costs as US dollars in JSON. Throws `usage` for the limit, or for a data folder that keeps nothing. */
export async function showConversations(context: CommandContext, options: LimitOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const limit = limitFrom(options.limit);
  const config = await readConfig(context, options);
  const listed = await withRecord(config, (record) => listConversations(record, { limit }));
  if (options.json) {
    stdout.write(`${JSON.stringify(listed.map(inDollars), null, 2)}\n`);
    return;
  }
  if (listed.length === 0) {
    stderr.write("There are no conversations yet. Begin one: thorp chat\n");
    return;
  }
  const { terminal } = context;
  const rows = listed.map(({ id, lastAt, team, runs, cost, title, unfinished }) => [
    shortId(id),
    timeWords(lastAt),
    team,
    String(runs),
    formatMoney(cost),
    unfinished === 0 ? title : `${title} (not ended)`,
  ]);
  const columns = [
    { title: "id" },
    { title: "last" },
    { title: "team" },
    { title: "runs", isRight: true },
    { title: "cost", isRight: true },
    { title: "title", isFlexible: true },
  ];
  const width = stdout.isTTY ? { width: terminal.width() } : {};
  stdout.write(renderTable(rows, { columns, paint: terminal.paint, ...width }));
  if (listed.length === limit) stderr.write(`The newest ${countWords(limit, "conversation")}; --limit shows more.\n`);
}

/** `wanted` is an id, a part of one, or `last`. Throws `conversation-unknown`. */
export async function showConversation(context: CommandContext, wanted: string, options: CommonOptions): Promise<void> {
  const { stdout } = context.surroundings;
  const conversation = await readOne(context, wanted, options);
  stdout.write(
    options.json
      ? `${JSON.stringify(conversation, null, 2)}\n`
      : conversationReport(conversation, { paint: context.terminal.paint, cwd: context.surroundings.cwd }),
  );
}

/** Nothing else goes to standard output. Throws `conversation-unknown`, and `usage` for an unknown format. */
export async function printExport(context: CommandContext, wanted: string, options: ExportOptions): Promise<void> {
  const format = formatFrom(options.json ? "json" : (options.format ?? "md"));
  const conversation = await readOne(context, wanted, options);
  context.surroundings.stdout.write(exportConversation(conversation, format));
}

/** Finishes with 1 when nothing was found, except with JSON. A word with blanks is searched as it stands. */
export async function searchConversations(
  context: CommandContext,
  words: readonly string[],
  options: LimitOptions,
): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const limit = limitFrom(options.limit);
  const text = words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
  const config = await readConfig(context, options);
  const { finds, isCut } = await withRecord(config, async (record) => {
    const { found, isCut: wasCut } = await searchMessages(record, text, { limit });
    return { finds: await named(record, found), isCut: wasCut };
  });
  if (options.json) {
    const results = finds.map(({ title, message: { labels: _, ...message }, places }) => ({
      title,
      ...message,
      places,
    }));
    stdout.write(`${JSON.stringify({ results, isCut }, null, 2)}\n`);
    return;
  }
  stdout.write(foundReport(finds, { paint: context.terminal.paint, width: context.terminal.width() }));
  if (finds.length === 0) {
    stderr.write(`Nothing was said about ${text}.\n`);
    context.finish(1);
  } else if (isCut) stderr.write(`The newest ${countWords(finds.length, "message")}; --limit shows more.\n`);
}

async function named(
  record: DetailedReads,
  found: Awaited<ReturnType<typeof searchMessages>>["found"],
): Promise<readonly NamedFind[]> {
  const titles = new Map<string, string>();
  for (const { message } of found) {
    const { conversation } = message;
    if (!titles.has(conversation))
      titles.set(conversation, summaryOf(conversation, await runsOf(record, conversation)).title);
  }
  return found.map((find) => ({ ...find, title: titles.get(find.message.conversation) ?? "" }));
}

async function readOne(context: CommandContext, wanted: string, options: CommonOptions): Promise<Conversation> {
  const config = await readConfig(context, options);
  return withRecord(config, async (record) => {
    const conversation = await collectConversation(record, await findConversation(wanted, record));
    if (conversation !== undefined) return conversation;
    throw new ThorpError("conversation-unknown", `There is no conversation ${wanted}.`);
  });
}

function inDollars({ cost, ...summary }: ConversationSummary) {
  return { ...summary, cost: cost / 1e6 };
}
