/** The catalogue with what a person does to it, as far as this server has one. */
import { ThorpError } from "../../base/errors.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import type { ServerParts } from "../route.ts";

/** Close what it gives. Throws `route-unknown` for a server that a program started around an engine of its own. */
export function openDesk({ openModelDesk }: ServerParts): Promise<ModelDesk> {
  if (openModelDesk !== undefined) return openModelDesk();
  throw new ThorpError("route-unknown", "The program that started this server keeps its catalogue to itself.", {
    hint: "Start it with `thorp serve`.",
  });
}
