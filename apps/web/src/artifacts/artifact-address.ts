/** Where the server has the bytes of a file that went into a run or came out of it. */
import { addressOf } from "../app/base-path.ts";

export function artifactAddress(run: string, id: string): string {
  return addressOf(`/api/runs/${encodeURIComponent(run)}/artifacts/${encodeURIComponent(id)}`);
}
