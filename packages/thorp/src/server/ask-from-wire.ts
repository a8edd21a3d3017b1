/** A request as it came over the wire, as the engine takes it. */
import type { z } from "zod";
import type { AskRequest } from "../engine/thorp.ts";
import type { askRequestSchema } from "../wire/ask.ts";

/** What was left out stays out; attachments become bytes. */
export function askFromWire({ attachments, ...request }: z.infer<typeof askRequestSchema>): AskRequest {
  const given = Object.fromEntries(Object.entries(request).filter(([, member]) => member !== undefined));
  return {
    ...(given as Omit<AskRequest, "attachments" | "text">),
    text: request.text,
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
