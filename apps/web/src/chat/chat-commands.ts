/** The commands of a conversation. */
import type { ServerOffers, Team } from "@thorp/client";
import { goTo } from "../app/use-place.ts";
import { texts } from "../texts/texts.ts";
import { type Command, promptCommands } from "./commands.ts";
import type { AskChoices } from "./composer-menus.tsx";

const words = texts.chat.commands;

export interface ChatCommandOptions {
  readonly teams: readonly Team[];
  readonly offers: ServerOffers;
  readonly choices: AskChoices;
  readonly setChoices: (choices: AskChoices) => void;
  /** Absent where there is nothing to stop, ask again or show. */
  readonly onStop?: (() => void) | undefined;
  readonly onRetry?: () => void;
  readonly onGraph?: () => void;
}

export function chatCommands(options: ChatCommandOptions): readonly Command[] {
  const { teams, offers, choices, setChoices, onStop, onRetry, onGraph } = options;
  const command = (name: string, about: string, run: (() => void) | undefined): readonly Command[] =>
    run === undefined ? [] : [{ name, about, run }];
  return [
    ...command("stop", words.stop, onStop),
    ...command("retry", words.retry, onRetry),
    ...command("graph", words.graph, onGraph),
    ...command("new", words.new, () => goTo({ page: "chat" })),
    ...command("plan", words.plan, () => setChoices({ ...choices, approvePlan: !choices.approvePlan })),
    ...teams
      .filter(({ agents }) => agents.length > 0)
      .flatMap(({ name, title }) =>
        command(`team ${name}`, words.team(title), () => setChoices({ ...choices, team: name })),
      ),
    ...promptCommands(offers),
    ...command("runs", words.runs, () => goTo({ page: "runs" })),
    ...command("models", words.models, () => goTo({ page: "models" })),
    ...command("settings", words.settings, () => goTo({ page: "settings", section: "preferences" })),
  ];
}
