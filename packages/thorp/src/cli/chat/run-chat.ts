/** `thorp chat`: a conversation that goes on until the person leaves. */
import { join } from "node:path";
import { oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { countWords, shortId } from "../../base/words.ts";
import type { Config } from "../../config/load-config.ts";
import { secretCleaner } from "../../engine/clean-secrets.ts";
import { runsOf } from "../../engine/conversations.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { isAnswerable } from "../ask/follow-run.ts";
import { type CommandContext, readConfig, withThorp } from "../command-context.ts";
import { findConversation } from "../conversation-id.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { openWhenFree } from "../open-when-free.ts";
import { type Chat, type ChatOptions, createChatState } from "./chat.ts";
import { asksPlan } from "./commands/look-commands.ts";
import { demandModel, demandTeam } from "./commands/settings-commands.ts";
import { openHistory } from "./input/history-file.ts";
import { createKeyboard, type KeySource } from "./input/keyboard.ts";
import { runLiveChat } from "./live/live-chat.ts";
import { runPlainChat } from "./plain/plain-chat.ts";
import { recallWords } from "./recall.ts";
import { followInChat } from "./send-request.ts";

/**
 * Finishes with the exit code of the chat. Before the first prompt it throws `usage`, `config-invalid`, `team-unknown`,
 * `model-unknown`, `conversation-unknown`, and with --no-wait `data-locked`.
 */
export async function runChat(context: CommandContext, options: ChatOptions): Promise<void> {
  if (options.plan && !isAnswerable(context, options)) {
    throw new ThorpError("usage", "--plan needs a terminal to show the plan in and to answer.", {
      hint: "Leave out --plan, or start it in a terminal without --json.",
    });
  }
  const config = await readConfig(context, options, [
    ["team", options.team, "--team"],
    ["workspace", options.workspace, "--workspace"],
    ["out", options.out, "--out"],
    ["model", options.model, "--model"],
    ["budgets.run", options.budget, "--budget"],
    ["deadline", options.deadline, "--deadline"],
  ]);
  const thorp = await openForChat(context, { config, options });
  await withThorp(thorp, async () => {
    const state = createChatState(options, config);
    await demandTeam(thorp, state.team);
    if (state.model !== undefined) await demandModel(thorp, state.model);
    if (options.resume !== undefined) {
      state.conversation = await findConversation(options.resume === true ? "last" : options.resume, thorp);
      const [newest] = await runsOf(thorp, state.conversation);
      if (options.team === undefined && newest !== undefined) state.team = newest.team;
    }
    const code = await talk({ context, options, config, thorp, state });
    context.finish(code);
  });
}

async function openForChat(
  context: CommandContext,
  { config, options }: { readonly config: Config; readonly options: ChatOptions },
): Promise<Thorp> {
  const interrupt = listenForInterrupt(context.surroundings);
  interrupt.signal.addEventListener("abort", () => context.surroundings.exit(130));
  try {
    return await openWhenFree(context, config, {
      describe: "`thorp chat`",
      wait: options.wait,
      quiet: options.json,
      recover: true,
    });
  } finally {
    interrupt.stop();
  }
}

async function talk(parts: Omit<Chat, "screen">): Promise<number> {
  const { context, options, config, state } = parts;
  const { surroundings, terminal } = context;
  const goodbye = (): void => {
    if (state.conversation === undefined || options.json) return;
    const id = shortId(state.conversation);
    surroundings.stderr.write(terminal.notes.dim(`Conversation ${id}: \`thorp chat --resume ${id}\` goes on.`) + "\n");
  };
  if (!isAnswerable(context, options) || !isKeySource(surroundings.stdin)) {
    const code = await runPlainChat({ parts, begin });
    goodbye();
    return code;
  }
  const keyboard = createKeyboard(surroundings.stdin, surroundings.stderr);
  const { dataDir } = config.settings;
  const history = await openHistory({
    file: dataDir === "memory" ? undefined : join(dataDir, "chat-history"),
    clean: secretCleaner(surroundings.env),
  });
  // Whoever leaves at once leaves the terminal as it was found.
  const exit = (code: number): void => {
    keyboard.stop();
    surroundings.exit(code);
  };
  const live = { ...parts, context: { ...context, surroundings: { ...surroundings, exit } } };
  try {
    return await runLiveChat({ parts: live, keyboard, history, begin });
  } finally {
    keyboard.stop();
    goodbye();
  }
}

/** Greets, shows where the conversation was, says what goes on in the background, follows what belongs here. */
async function begin(chat: Chat): Promise<void> {
  const { context, options, thorp, state, screen } = chat;
  const unfinished = await thorp.listRuns({ unfinished: true, limit: 1000 });
  const own = unfinished.find(({ conversation }) => conversation === state.conversation);
  const others = unfinished.filter((run) => run !== own);
  if (!options.json) {
    if (isAnswerable(context, options))
      screen.note(
        `Thorp, team ${state.team}${state.model === undefined ? "" : `, model ${state.model}`}. /help lists the commands.`,
      );
    if (state.conversation !== undefined)
      context.surroundings.stderr.write(await recallWords(chat, state.conversation));
    if (others.length > 0) {
      const [first] = others;
      screen.note(
        `${countWords(others.length, "run")} from before ${others.length === 1 ? "goes" : "go"} on in the background: ${oneLine(first?.text ?? "").slice(0, 60)}. /follow shows them.`,
      );
    }
  }
  if (own !== undefined) await followInChat(chat, own.id, await asksPlan(chat, own.id));
}

function isKeySource(input: object): input is KeySource {
  return "on" in input && "off" in input && "pause" in input && "resume" in input;
}
