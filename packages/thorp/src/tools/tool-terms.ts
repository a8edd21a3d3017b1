/** The terms of a tool as they are recorded with an answer, and as the credit that an answer shows. */
import type { Credit, HeldTerms } from "../events/held-terms.ts";
import type { ToolTerms } from "./tool.ts";

/** Without what nobody has to look up in an old record. */
export function heldTerms({ provider, cacheMs, training, attribution, url }: ToolTerms): HeldTerms {
  return {
    ...{ provider, cacheMs, training },
    ...(attribution === undefined ? {} : { attribution }),
    ...(url === undefined ? {} : { url }),
  };
}

/** Undefined where nobody has to be named. */
export function creditOf({ attribution, url }: Pick<HeldTerms, "attribution" | "url">): Credit | undefined {
  if (attribution === undefined) return undefined;
  return { text: attribution, ...(url === undefined ? {} : { url }) };
}
