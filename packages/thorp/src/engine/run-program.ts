/** The program of one run, put together from its journal's first event; recovery and replay make the same one. */
import type { AgentServices } from "../agents/assignment.ts";
import type { Team } from "../agents/team.ts";
import type { RunEvent } from "../events/event.ts";
import type { RunContext } from "../events/run-context.ts";
import type { RunFacts } from "../gateway/call-model/run-facts.ts";
import type { HistoryMessage } from "../models/brief.ts";
import type { Environment } from "../orchestration/environment.ts";
import { lookAtFiles, type PeekFiles } from "../orchestration/look-at-files.ts";
import { runRequest } from "../orchestration/run-request.ts";
import type { RunProgram } from "../runtime/runtime.ts";

/** What the program of one run depends on, all of it fixed by the journal. */
export interface RunProgramOptions {
  readonly start: RunEvent & { readonly type: "run-start" };
  readonly team: Team;
  readonly services: AgentServices;
  readonly peekFiles: PeekFiles;
  /** The conversation before this run. */
  readonly history: readonly HistoryMessage[];
  readonly earlierSummary: NonNullable<Environment["earlierSummary"]>;
  /** Tokens; smallest window of the models that the top agent may use. */
  readonly smallestWindow: number;
  /** Milliseconds since the start in which no engine had the run. */
  readonly downtimeMs: number;
}

/** Starts nothing: it is what a runtime runs. */
export function runProgram({
  start,
  team,
  services,
  peekFiles,
  history,
  earlierSummary,
  smallestWindow,
  downtimeMs,
}: RunProgramOptions): RunProgram {
  const { request } = start;
  const deadlineMs = request.deadlineMs;
  const run: RunFacts = {
    run: start.run,
    team: team.name,
    user: request.owner?.user ?? "local",
    request,
    ...(team.filters === undefined ? {} : { filters: team.filters }),
    ...(deadlineMs === undefined
      ? {}
      : { deadlineAt: (context: RunContext) => start.at + deadlineMs + downtimeMs + context.waitedForPerson() }),
  };
  return async (context) => {
    const earlier = history.flatMap(({ role, text }) => (role === "person" ? [text] : []));
    const looking = { team, specs: services.toolSpecs, peekFiles };
    const files = await lookAtFiles(context, { ...looking, run, earlier });
    const lookAgain = (answer: string, step: string) =>
      lookAtFiles(context, {
        ...looking,
        run: { ...run, request: { ...request, text: answer } },
        earlier: [...earlier, request.text],
        step,
      });
    await runRequest(
      context,
      { run, team, services, history, earlierSummary, files, lookAgain, planBy: "model" },
      { smallestWindow },
    );
  };
}

/** The time between the last event of one process and the first of the next, summed up. */
export function downtimeIn(events: readonly RunEvent[]): number {
  return events.reduce((sum, event, position) => {
    const before = events[position - 1];
    return event.type === "run-recover" && before !== undefined ? sum + Math.max(0, event.at - before.at) : sum;
  }, 0);
}
