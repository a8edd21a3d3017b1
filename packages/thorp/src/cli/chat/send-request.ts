/** A request of a chat, from what the person wrote to the end of its run. */
import { definedOf } from "../../base/defined-of.ts";
import type { AskRequest } from "../../engine/thorp.ts";
import { isAnswerable } from "../ask/follow-run.ts";
import { exitCodeOf } from "../exit-code.ts";
import type { Chat, ChatAttachment } from "./chat.ts";

/** `text` is sent as it stands; a leading slash is no command here. */
export interface ChatRequest {
  readonly text: string;
  /** What it names of MCP servers comes along; default: true. */
  readonly expand?: boolean;
  /** Beside those that are waiting. */
  readonly attachments?: readonly ChatAttachment[];
}

/** Resolves to the exit code that `ask` would have. Throws what `ask` throws; then nothing of the chat has changed. */
export async function sendRequest(chat: Chat, { text, expand = true, attachments = [] }: ChatRequest): Promise<number> {
  const { state, thorp } = chat;
  const sent = [...state.attachments, ...attachments];
  const asked = await thorp.ask({ ...requestFrom(chat, text, sent), ...(expand ? { expand } : {}) });
  state.attachments = [];
  state.conversation = asked.conversation;
  return followInChat(chat, asked.run, state.asksPlan && isAnswerable(chat.context, chat.options));
}

/** Follows a run that is under way. */
export async function followInChat(chat: Chat, run: string, asksPlan: boolean): Promise<number> {
  chat.state.lastRun = run;
  const { end } = await chat.screen.watch(run, { asksPlan });
  return exitCodeOf(end?.state ?? "failed", end?.failure);
}

function requestFrom(
  { context, options, config, state }: Chat,
  text: string,
  attachments: readonly ChatAttachment[],
): AskRequest {
  const { workspace, out, deadlineMs, budgets } = config.settings;
  const { team, model, conversation, yes, asksPlan } = state;
  const interactive = isAnswerable(context, options);
  const given = { model, conversation, out, deadlineMs, budget: budgets.run };
  return {
    text,
    team,
    attachments,
    workspace: workspace ?? context.surroundings.cwd,
    yes,
    interactive,
    approvePlan: asksPlan && interactive,
    ...definedOf(given),
  };
}
