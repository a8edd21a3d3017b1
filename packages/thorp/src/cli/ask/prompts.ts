/** Questions in the terminal. The library for them is loaded when the first one is asked. */
import type { Readable, Writable } from "node:stream";
import { cleanText, oneLine } from "../../base/clean-text.ts";
import type { Plan } from "../../wire/plan.ts";
import type { Ask } from "../run-view/run-story.ts";
import type { Surroundings } from "../surroundings.ts";
import { type ApprovalChoice, approvalChoices } from "./approval-choices.ts";

/** What a person wants of a plan that was shown. */
export type PlanChoice =
  | { readonly kind: "run" }
  | { readonly kind: "stop" }
  | { readonly kind: "change"; readonly plan: Plan };

/** Each resolves to undefined when the person pressed Ctrl-C, or the signal aborted. */
export interface Prompts {
  approve(ask: Ask & { readonly type: "approval-ask" }, signal: AbortSignal): Promise<ApprovalChoice | undefined>;
  answer(ask: Ask & { readonly type: "question-ask" }, signal: AbortSignal): Promise<string | undefined>;
  choosePlan(plan: Plan, signal: AbortSignal): Promise<PlanChoice | undefined>;
  confirm(text: string): Promise<boolean | undefined>;
}

/** What only some terminals can do; a choice that is not given here is not offered. */
export interface PromptOptions {
  /** Lets the person change a plan as text; undefined when they left it as it was. */
  readonly editPlan?: (plan: Plan) => Promise<Plan | undefined>;
}

const OTHER = "\u0000other";

/** Prompts on standard error, so that standard output holds the answer alone. */
export function createPrompts(
  { stdin, stderr }: { readonly stdin: object; readonly stderr: Surroundings["stderr"] },
  { editPlan }: PromptOptions = {},
): Prompts {
  // The real streams; the narrow types are for those who fake them.
  const streams = { input: stdin as unknown as Readable, output: stderr as unknown as Writable };
  const clack = () => import("@clack/prompts");

  return {
    async approve(ask, signal) {
      const { summary, tool, effect, why, diff } = ask;
      const { select } = await clack();
      const change = diff === undefined ? "" : `\n${cleanText(diff)}`;
      const message = `Allow this? ${oneLine(summary)}${change}\n${oneLine(`${tool} (${effect}): ${why}`)}`;
      const options = approvalChoices(ask).map(({ choice, words }) => ({ value: choice, label: words }));
      return said(await select({ message, options, signal, ...streams }));
    },
    async answer({ text, choices = [] }, signal) {
      const { select, text: ask } = await clack();
      const message = cleanText(text);
      if (choices.length > 0) {
        const options = [
          ...choices.map((choice) => ({ value: choice, label: oneLine(choice) })),
          { value: OTHER, label: "Something else" },
        ];
        const chosen = said(await select({ message, options, signal, ...streams }));
        if (chosen !== OTHER) return chosen;
      }
      const validate = (value: string | undefined) =>
        value?.trim() ? undefined : "Write an answer, or press Ctrl-C to cancel the run.";
      return said(await ask({ message, validate, signal, ...streams }));
    },
    async choosePlan(plan, signal) {
      const { select, multiselect } = await clack();
      const options = [
        { value: "run" as const, label: "Run it" },
        ...(plan.tasks.length > 1 ? [{ value: "change" as const, label: "Leave tasks out" }] : []),
        ...(editPlan === undefined ? [] : [{ value: "edit" as const, label: "Edit it as text" }]),
        { value: "stop" as const, label: "Stop here" },
      ];
      const kind = said(await select({ message: planText(plan), options, signal, ...streams }));
      if (kind === "edit") {
        const edited = await editPlan?.(plan);
        if (edited !== undefined) return { kind: "change", plan: edited };
        return signal.aborted ? undefined : this.choosePlan(plan, signal);
      }
      if (kind !== "change") return kind && { kind };
      const tasks = plan.tasks.map(({ id, goal }) => ({ value: id, label: oneLine(goal) }));
      const initialValues = plan.tasks.map(({ id }) => id);
      const kept = said(
        await multiselect({
          message: "Which tasks?",
          options: tasks,
          initialValues,
          required: true,
          signal,
          ...streams,
        }),
      );
      return kept && { kind, plan: planOf(plan, new Set(kept)) };
    },
    async confirm(message) {
      const { confirm } = await clack();
      return said(await confirm({ message, initialValue: false, ...streams }));
    },
  };
}

/** The tasks in order, each with who does it and what it waits for. */
export function planText({ tasks }: Plan): string {
  const numbers = new Map(tasks.map(({ id }, at) => [id, at + 1]));
  const lines = tasks.map(({ id, goal, agent, needs }) => {
    const after = needs.flatMap((need) => numbers.get(need) ?? []);
    return `${numbers.get(id)}. ${oneLine(goal)} (${agent}${after.length === 0 ? "" : `, after ${after.join(" and ")}`})`;
  });
  return ["This is the plan:", ...lines].join("\n");
}

/** The library answers Ctrl-C and an aborted signal with a symbol. */
function said<Value>(value: Value): Exclude<Value, symbol> | undefined {
  return typeof value === "symbol" ? undefined : (value as Exclude<Value, symbol>);
}

/** The plan with these tasks only; nothing waits for one that is gone. */
export function planOf(plan: Plan, kept: ReadonlySet<string>): Plan {
  const tasks = plan.tasks.filter(({ id }) => kept.has(id));
  return {
    ...plan,
    tasks: tasks.map((task) => ({ ...task, needs: task.needs.filter((need) => kept.has(need)) })),
    answerFrom: plan.answerFrom.filter((id) => kept.has(id)),
  };
}
