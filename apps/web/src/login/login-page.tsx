/** Name and password. */
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { TextField } from "../ui/field.tsx";
import { LoginFrame } from "./login-frame.tsx";
import { renewSession } from "./use-session.ts";

const words = texts.login;

export function LoginPage() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const logIn = async (): Promise<void> => {
    await thorp.session.logIn(name, password);
    await renewSession();
  };
  return (
    <LoginFrame title={words.title} about={words.about} submit={logIn} button={words.logIn}>
      <TextField
        label={words.name}
        autoFocus
        autoComplete="username"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={words.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </LoginFrame>
  );
}
