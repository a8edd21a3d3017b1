/** Prompts and resources of MCP servers that a request may name. */
import { useQuery } from "@tanstack/react-query";
import type { ServerOffers } from "@thorp/client";
import { thorp } from "../app/thorp.ts";

const nothing: ServerOffers = { prompts: [], resources: [] };

export function useServerOffers(): ServerOffers {
  const query = { queryKey: ["server-offers"], queryFn: () => thorp.serverOffers(), staleTime: 60_000 };
  return useQuery(query).data ?? nothing;
}
