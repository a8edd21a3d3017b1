/** A list of the server that forms on this page change: fetched, and fetched again after each change. */
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { queries } from "../app/queries.ts";
import { useAnswer } from "../chat/approval-card.tsx";

export function useList<Item>(path: string, member: string) {
  const queryKey = ["settings", path];
  const { data, error } = useQuery({
    queryKey,
    queryFn: async () => (await api<Readonly<Record<string, readonly Item[]>>>(path))[member] ?? [],
  });
  const { error: changeError, isSending, send } = useAnswer();
  /** Then the list is fetched again. */
  const change = (act: () => Promise<unknown>): void =>
    send(async () => {
      await act();
      await queries.invalidateQueries({ queryKey });
    });
  return { items: data, error: error ?? changeError, isSending, change };
}
