/** A one-time link: a password is chosen, for the first admin a name too. */
import { useState } from "react";
import { api } from "../app/api.ts";
import { addressOf } from "../app/base-path.ts";
import { texts } from "../texts/texts.ts";
import { TextField } from "../ui/field.tsx";
import { LoginFrame } from "./login-frame.tsx";
import { renewSession } from "./use-session.ts";

const words = texts.login;

export interface LinkPageProps {
  readonly token: string;
  /** Nobody is known to this server yet: the link makes the first admin. */
  readonly isFirst: boolean;
  readonly onDone: () => void;
}

export function LinkPage({ token, isFirst, onDone }: LinkPageProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const redeem = async (): Promise<void> => {
    const body = { token, password, ...(isFirst ? { name } : {}) };
    const user = await api<{ readonly name: string }>("/api/links/redeem", { method: "POST", body });
    await api("/api/session", { method: "POST", body: { name: user.name, password } });
    // The token has done its work; it need not stay in the history.
    window.history.replaceState(null, "", addressOf("/"));
    await renewSession();
    onDone();
  };
  return (
    <LoginFrame
      title={words.setTitle}
      about={isFirst ? words.firstAbout : words.setAbout}
      submit={redeem}
      button={words.set}
    >
      {isFirst && (
        <TextField
          label={words.name}
          autoComplete="username"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <TextField
        label={words.newPassword}
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint={words.passwordHint}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </LoginFrame>
  );
}
