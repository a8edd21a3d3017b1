/** The form of a word that goes with a count, by the rules of the language. */

const rules = new Intl.PluralRules("en");

export interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** "1 task", "3 tasks". */
export function counted(count: number, forms: PluralForms): string {
  const form = rules.select(count) === "one" ? forms.one : forms.other;
  return `${count.toLocaleString("en")} ${form}`;
}
