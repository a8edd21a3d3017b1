/** For whoever looks after tools: what is wrong with them, and which of them are trusted. */
import type { Calls } from "./calls.ts";
import type { ToolProblem } from "./wire/catalogue.generated.ts";

/** Tools of the server beside the list of them. */
export interface ToolAdminClient {
  /** What is wrong with sources and single tools. */
  problems(): Promise<readonly ToolProblem[]>;
  /** Agrees to tools as they are described now, by name, `SOURCE/NAME` or source; gives the names of the tools. */
  trust(names: readonly string[]): Promise<readonly string[]>;
}

/** Asks nothing yet. */
export function createToolAdminClient({ json }: Pick<Calls, "json">): ToolAdminClient {
  return {
    problems: async () => (await json<{ problems: readonly ToolProblem[] }>({ path: "/api/tools" })).problems,
    trust: async (names) =>
      (await json<{ trusted: readonly string[] }>({ method: "POST", path: "/api/tools/trust", body: { tools: names } }))
        .trusted,
  };
}
