/** A one-time link: a password is chosen, for the first admin a name too. */
import { useState } from "react";
import { addressOf } from "../app/base-path.ts";
import { thorp } from "../app/thorp.ts";
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
    const user = await thorp.session.redeem({ token, password, ...(isFirst ? { name } : {}) });
    await thorp.session.logIn(user.name, password);
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
          autoFocus
          autoComplete="username"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <TextField
        label={words.newPassword}
        type="password"
        autoFocus={!isFirst}
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
