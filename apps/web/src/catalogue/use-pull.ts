/** A model on its way to its server. Who leaves the page stops the fetch; what has come stays there for the next one. */
import type { PullUpdate } from "@thorp/client";
import { useEffect, useRef, useState } from "react";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";

export type PullState =
  | { readonly kind: "none" }
  /** `share` is of the part that is being fetched; absent while the server tells no size. */
  | { readonly kind: "fetching"; readonly server: string; readonly status: string; readonly share?: number }
  | { readonly kind: "failed"; readonly error: { readonly message: string; readonly hint?: string } }
  | { readonly kind: "done" };

export function usePull() {
  const [state, setState] = useState<PullState>({ kind: "none" });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const pull = async (model: string): Promise<void> => {
    const own = new AbortController();
    abort.current?.abort();
    abort.current = own;
    setState({ kind: "fetching", server: "", status: "" });
    try {
      let last: PullState = { kind: "done" };
      for await (const update of thorp.modelAdmin.pull(model, { signal: own.signal })) {
        last = update.error === undefined ? { kind: "done" } : { kind: "failed", error: update.error };
        setState(stateFrom(update));
      }
      setState(last);
      // Servers are asked anew what they hold.
      queries.setQueryData(["models"], await thorp.models({ check: true }));
      await queries.invalidateQueries({ queryKey: ["model-servers"] });
    } catch (thrown) {
      if (own.signal.aborted) setState({ kind: "none" });
      else setState({ kind: "failed", error: thrown as Error });
    }
  };
  return { state, pull, stop: () => abort.current?.abort() };
}

/** The shape of one step. */
function stateFrom({ server, status, total, completed = 0, error }: PullUpdate): PullState {
  if (error !== undefined) return { kind: "failed", error };
  const share = total === undefined || total === 0 ? {} : { share: completed / total };
  return { kind: "fetching", server, status, ...share };
}
