/** One batch of texts at one of the servers of an embedding model: the least busy one, another one when it fails. */
import type { Clock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { EmbedInputCall, EmbedResult, InputEmbeddingModel } from "../metered-embedding.ts";

interface Place {
  readonly model: InputEmbeddingModel;
  running: number;
  /** Milliseconds since 1970. */
  avoidUntil: number;
}

/** A server that failed gets nothing for so long while another one is there. Milliseconds. */
const AVOID_MS = 10_000;
const SERVERS: ReadonlySet<string> = new Set(["model-unavailable", "model-unknown", "rate-limited"]);

/** Rejects with the error of the last server when all of them fail. */
export function poolEmbeddings(
  models: readonly InputEmbeddingModel[],
  clock: Clock,
): (call: EmbedInputCall) => Promise<EmbedResult> {
  const places = models.map((model): Place => ({ model, running: 0, avoidUntil: 0 }));
  return async (call) => {
    const failed = new Set<Place>();
    for (;;) {
      const place = leastBusy(places, failed, clock.now());
      if (place === undefined) throw new ThorpError("model-unavailable", "There is no server for these embeddings.");
      place.running++;
      try {
        return await place.model.doEmbed(call);
      } catch (error) {
        if (!(error instanceof ThorpError && SERVERS.has(error.code))) throw error;
        failed.add(place);
        place.avoidUntil = clock.now() + AVOID_MS;
        if (failed.size === places.length) throw error;
      } finally {
        place.running--;
      }
    }
  };
}

function leastBusy(places: readonly Place[], failed: ReadonlySet<Place>, now: number): Place | undefined {
  const left = places.filter((place) => !failed.has(place));
  const well = left.filter(({ avoidUntil }) => avoidUntil <= now);
  return (well.length > 0 ? well : left).reduce<Place | undefined>(
    (best, place) => (best === undefined || place.running < best.running ? place : best),
    undefined,
  );
}
