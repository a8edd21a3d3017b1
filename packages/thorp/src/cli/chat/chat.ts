/** What a chat is made of: the engine, what the person has set, and the place where they read and write. */
import type { Config } from "../../config/load-config.ts";
import { defaultTeam } from "../../engine/engine-options.ts";
import type { AskRequest, Thorp } from "../../engine/thorp.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import type { RunStory } from "../run-view/run-story.ts";

/** Held in memory with its bytes until the request is sent; without a media type it counts as plain bytes. */
export type ChatAttachment = NonNullable<AskRequest["attachments"]>[number];

/** What the next request is sent with; commands change it. */
export interface ChatState {
  /** Name or folder. */
  team: string;
  /** Undefined: every agent's own choice. */
  model: string | undefined;
  /** Writing in the workspace and the out folder is allowed without asking. */
  yes: boolean;
  /** Plans are shown for approval before they run. */
  asksPlan: boolean;
  /** Undefined until the first request. */
  conversation: string | undefined;
  /** The run that was followed last. */
  lastRun: string | undefined;
  /** For the next request alone. */
  attachments: readonly ChatAttachment[];
  /** The run that works now. */
  running: { readonly run: string; readonly story: RunStory; readonly stop: (why: string) => void } | undefined;
}

/** Whether this run waits for its plan to be accepted; fixed when it was asked for, whatever the chat is set to now. */
export interface WatchedRun {
  readonly asksPlan: boolean;
}

/** Where the person reads and writes: a terminal, or lines that come and go. */
export interface ChatScreen {
  /** What a command was asked for; ends with a newline. */
  print(text: string): void;
  /** Everything else; one line. */
  note(text: string): void;
  /** Shows a run to its end. Rejects when it cannot go on in this process. */
  watch(run: string, how: WatchedRun): Promise<RunStory>;
  /** Lets the person change a text; undefined where nobody can. */
  readonly editText: ((text: string, fileName: string) => Promise<string>) | undefined;
  /** Asks for yes or no; undefined where nobody can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  /** So that the person finds it with the arrow keys; undefined where there are none. */
  readonly remember: ((text: string) => void) | undefined;
}

/** Everything but `state` stays the same from the first input to the last; whoever opened `thorp` closes it. */
export interface Chat {
  readonly context: CommandContext;
  readonly options: CommonOptions;
  readonly config: Config;
  readonly thorp: Thorp;
  readonly state: ChatState;
  readonly screen: ChatScreen;
}

/** The flags of `thorp chat` as they were typed; those that settings know too are absent when not given. */
export interface ChatOptions extends CommonOptions {
  readonly team?: string;
  readonly workspace?: string;
  readonly out?: string;
  readonly model?: string;
  readonly budget?: string;
  readonly deadline?: string;
  readonly yes?: boolean;
  readonly plan?: boolean;
  /** A conversation, the beginning or ending of its id, or true for the last. */
  readonly resume?: string | true;
  /** False with --no-wait. */
  readonly wait: boolean;
}

/** Team and model of the settings, flags already in them; no conversation, nothing attached, nothing running. */
export function createChatState(options: ChatOptions, { settings }: Pick<Config, "settings">): ChatState {
  return {
    team: settings.team ?? defaultTeam,
    model: settings.model,
    yes: options.yes ?? false,
    asksPlan: options.plan ?? false,
    conversation: undefined,
    lastRun: undefined,
    attachments: [],
    running: undefined,
  };
}
