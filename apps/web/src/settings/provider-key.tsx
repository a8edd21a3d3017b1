/** The key of a provider, typed where it is needed; afterwards the server is asked whether it works. */
import { useState } from "react";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { TextField } from "../ui/field.tsx";

const words = texts.settings.providers;

export interface ProviderKeyProps {
  readonly label: string;
  readonly variable: string;
}

export function ProviderKey({ label, variable }: ProviderKeyProps) {
  const [secret, setSecret] = useState("");
  const [isStored, setStored] = useState(false);
  const { error, isSending, send } = useAnswer();
  const store = async (): Promise<void> => {
    await thorp.credentials.set({ of: "everyone", name: "", variable }, secret);
    setSecret("");
    setStored(true);
    queries.setQueryData(["models"], await thorp.models({ check: true }));
  };
  return (
    <form
      autoComplete="off"
      className="mt-1 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        send(store);
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 sm:max-w-sm">
          <TextField
            label={label}
            type="password"
            autoComplete="new-password"
            required
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </div>
        <Button type="submit" disabled={isSending || secret === ""}>
          {words.storeKey}
        </Button>
      </div>
      {isStored && error === undefined && (
        <p role="status" className="text-xs text-good">
          {words.keyStored}
        </p>
      )}
      {error !== undefined && <Failure error={error} />}
    </form>
  );
}
