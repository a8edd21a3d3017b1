/** Ceilings over money: what is set, what is used, and a new one. */
import type { Budget } from "@thorp/client";
import { Wallet } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { moneyText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { useList } from "./use-list.ts";

const words = texts.settings.budgets;

export function BudgetSection() {
  const { items, error, isSending, change } = useList("budgets", thorp.budgets.list);
  const remove = (budget: Budget): void => change(() => thorp.budgets.remove(budget));
  return (
    <Section title={texts.settings.sections.budgets} about={words.about}>
      <div className="space-y-4">
        {error !== undefined && <Failure error={error} />}
        {items === undefined && error === undefined && <Waiting label={texts.common.loading} />}
        {items?.length === 0 && <Empty icon={Wallet} title={words.empty} about={words.emptyAbout} />}
        <ul className="space-y-3">
          {items?.map((budget) => (
            <BudgetRow
              key={`${budget.of} ${budget.name} ${budget.per}`}
              budget={budget}
              onRemove={() => remove(budget)}
            />
          ))}
        </ul>
        <BudgetForm isSending={isSending} onSet={(budget) => change(() => thorp.budgets.set(budget))} />
      </div>
    </Section>
  );
}

function BudgetRow({ budget, onRemove }: { readonly budget: Budget; readonly onRemove: () => void }) {
  const { of, name, per, limit, used } = budget;
  const label = `${`${words.subjects[of] ?? of} ${name}`.trim()}, ${words.periods[per] ?? per}`;
  const money = (dollars: number): string => (dollars === 0 ? "$0" : moneyText(dollars, "$0"));
  return (
    <li className="space-y-1">
      <div className="figures flex items-center gap-3">
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <span className="text-dim">{words.used(money(used), money(limit))}</span>
        <Button look="danger" size="small" onClick={onRemove}>
          {texts.common.remove}
        </Button>
      </div>
      <progress
        aria-label={label}
        value={used}
        max={Math.max(limit, used, 1e-9)}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-inset accent-accent"
      />
    </li>
  );
}

interface BudgetFormProps {
  readonly isSending: boolean;
  readonly onSet: (budget: NewBudget) => void;
}

type NewBudget = Omit<Budget, "used">;

function BudgetForm({ isSending, onSet }: BudgetFormProps) {
  const [budget, setBudget] = useState<NewBudget>({ of: "everyone", name: "", per: "day", limit: 5 });
  const options = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }));
  return (
    <form
      className="grid gap-3 border-t border-line pt-4 sm:grid-cols-2 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSet({ ...budget, name: budget.of === "everyone" ? "" : budget.name });
      }}
    >
      <ChoiceField
        label={words.of}
        value={budget.of}
        onChoose={(of) => setBudget({ ...budget, of: of as Budget["of"] })}
        options={options(words.subjects)}
      />
      {budget.of !== "everyone" && (
        <TextField
          label={words.name}
          required
          value={budget.name}
          onChange={(event) => setBudget({ ...budget, name: event.target.value })}
        />
      )}
      <ChoiceField
        label={words.per}
        value={budget.per}
        onChoose={(per) => setBudget({ ...budget, per: per as Budget["per"] })}
        options={options(words.periods)}
      />
      <TextField
        label={words.limit}
        type="number"
        min={0}
        step="any"
        required
        value={budget.limit}
        onChange={(event) => setBudget({ ...budget, limit: Number(event.target.value) })}
      />
      <Button type="submit" look="primary" className="self-end justify-self-start" disabled={isSending}>
        {words.add}
      </Button>
    </form>
  );
}
