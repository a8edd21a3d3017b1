/** The words around what was said, the same in every format. */

import { oneLine } from "../../base/clean-text.ts";
import type { MicroDollars } from "../../base/money.ts";
import { formatMoney } from "../../base/money.ts";
import { countWords, durationWords, timeWords } from "../../base/words.ts";
import type { Conversation, Exchange } from "../collect-conversation.ts";

/** On one line; times are those of this machine's time zone. */
export function headWords({ team, startedAt, lastAt, cost, exchanges }: Conversation): string {
  return [
    `team ${team}`,
    `${timeWords(startedAt)} to ${timeWords(lastAt)}`,
    countWords(exchanges.length, "run"),
    dollarWords(cost),
  ].join(" · ");
}

/** State (when it is not done), money, tokens, time, models. */
export function costWords({ state, isUndone, cost, tokens, startedAt, endedAt, models }: Exchange): string {
  const parts = [
    isUndone ? "taken back" : "",
    state === "done" ? "" : state,
    dollarWords(cost),
    tokens.input + tokens.output === 0
      ? ""
      : `${tokens.input.toLocaleString("en")} tokens in, ${tokens.output.toLocaleString("en")} out`,
    endedAt === undefined ? "" : durationWords(endedAt - startedAt),
    models.map((model) => (model === "rules" ? "engine: rules" : model)).join(", "),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** In the order of the answer, one line each, with the numbers that the answer names. */
export function citationWords({ citations }: Exchange): readonly string[] {
  return citations.map(({ number, title, source }) =>
    oneLine(`[${number}] ${title}${source === undefined ? "" : ` (${source})`}`),
  );
}

/** One line each: the provider's words, and the page of the terms where there is one. */
export function creditWords({ credits = [] }: Pick<Exchange, "credits">): readonly string[] {
  return credits.map(({ text, url }) => oneLine(url === undefined ? text : `${text} (${url})`));
}

/** One line each, not shortened to the working folder: an export is read elsewhere. */
export function fileWords({ files }: Exchange): readonly string[] {
  return files.map(({ file, isNew }) => `${isNew ? "made" : "changed"} ${oneLine(file)}`);
}

function dollarWords(dollars: number): string {
  return formatMoney(Math.round(dollars * 1e6) as MicroDollars);
}
