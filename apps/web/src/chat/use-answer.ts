/** Something that is sent: one at a time; a failure stays to be read, and the buttons work again. */
import { useState } from "react";
import { queries } from "../app/queries.ts";

export function useAnswer() {
  const [error, setError] = useState<Error>();
  const [isSending, setSending] = useState(false);
  const send = (act: () => Promise<unknown>): void => {
    setSending(true);
    setError(undefined);
    act()
      .then(() => queries.invalidateQueries({ queryKey: ["runs"] }))
      .catch((thrown: unknown) => setError(thrown as Error))
      .finally(() => setSending(false));
  };
  return { error, isSending, send };
}
