/** A secret is typed and sent; what was sent leaves the page at once. */
import type { CredentialName } from "@thorp/client";
import { useState } from "react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";

const words = texts.settings.credentials;

export interface NewCredential extends CredentialName {
  readonly secret: string;
}

export interface CredentialFormProps {
  /** The name that it begins with; may be empty. */
  readonly named: string;
  /** Who types; undefined where there are no users. */
  readonly user: string | undefined;
  /** May store what others use too. */
  readonly isAdmin: boolean;
  readonly isSending: boolean;
  readonly onStore: (credential: NewCredential, onStored: () => void) => void;
}

export function CredentialForm({ named, user, isAdmin, isSending, onStore }: CredentialFormProps) {
  const [of, setOf] = useState<NewCredential["of"]>(user === undefined ? "everyone" : "user");
  const [team, setTeam] = useState("");
  const [variable, setVariable] = useState(named);
  const [secret, setSecret] = useState("");
  const owners: readonly NewCredential["of"][] = [
    ...(user === undefined ? [] : (["user"] as const)),
    ...(isAdmin ? (["team", "everyone"] as const) : []),
  ];
  const names: Readonly<Record<string, string>> = { user: user ?? "", team: team.trim(), everyone: "" };
  return (
    <form
      className="grid gap-3 border-t border-line pt-4 sm:grid-cols-2"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onStore({ of, name: names[of] ?? "", variable: variable.trim(), secret }, () => setSecret(""));
      }}
    >
      <TextField
        label={words.variable}
        hint={words.variableHint}
        required
        spellCheck={false}
        value={variable}
        onChange={(event) => setVariable(event.target.value.toUpperCase())}
      />
      <TextField
        label={words.secret}
        type="password"
        autoFocus={named !== ""}
        autoComplete="new-password"
        required
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      {owners.length > 1 && (
        <ChoiceField
          label={words.of}
          value={of}
          onChoose={(chosen) => setOf(chosen as NewCredential["of"])}
          options={owners.map((value) => ({ value, label: words.subjects[value] ?? value }))}
        />
      )}
      {of === "team" && (
        <TextField label={words.team} required value={team} onChange={(event) => setTeam(event.target.value)} />
      )}
      <Button type="submit" look="primary" className="self-end justify-self-start" disabled={isSending}>
        {words.add}
      </Button>
    </form>
  );
}
