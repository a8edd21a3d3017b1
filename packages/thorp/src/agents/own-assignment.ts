/** The parts of an assignment that follow from the run alone; what makes it particular is spread over it. */
import type { Assignment } from "./assignment.ts";
import type { Agent } from "./team.ts";

/** What an agent of the run starts from when nothing was done yet. */
export function ownAssignment(
  { run, team, files }: Pick<Assignment, "run" | "team" | "files">,
  agent: Agent,
): Omit<Assignment, "purpose" | "stepPrefix"> {
  return {
    run,
    team,
    agent,
    request: run.request.text,
    history: [],
    files,
    inputs: [],
    learned: [],
    missing: [],
    delegates: [],
    mayAsk: false,
    firstTry: true,
  };
}
