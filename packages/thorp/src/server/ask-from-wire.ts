/** A request as it came over the wire, as the engine takes it. */

import type { z } from "zod";
import { definedOf } from "../base/defined-of.ts";
import { ThorpError } from "../base/errors.ts";
import type { AskRequest } from "../engine/thorp.ts";
import type { askRequestSchema, retryRequestSchema } from "../wire/ask.ts";
import type { Caller } from "./caller.ts";

/**
 * What was left out stays out; attachments become bytes. Without a caller nobody is taken for somebody at home here.
 * Throws `access-denied` for folders that the caller may not choose.
 */
export function askFromWire(request: z.infer<typeof askRequestSchema>, caller: Caller | undefined): AskRequest {
  return { ...partFromWire(request, caller), text: request.text };
}

/** The same for what shall be different when something is asked again. */
export function partFromWire(
  { attachments, ...request }: z.infer<typeof retryRequestSchema>,
  caller: Caller | undefined,
): Partial<AskRequest> {
  demandOwnFolders(request, caller);
  return {
    ...definedOf(request),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map(({ base64, mediaType, name }) => ({
            name,
            bytes: Buffer.from(base64, "base64"),
            ...(mediaType === undefined ? {} : { mediaType }),
          })),
        }),
  };
}

type Folders = Pick<z.infer<typeof askRequestSchema>, "workspace" | "out" | "yes">;

/** A path names files of the server's machine: only who may read its data folder anyway may choose one. */
function demandOwnFolders({ workspace, out, yes }: Folders, caller: Caller | undefined): void {
  if (workspace === undefined && out === undefined && yes === undefined) return;
  if (caller?.kind === "personal" && caller.holdsFolder) return;
  throw new ThorpError("access-denied", "workspace, out and yes are for commands on the server's own machine.", {
    hint: "Leave them out, or send files as attachments.",
  });
}
