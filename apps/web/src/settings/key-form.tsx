/** A new key: what it is for, what may be done with it, and until when. */
import type { ApiKey } from "@thorp/client";
import { useState } from "react";
import { useIsAdmin } from "../login/use-session.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField, SwitchField, TextField } from "../ui/field.tsx";

const words = texts.settings.keys;

export type NewKey = Pick<ApiKey, "name" | "scopes" | "expiresAt">;
type Scope = ApiKey["scopes"][number];

const scopes = Object.keys(words.scopesAbout) as readonly Scope[];
/** What programs that ask and read need. */
const usual: readonly Scope[] = ["runs:read", "runs:write", "v1"];
const DAY = 24 * 60 * 60 * 1_000;

export interface KeyFormProps {
  readonly isSending: boolean;
  readonly onMake: (key: NewKey) => void;
}

export function KeyForm({ isSending, onMake }: KeyFormProps) {
  const isAdmin = useIsAdmin();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(usual);
  const [days, setDays] = useState("365");
  const offered = scopes.filter((scope) => scope !== "admin" || isAdmin);
  return (
    <form
      className="space-y-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        const expiry = days === "" ? {} : { expiresAt: new Date().getTime() + Number(days) * DAY };
        onMake({ name: name.trim(), scopes: [...chosen], ...expiry });
        setName("");
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label={words.name} required value={name} onChange={(event) => setName(event.target.value)} />
        <ChoiceField label={words.ends} value={days} onChoose={setDays} options={words.endings} />
      </div>
      <fieldset className="grid gap-1.5 sm:grid-cols-2">
        <legend className="mb-1.5 text-xs font-medium text-dim">{words.may}</legend>
        {offered.map((scope) => (
          <SwitchField
            key={scope}
            label={words.scopesAbout[scope]}
            isOn={chosen.includes(scope)}
            onChange={(isOn) => setChosen(isOn ? [...chosen, scope] : chosen.filter((other) => other !== scope))}
          />
        ))}
      </fieldset>
      <Button type="submit" look="primary" disabled={isSending || chosen.length === 0}>
        {words.add}
      </Button>
    </form>
  );
}
