/** A list of the server that forms on this page change: fetched, and fetched again after each change. */
import { useQuery } from "@tanstack/react-query";
import { queries } from "../app/queries.ts";
import { useAnswer } from "../chat/use-answer.ts";

/** `name` tells lists apart. */
export function useList<Item>(name: string, list: () => Promise<readonly Item[]>) {
  const queryKey = ["settings", name];
  const { data, error } = useQuery({ queryKey, queryFn: list });
  const { error: changeError, isSending, send } = useAnswer();
  /** Then the list is fetched again. */
  const change = (act: () => Promise<unknown>): void =>
    send(async () => {
      await act();
      await queries.invalidateQueries({ queryKey });
    });
  return { items: data, error: error ?? changeError, isSending, change };
}
