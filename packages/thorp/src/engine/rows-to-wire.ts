/** From rows of the store to what leaves the process: money in US dollars, labels as one word about trust. */
import type { z } from "zod";
import { isTainted } from "../base/label.ts";
import type { MessageRow, ModelCallRow, RunRow } from "../storage/store.ts";
import type { messageSummarySchema } from "../wire/rows.ts";

const MICRO = 1e6;

/** Times stay milliseconds since 1970. */
export function runToWire({ cost, ...run }: RunRow) {
  return { ...run, cost: cost / MICRO };
}

/** Times stay milliseconds. */
export function modelCallToWire({ cost, ...call }: ModelCallRow) {
  return { ...call, cost: cost / MICRO };
}

/** `tainted` is true when any of its labels is untrusted. */
export function messageToWire({
  labels,
  citations,
  credits,
  ...message
}: MessageRow): z.infer<typeof messageSummarySchema> {
  return {
    ...message,
    tainted: isTainted(labels),
    ...(citations === undefined ? {} : { citations: citations.map((citation) => ({ ...citation })) }),
    ...(credits === undefined ? {} : { credits: credits.map((credit) => ({ ...credit })) }),
  };
}
