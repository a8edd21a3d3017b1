/** What stands below an answer: files, sources, what is missing, what it took, and how to go on. */
import { relative } from "node:path";
import { oneLine } from "../../base/clean-text.ts";
import { formatMoney } from "../../base/money.ts";
import { countWords, durationWords, shortId, withCommas } from "../../base/words.ts";
import { creditWords } from "../../engine/conversation-export/conversation-facts.ts";
import type { RunDetail } from "../../engine/thorp.ts";
import type { RunStory } from "../run-view/run-story.ts";
import type { Paint } from "../terminal/paint.ts";

/** How and from where it is seen. */
export interface FooterLook {
  readonly paint: Paint;
  /** File names are given from here. */
  readonly cwd: string;
  /** In a chat the next line is the next request: nobody has to be told how to go on. */
  readonly isChat?: boolean;
}

/** Lines, each with its newline. */
export function runFooter(story: RunStory, detail: RunDetail, { paint, cwd, isChat = false }: FooterLook): string {
  const id = shortId(detail.run.id);
  const parts = [
    section(
      "Files",
      [...story.files.values()].map(({ file, isNew }) => `${isNew ? "made" : "changed"} ${shown(cwd, file)}`),
    ),
    section(
      "Sources",
      (story.final?.citations ?? []).map(({ number, title, source }) => {
        return `[${number}] ${title}${source === undefined ? "" : ` (${shown(cwd, source)})`}`;
      }),
    ),
    section("Credits", creditWords(story.final ?? {})),
    section("Missing", missingParts(story)),
    section("Model", standIn(story, detail)),
  ];
  const took = [
    formatMoney(detail.run.cost),
    tokenWords(detail),
    durationWords((detail.run.endedAt ?? story.at) - detail.run.startedAt),
    usedModels(detail),
    isChat ? `run ${id}` : "",
  ];
  const last = isChat ? [] : [`run ${id}`, `thorp runs show ${id}`, 'thorp ask -c "..." goes on'];
  return [
    ...parts.flat().map(({ text, isTitle }) => (isTitle ? paint.bold(text) : text)),
    paint.dim(took.filter((part) => part !== "").join(" · ")),
    paint.dim(last.join(" · ")),
  ]
    .filter((line) => line !== "")
    .map((line) => `${line}\n`)
    .join("");
}

/** `rules` are no model; they stand here as the engine that they are. */
export function usedModels({ modelCalls }: Pick<RunDetail, "modelCalls">): string {
  const names = modelCalls.map(({ model, tier }) => (tier === "embedded" ? "engine: rules" : `${model} (${tier})`));
  return [...new Set(names)].join(", ");
}

/** A person who named a model must see that another answered. */
function standIn({ wantedModel }: RunStory, { modelCalls }: RunDetail): readonly string[] {
  const onRules = modelCalls.length > 0 && modelCalls.every(({ tier }) => tier === "embedded");
  if (wantedModel === undefined || !onRules || wantedModel.startsWith("rules")) return [];
  return [`${wantedModel} could not be called, the rules model answered; thorp models --check says why`];
}

function tokenWords({ modelCalls }: Pick<RunDetail, "modelCalls">): string {
  const paid = modelCalls.filter(({ tier }) => tier !== "embedded");
  if (paid.length === 0) return "";
  const sum = (of: "inputTokens" | "outputTokens") => withCommas(paid.reduce((total, call) => total + call[of], 0));
  return `${sum("inputTokens")} tokens in, ${sum("outputTokens")} out`;
}

/** Tasks of the plan as it stood at the end that brought nothing. */
function missingParts({ plan, tasks, end }: RunStory): readonly string[] {
  // Whoever cancelled knows that nothing more came.
  if (end?.state === "cancelled") return [];
  return (plan?.tasks ?? []).flatMap(({ id, goal }) => {
    const task = tasks.get(id);
    if (task === undefined || task.state === "done") return [];
    return [`${goal}${task.reason === undefined ? "" : `: ${task.reason}`}`];
  });
}

interface FooterLine {
  readonly text: string;
  readonly isTitle: boolean;
}

function section(title: string, lines: readonly string[]): readonly FooterLine[] {
  if (lines.length === 0) return [];
  return [{ text: title, isTitle: true }, ...lines.map((line) => ({ text: `  ${oneLine(line)}`, isTitle: false }))];
}

/** From the working folder when it lies there, else as it is; addresses and names of tools stay. */
function shown(cwd: string, source: string): string {
  if (!source.startsWith("/") && !/^[A-Za-z]:\\/.test(source)) return source;
  const path = relative(cwd, source);
  return path === "" || path.startsWith("..") ? source : path;
}

/** For `ask`, which tells of what is left from before. */
export function unfinishedWords(runs: readonly { readonly id: string; readonly text: string }[]): string {
  if (runs.length === 0) return "";
  const lines = runs
    .slice(0, 5)
    .map(({ id, text }) => `  thorp runs resume ${shortId(id)}   ${oneLine(text).slice(0, 60)}`);
  const more = runs.length > 5 ? [`  and ${runs.length - 5} more: thorp runs list --unfinished`] : [];
  return [
    `${countWords(runs.length, "run")} from before ${runs.length === 1 ? "has" : "have"} not ended:`,
    ...lines,
    ...more,
    "",
  ].join("\n");
}
