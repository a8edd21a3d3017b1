/** Commands that only show something. */

import { oneLine } from "../../../base/clean-text.ts";
import { ThorpError } from "../../../base/errors.ts";
import { shortId, timeWords } from "../../../base/words.ts";
import { collectConversation } from "../../../engine/collect-conversation.ts";
import { exchangeReport } from "../../conversations/conversation-report.ts";
import { findRun } from "../../run-id.ts";
import type { Chat } from "../chat.ts";
import { costReport } from "../cost-report.ts";
import { followInChat } from "../send-request.ts";
import type { ChatCommand } from "./command.ts";

/** Reads the record alone, so that it may run beside a run; calls still under way are not in it. */
export const costCommand: ChatCommand = {
  name: "cost",
  description: "money and tokens of the last run, this conversation and today, by model",
  isImmediate: true,
  async run(chat) {
    chat.screen.print(await costReport(chat));
    return undefined;
  },
};

/** All exchanges, oldest first, with those that were taken back dimmed. */
export const historyCommand: ChatCommand = {
  name: "history",
  description: "what was said in this conversation",
  isImmediate: true,
  async run({ state, thorp, screen, context }) {
    const conversation =
      state.conversation === undefined ? undefined : await collectConversation(thorp, state.conversation);
    if (conversation === undefined) {
      screen.print("Nothing was said yet.\n");
      return undefined;
    }
    const look = { paint: context.terminal.paint, cwd: context.surroundings.cwd };
    screen.print(conversation.exchanges.map((exchange) => exchangeReport(exchange, look)).join("\n"));
    return undefined;
  },
};

/** Lists, or stays with the run until it ends. Throws `run-unknown`, and `run-state` for a run that has ended. */
export const followCommand: ChatCommand = {
  name: "follow",
  argument: "[RUN]",
  description: "runs from before that go on in the background; with an id: follow it, and answer what it asks",
  candidates: async (chat) => (await openRuns(chat)).map(({ id }) => shortId(id)),
  async run(chat, argument) {
    const open = await openRuns(chat);
    if (argument === "") {
      const lines = open.map(
        ({ id, state, startedAt, text }) => `${shortId(id)}  ${timeWords(startedAt)}  ${state}  ${oneLine(text)}`,
      );
      chat.screen.print(
        lines.length === 0 ? "No run works in the background.\n" : lines.map((line) => `${line}\n`).join(""),
      );
      return undefined;
    }
    const run = await findRun(argument, { listRuns: async () => open });
    const found = open.find(({ id }) => id === run);
    if (found === undefined)
      throw new ThorpError("run-state", `Run ${shortId(run)} has ended.`, { hint: `thorp runs show ${shortId(run)}` });
    await followInChat(chat, run, await asksPlan(chat, run));
    return undefined;
  },
};

/** Only says so; the loop of the chat stops what runs. */
export const quitCommand: ChatCommand = {
  name: "quit",
  description: "leave; a run that works is stopped first",
  isImmediate: true,
  run: async () => ({ do: "quit" }),
};

async function openRuns({ thorp, state }: Chat) {
  return (await thorp.listRuns({ unfinished: true, limit: 1000 })).filter(({ id }) => id !== state.running?.run);
}

/** Whoever asked for the run wanted to see its plan. */
export async function asksPlan({ thorp }: Pick<Chat, "thorp">, run: string): Promise<boolean> {
  const [start] = await thorp.events(run);
  return start?.type === "run-start" && start.request.approvePlan === true;
}
