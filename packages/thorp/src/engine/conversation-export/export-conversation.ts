/** The formats a conversation can leave in. */
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import type { Conversation } from "../collect-conversation.ts";
import { conversationHtml } from "./html.ts";
import { conversationMarkdown } from "./markdown.ts";

export const exportFormats = ["md", "json", "html"] as const;
/** Short names, as flags and file endings have them; JSON alone can be read back without loss. */
export type ExportFormat = (typeof exportFormats)[number];

/** The whole file, ending in a newline. JSON holds texts as they were said; the others without control characters. */
export function exportConversation(conversation: Conversation, format: ExportFormat): string {
  switch (format) {
    case "md":
      return conversationMarkdown(conversation);
    case "html":
      return conversationHtml(conversation);
    case "json":
      return `${JSON.stringify(conversation, null, 2)}\n`;
  }
}

/** Also by usual other names. Throws `usage`. */
export function formatFrom(name: string): ExportFormat {
  const plain = name.toLowerCase().replace(/^\./, "");
  const known = { markdown: "md", txt: "md", text: "md", htm: "html" }[plain] ?? plain;
  const format = exportFormats.find((candidate) => candidate === known);
  if (format !== undefined) return format;
  const close = nearest(plain, exportFormats);
  throw new ThorpError(
    "usage",
    `There is no format ${name || "without a name"}.${close === undefined ? "" : ` Did you mean ${close}?`} There are: ${exportFormats.join(", ")}.`,
  );
}
