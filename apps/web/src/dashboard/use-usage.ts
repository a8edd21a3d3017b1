/** Figures as they change: the server sends them whole, the browser comes back by itself when the connection is lost. */
import { useEffect, useState } from "react";
import { addressOf } from "../app/base-path.ts";
import type { Usage, UsageWindow } from "./usage-shape.ts";

export interface LiveUsage {
  readonly usage: Usage | undefined;
  readonly isConnected: boolean;
}

export function useUsage(window: UsageWindow): LiveUsage {
  const [live, setLive] = useState<LiveUsage>({ usage: undefined, isConnected: true });
  useEffect(() => {
    const source = new EventSource(addressOf(`/api/usage/stream?window=${window}`));
    source.addEventListener("usage", (event) =>
      setLive({ usage: JSON.parse((event as MessageEvent<string>).data) as Usage, isConnected: true }),
    );
    source.addEventListener("error", () => setLive((before) => ({ ...before, isConnected: false })));
    return () => source.close();
  }, [window]);
  return live;
}
