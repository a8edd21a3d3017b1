/** Something that the server sends whole whenever it changes, while it is shown. */
import type { StreamOptions } from "@thorp/client";
import { useEffect, useRef, useState } from "react";

export interface Live<Value> {
  /** The last one; of what was shown before none is left. */
  readonly value: Value | undefined;
  readonly isConnected: boolean;
  /** The server refuses, or has been away for too long. */
  readonly error?: Error;
}

/** Longer than a restart or a lost network. */
const PATIENCE_MS = 600_000;
const nothing = { value: undefined, isConnected: true } as const;

/** `about` says what is followed: another begins anew. */
export function useLive<Value>(follow: (options: StreamOptions) => AsyncIterable<Value>, about: string): Live<Value> {
  const [live, setLive] = useState<Live<Value>>(nothing);
  const current = useRef(follow);
  current.current = follow;
  useEffect(() => {
    const abort = new AbortController();
    const onAway = (): void => setLive(({ value }) => ({ value, isConnected: false }));
    const run = async (): Promise<void> => {
      const values = current.current({ signal: abort.signal, patienceMs: PATIENCE_MS, onAway });
      for await (const value of values) setLive({ value, isConnected: true });
    };
    run().catch((error: unknown) => {
      if (!abort.signal.aborted) setLive(({ value }) => ({ value, isConnected: false, error: error as Error }));
    });
    return () => {
      abort.abort(new Error("not shown any more"));
      setLive(nothing);
    };
  }, [about]);
  return live;
}
