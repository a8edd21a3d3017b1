/** Labelled inputs. */
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { classNames } from "./class-names.ts";

const box =
  "w-full rounded-md border border-line-strong/60 bg-card px-2.5 text-sm text-ink disabled:opacity-60 aria-invalid:border-bad";

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
}

export interface TextFieldProps extends FieldProps, InputHTMLAttributes<HTMLInputElement> {
  /** What can be chosen; anything else can be typed. */
  readonly suggestions?: readonly string[];
}

export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  suggestions = [],
  ...input
}: TextFieldProps) {
  const id = useId();
  const list = `${id}-list`;
  return (
    <Labelled {...{ id, label, hint, error, isLabelHidden }}>
      <input
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={(hint ?? error) ? `${id}-about` : undefined}
        list={suggestions.length > 0 ? list : undefined}
        {...input}
        className={classNames(box, "h-9", className)}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

export interface ChoiceFieldProps extends FieldProps, Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
  readonly isSmall?: boolean;
}

export function ChoiceField({
  label,
  hint,
  error,
  isLabelHidden,
  options,
  onChoose,
  isSmall,
  className,
  ...select
}: ChoiceFieldProps) {
  const id = useId();
  return (
    <Labelled {...{ id, label, hint, error, isLabelHidden }}>
      <select
        id={id}
        {...select}
        onChange={(event) => onChoose(event.target.value)}
        className={classNames(box, isSmall ? "h-7 text-xs" : "h-9", className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export interface SwitchFieldProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchField({ label, isOn, onChange }: SwitchFieldProps) {
  return (
    <label className="inline-flex items-center gap-2">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

interface LabelledProps extends FieldProps {
  readonly id: string;
  readonly children: ReactNode;
}

function Labelled({ id, label, hint, error, isLabelHidden, children }: LabelledProps) {
  const about = error ?? hint;
  return (
    <div className={isLabelHidden ? "contents" : "space-y-1"}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "block text-xs font-medium text-dim"}>
        {label}
      </label>
      {children}
      {about !== undefined && (
        <p id={`${id}-about`} className={classNames("text-xs", error === undefined ? "text-dim" : "text-bad")}>
          {about}
        </p>
      )}
    </div>
  );
}
