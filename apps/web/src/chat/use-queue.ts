/** The requests of a conversation that wait; kept in this browser. */
import { useCallback, useState } from "react";
import { readStored, writeStored } from "../app/stored.ts";
import { changeQueue, isQueue, type QueueChange, type QueuedRequest } from "./queue.ts";

export function useQueue(conversation: string | undefined) {
  const name = `queue.${conversation ?? "new"}`;
  const [kept, setKept] = useState<{ readonly name: string; readonly queue: readonly QueuedRequest[] }>({
    name,
    queue: readStored<readonly QueuedRequest[]>(name, [], isQueue),
  });
  const queue = kept.name === name ? kept.queue : readStored<readonly QueuedRequest[]>(name, [], isQueue);
  const change = useCallback(
    (by: QueueChange) => {
      const next = changeQueue(readStored<readonly QueuedRequest[]>(name, [], isQueue), by);
      writeStored(name, next.length === 0 ? undefined : next);
      setKept({ name, queue: next });
    },
    [name],
  );
  return { queue, change };
}
