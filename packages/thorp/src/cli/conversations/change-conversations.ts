/** `thorp conversations rename` and `delete`. */
import { ThorpError } from "../../base/errors.ts";
import { countWords, shortId } from "../../base/words.ts";
import { runsOf, summaryOf } from "../../engine/conversations.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { createPrompts } from "../ask/prompts.ts";
import type { CommandContext } from "../command-context.ts";
import { findConversation } from "../conversation-id.ts";
import { type OwnDataOptions, withOwnData } from "../own-data.ts";

/** Without `yes` the person is asked, and where nobody can be asked nothing is deleted. */
export interface DeleteOptions extends OwnDataOptions {
  readonly yes?: boolean;
}

const describe = "`thorp conversations`";

/** Shortens the name to 60 letters; no words take the given name away. Throws `conversation-unknown`, `data-locked`. */
export async function renameConversation(
  context: CommandContext,
  { wanted, words }: { readonly wanted: string; readonly words: readonly string[] },
  options: OwnDataOptions,
): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  await withOwnData(context, { ...options, describe }, async (thorp) => {
    const id = await findConversation(wanted, thorp);
    await thorp.renameConversation(id, words.join(" "));
    const { title } = summaryOf(id, await runsOf(thorp, id));
    if (options.json) stdout.write(`${JSON.stringify({ id, title })}\n`);
    else stderr.write(`Conversation ${shortId(id)} is called "${title}".\n`);
  });
}

/** Gone for good. Throws `conversation-unknown`, `usage` without a terminal, `cancelled` after a no, `data-locked`. */
export async function deleteConversation(
  context: CommandContext,
  wanted: string,
  options: DeleteOptions,
): Promise<void> {
  const { surroundings, terminal } = context;
  await withOwnData(context, { ...options, describe }, async (thorp) => {
    const id = await findConversation(wanted, thorp);
    const runs = await runsOf(thorp, id);
    const what = `"${summaryOf(id, runs).title}": ${countWords(runs.length, "run")} with all messages, events and results`;
    if (!options.yes) {
      if (!terminal.isInteractive || options.json)
        throw new ThorpError("usage", `This would delete ${what}.`, { hint: "Add --yes to do it." });
      if (!(await createPrompts(surroundings).confirm(`Delete ${what}?`)))
        throw new ThorpError("cancelled", "Nothing was deleted.", { hint: "Add --yes to skip the question." });
    }
    await deleteRuns(thorp, runs);
    if (options.json) surroundings.stdout.write(`${JSON.stringify({ id, runs: runs.length })}\n`);
    else surroundings.stderr.write(`Deleted ${what}.\n`);
  });
}

/** The newest first: what an interruption leaves is a conversation that ends earlier, not one with a hole. */
async function deleteRuns(thorp: Thorp, runs: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of runs) await thorp.deleteRun(id);
}
