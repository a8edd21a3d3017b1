/** Which implementations hold programs of agents and clients. */
import type { CageFacts } from "../sandbox/cage.ts";
import { createFindCage } from "../sandbox/process/find-cage.ts";

/** Tries to make a cage and says what came of it. Never rejects. */
export function lookAtCage(env: Readonly<Record<string, string | undefined>>): Promise<CageFacts> {
  return createFindCage({ path: env["PATH"] ?? "" })();
}
