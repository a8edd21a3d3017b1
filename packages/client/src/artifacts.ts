/** Files that went into a run or came out of it. */
import { type Calls, runPath } from "./calls.ts";
import type { Artifact } from "./wire/run.generated.ts";

/** Both reject with `ThorpApiError`. */
export interface ArtifactsClient {
  list(run: string): Promise<readonly Artifact[]>;
  /** The bytes; what a browser might act on has no media type of its own. `blob-unknown` for what the run does not name, and for bytes that are gone. */
  read(run: string, artifact: string): Promise<Blob>;
}

/** The part of the client for files. */
export function createArtifactsClient({ json, send }: Calls): ArtifactsClient {
  return {
    list: async (run) =>
      (await json<{ artifacts: readonly Artifact[] }>({ path: runPath(run, "/artifacts") })).artifacts,
    read: async (run, artifact) =>
      (await send({ path: runPath(run, `/artifacts/${encodeURIComponent(artifact)}`) })).blob(),
  };
}
