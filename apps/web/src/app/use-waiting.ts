/** Runs that wait for a person; one question to the server for all who ask. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@thorp/client";
import { thorp } from "./thorp.ts";

export function useWaiting(): readonly Run[] {
  const { data = [] } = useQuery({
    queryKey: ["runs", "unfinished"],
    queryFn: () => thorp.runs.list({ unfinished: true, limit: 200 }),
    refetchInterval: 4_000,
  });
  return data.filter(({ state }) => state === "waiting");
}
