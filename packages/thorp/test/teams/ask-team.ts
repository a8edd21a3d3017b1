/** Test-only: a request to a team on rules, from a real engine to its answer. */
import { fileURLToPath } from "node:url";
import { createEngine } from "../../src/engine/create-engine.ts";
import type { EngineOptions } from "../../src/engine/engine-options.ts";
import type { AskRequest, Thorp } from "../../src/engine/thorp.ts";
import type { RunEvent } from "../../src/events/event.ts";

export const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** No model but the rules: no key, and no server where the catalogue looks for one. */
export function openOffline(options: EngineOptions = {}): Promise<Thorp> {
  return createEngine({ dataDir: "memory", env: {}, timeZone: "UTC", workspace: repository, ...options });
}

export interface Told {
  readonly events: readonly RunEvent[];
  readonly text: string;
  readonly state: string;
  /** Agents that calls of tools were made by, in order. */
  readonly agents: readonly string[];
}

export async function askTeam(thorp: Thorp, request: AskRequest): Promise<Told> {
  const { run } = await thorp.ask(request);
  const events: RunEvent[] = [];
  for await (const update of thorp.follow(run)) if (update.kind === "event") events.push(update.event);
  return toldOf(events);
}

export function toldOf(events: readonly RunEvent[]): Told {
  const said = events.findLast((event) => event.type === "message-add");
  const end = events.at(-1);
  return {
    events,
    text: said?.type === "message-add" && said.role === "team" ? said.text : "",
    state: end?.type === "run-end" ? end.state : "",
    agents: events.flatMap((event) =>
      event.type === "step-start" && event.call.kind === "tool" ? [event.call.agent] : [],
    ),
  };
}
