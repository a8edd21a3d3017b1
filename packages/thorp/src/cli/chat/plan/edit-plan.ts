/** A plan in the person's editor until it has no mistakes, or they give it up. */
import type { Plan } from "../../../wire/plan.ts";
import { type PlanRules, planFromText, planToText } from "./plan-text.ts";

/** False from `tryAgain` gives the edit up, and the plan stays as it was. */
export interface PlanEditing {
  readonly rules: PlanRules;
  readonly editText: (text: string, fileName: string) => Promise<string>;
  /** The mistakes are shown; true opens the editor again. */
  readonly tryAgain: (mistakes: readonly string[]) => Promise<boolean>;
}

/** Undefined when the person changed nothing. Throws what the editor throws. */
export async function editPlan(plan: Plan, { rules, editText, tryAgain }: PlanEditing): Promise<Plan | undefined> {
  const before = planToText(plan, rules);
  let text = before;
  for (;;) {
    const edited = await editText(text, "plan.yaml");
    if (edited === before || withoutComments(edited) === "") return undefined;
    const reading = planFromText(edited, rules);
    if (reading.ok) return reading.plan;
    if (!(await tryAgain(reading.mistakes))) return undefined;
    // What was written stays; only the mistakes above it are those of this reading.
    text = [
      ...reading.mistakes.map((mistake) => `# MISTAKE: ${mistake}`),
      edited.replaceAll(/^# MISTAKE: .*\n/gm, ""),
    ].join("\n");
  }
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*#.*$/gm, "").trim();
}
