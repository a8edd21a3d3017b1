/** A call of `ask_TEAM`: a run from its beginning to its end, told as it goes, stopped when the client leaves. */
import { z } from "zod";
import { errorTable, type Failure, failureFrom, ThorpError } from "../../base/errors.ts";
import type { Thorp } from "../../engine/thorp.ts";
import { attendRun } from "../openai/attend-run.ts";

/** What a client gives. */
export const askTeamInput = z.strictObject({
  text: z.string().min(1).max(200_000).describe("The request, in the words of the person."),
  conversation: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("Goes on with this conversation, as an earlier result named it; a new one otherwise."),
});

/** What stands in `structuredContent`. */
export const askTeamOutput = z.object({
  run: z.string(),
  conversation: z.string(),
  state: z.enum(["done", "partial", "failed", "cancelled"]),
});

/** Where a run is told of while it goes on, and how it ends. */
export interface AskTeamHow {
  readonly team: string;
  /** Where a person can look at a run. */
  readonly linkOf: (run: string) => string;
  /** Aborts when the client cancels or has gone: the run is then stopped. */
  readonly signal: AbortSignal;
  readonly tell: (words: string) => void;
}

/** A result of `tools/call` without what the protocol adds. */
export interface TeamAnswer {
  readonly content: readonly (
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "resource_link"; readonly uri: string; readonly name: string; readonly mimeType: string }
  )[];
  readonly structuredContent?: z.infer<typeof askTeamOutput>;
  readonly isError?: true;
}

/** Never rejects: what goes wrong is an answer that says so. */
export async function askTeam(thorp: Thorp, given: unknown, how: AskTeamHow): Promise<TeamAnswer> {
  try {
    const checked = askTeamInput.safeParse(given ?? {});
    if (!checked.success) return failed(inputFailure(checked.error));
    const { text, conversation } = checked.data;
    const asked = await thorp.ask({ text, team: how.team, ...(conversation === undefined ? {} : { conversation }) });
    const attended = attendRun(
      thorp,
      { run: asked.run, after: 0 },
      { signal: how.signal, link: how.linkOf(asked.run) },
    );
    for await (const delta of attended.deltas) {
      if (delta.kind === "reasoning") how.tell(delta.text.trim());
      if (delta.kind !== "end") continue;
      const { state, failure, answer } = delta;
      if (answer === undefined && failure !== undefined) return failed(failure);
      return {
        content: [{ type: "text", text: answer ?? `The run ended: ${state}.` }, ...(await madeBy(thorp, asked.run))],
        structuredContent: { ...asked, state },
        ...(state === "failed" || state === "cancelled" ? { isError: true } : {}),
      };
    }
    throw new ThorpError("cancelled", "The run was stopped.");
  } catch (error) {
    return failed(failureFrom(error));
  }
}

/** Files that the run made, as links to be read one by one. */
async function madeBy(thorp: Thorp, run: string): Promise<TeamAnswer["content"]> {
  const artifacts = await thorp.artifacts(run);
  return artifacts.flatMap(({ kind, id, title, mediaType }) =>
    kind === "artifact"
      ? [
          {
            type: "resource_link" as const,
            uri: `run://${run}/${encodeURIComponent(id)}`,
            name: title,
            mimeType: mediaType,
          },
        ]
      : [],
  );
}

function inputFailure({ issues }: z.ZodError): Failure {
  const words = issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "arguments"}: ${message}`);
  return { code: "input-invalid", message: `${words.join("; ")}.` };
}

/** Words of an `internal` error stay here: they may name what is nobody's business. */
function failed({ code, message, hint = errorTable[code].hint }: Failure): TeamAnswer {
  const words = code === "internal" ? "Something went wrong inside Thorp." : `${message} ${hint}`;
  return { content: [{ type: "text", text: words }], isError: true };
}
