/**
 * What a call would change, for the person who is asked about it. What is on the disk then is an input of the run: looked
 * at once for each call and recorded, so that a recovery asks the same.
 */
import type { RunContext } from "../../events/run-context.ts";
import type { RunFacts } from "../call-model/run-facts.ts";
import type { CallToolServices } from "./call-tools.ts";
import type { PreparedCall } from "./prepare-call.ts";
import type { ToolTurn } from "./tool-call.ts";

/** One call, before anybody allowed it. */
export interface Previewed {
  readonly prepared: Extract<PreparedCall, { ok: true }>;
  readonly run: RunFacts;
  readonly turn: ToolTurn;
}

/** As lines that begin with `-`, `+` or a space; undefined where the tool cannot say it. */
export async function previewCall(
  services: Pick<CallToolServices, "toolContext" | "secrets">,
  context: RunContext,
  { prepared: { tool, input, call, digest }, run, turn }: Previewed,
): Promise<string | undefined> {
  if (tool.preview === undefined) return undefined;
  const preview = tool.preview.bind(tool);
  const diff = await context.step<string>({
    name: `${call.step}-preview`,
    digest,
    run: async (step) => {
      step.begin({ kind: "other", digest });
      const { signal } = step;
      const looking = await services.toolContext({ run, step, tool, inputs: turn.inputs, uncaged: false, signal });
      return services.secrets.clean((await preview(input, looking).catch(() => undefined)) ?? "");
    },
  });
  return diff === "" ? undefined : diff;
}
