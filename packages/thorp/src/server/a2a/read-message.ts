/** A message of a client as a request to a team. */
import type { AskRequest } from "../../engine/thorp.ts";
import { A2aError } from "./a2a-error.ts";
import type { Part, SendMessage } from "./a2a-shapes.ts";

/** Texts make the request, files and data go with it. Throws `A2aError` for what cannot be taken. */
export function readMessage({ tenant, message, configuration }: SendMessage): AskRequest {
  if (message.taskId !== undefined)
    throw new A2aError("UNSUPPORTED_OPERATION", "A task takes no more messages; go on under its contextId.");
  if (configuration?.taskPushNotificationConfig !== undefined)
    throw new A2aError("PUSH_NOTIFICATION_NOT_SUPPORTED", "This server pushes nothing; follow the task instead.");
  demandText(configuration?.acceptedOutputModes);
  const words = message.parts.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const attachments = message.parts.flatMap((part, place) => attachmentFrom(part, place + 1));
  if (words.join("").trim() === "") throw new A2aError("INVALID_PARAMS", "The message has no text part with words.");
  return {
    text: words.join("\n\n"),
    ...(tenant === undefined ? {} : { team: tenant }),
    ...(message.contextId === undefined ? {} : { conversation: message.contextId }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

function demandText(modes: readonly string[] = []): void {
  if (modes.length === 0 || modes.some((mode) => /^(?:text\/(?:plain|markdown|\*)|\*\/\*|text)$/i.test(mode))) return;
  throw new A2aError("CONTENT_TYPE_NOT_SUPPORTED", "Answers are text/plain or text/markdown.");
}

function attachmentFrom(part: Part, number: number): NonNullable<AskRequest["attachments"]> {
  const { raw, url, data, filename, mediaType } = part;
  if (url !== undefined)
    throw new A2aError("CONTENT_TYPE_NOT_SUPPORTED", "Files by address are not fetched; send their bytes as `raw`.");
  if (data !== undefined) {
    const name = filename || `data-${number}.json`;
    return [{ name, mediaType: "application/json", bytes: Buffer.from(JSON.stringify(data)) }];
  }
  if (raw === undefined) return [];
  if (!/^[\w+/-]*={0,2}$/.test(raw)) throw new A2aError("INVALID_PARAMS", `Part ${number} is not base64.`);
  return [
    { name: filename || `file-${number}`, bytes: Buffer.from(raw, "base64"), ...(mediaType ? { mediaType } : {}) },
  ];
}
