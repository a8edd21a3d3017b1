/** Questions of `thorp teams new` in a terminal: only for what was not said already. */
import type { Readable, Writable } from "node:stream";
import type { Surroundings } from "../surroundings.ts";
import type { TeamWish } from "./new-team.ts";

/** Whom to ask and what answers are possible. */
export interface NewTeamQuestions {
  readonly surroundings: Pick<Surroundings, "stdin" | "stderr">;
  /** Teams that a new one can begin with. */
  readonly teams: readonly string[];
  readonly problemWith: (name: string) => string | undefined;
}

/** Undefined when the person pressed Ctrl-C. */
export type AskNewTeam = (given: TeamWish, questions: NewTeamQuestions) => Promise<TeamWish | undefined>;

type Beginning = "one" | "several" | `from ${string}`;

/** Loads the library for prompts only now. */
export const askNewTeam: AskNewTeam = async (given, { surroundings, teams, problemWith }) => {
  const { isCancel, select, text } = await import("@clack/prompts");
  // The real streams; the narrow types are for those who fake them.
  const streams = {
    input: surroundings.stdin as unknown as Readable,
    output: surroundings.stderr as unknown as Writable,
  };
  const name =
    given.name !== ""
      ? given.name
      : await text({ message: "What is the team called?", validate: (value) => problemWith(value ?? ""), ...streams });
  if (isCancel(name)) return undefined;
  if (given.from !== undefined || given.agents !== undefined) return { ...given, name };

  const options: { value: Beginning; label: string }[] = [
    { value: "one", label: "One agent with every tool" },
    { value: "several", label: "One that leads and others that work" },
    ...teams.map((team) => ({ value: `from ${team}` as const, label: `A copy of ${team}` })),
  ];
  const beginning = await select<Beginning>({ message: "What does it begin with?", options, ...streams });
  if (isCancel(beginning)) return undefined;
  if (beginning.startsWith("from ")) return { ...given, name, from: beginning.slice("from ".length) };
  const names =
    beginning === "one"
      ? name
      : await text({
          message: "Names of the agents, the leading one first",
          initialValue: "lead, researcher, analyst, writer",
          ...streams,
        });
  if (isCancel(names)) return undefined;
  const description =
    given.description ?? (await text({ message: "What is it good for?", defaultValue: "My own team.", ...streams }));
  if (isCancel(description)) return undefined;
  const agents = names.split(",").map((agent) => agent.trim());
  return { name, agents, description };
};
