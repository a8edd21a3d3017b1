/** Figures as they change: the server sends them whole, and the client comes back when the connection is lost. */
import type { Usage } from "@thorp/client";
import { thorp } from "../app/thorp.ts";
import type { UsageWindow } from "./usage-shape.ts";
import { type Live, useLive } from "./use-live.ts";

export function useUsage(window: UsageWindow): Live<Usage> {
  return useLive((options) => thorp.usage.follow({ window, ...options }), window);
}
