/** Ids of conversations may be shortened to any unique beginning or ending, as those of runs. */
import { ThorpError } from "../base/errors.ts";
import { type ConversationReads, newestConversations, runsOf, summaryOf } from "../engine/conversations.ts";

/** Fewer letters are too easily met by chance. */
const SHORTEST = 3;
const MOST = 100_000;

/** `last` is the one with the newest run. Throws `conversation-unknown`, also when several are meant. */
export async function findConversation(wanted: string, reads: ConversationReads): Promise<string> {
  if (wanted === "last") {
    const [newest] = await newestConversations(reads, 1);
    if (newest !== undefined) return newest;
    throw new ThorpError("conversation-unknown", "There is no conversation yet to go on with.");
  }
  const exact = await reads.listRuns({ conversation: wanted, limit: 1 });
  if (exact.length > 0) return wanted;
  const letters = wanted.replace(/^con_/, "");
  if (letters.length < SHORTEST)
    throw new ThorpError(
      "conversation-unknown",
      `${wanted} is too short for a conversation; at least ${SHORTEST} letters.`,
    );
  const known = await newestConversations(reads, MOST);
  const meant = known.filter((id) => id.endsWith(letters) || id.startsWith(`con_${letters}`));
  const [only] = meant;
  if (only === undefined) throw new ThorpError("conversation-unknown", `There is no conversation ${wanted}.`);
  if (meant.length === 1) return only;
  const lines: string[] = [];
  for (const id of meant.slice(0, 5)) lines.push(`  ${id}  ${summaryOf(id, await runsOf(reads, id)).title}`);
  const words = `${wanted} may be any of ${meant.length} conversations:`;
  throw new ThorpError("conversation-unknown", [words, ...lines].join("\n"), {
    hint: "Write more letters of the id.",
  });
}
