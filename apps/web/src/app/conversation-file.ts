/** Saves a conversation as a file of the person's own: Markdown to read, JSON with everything. */
import { addressOf } from "./base-path.ts";

export function saveConversation(id: string, format: "md" | "json"): void {
  const link = document.createElement("a");
  link.href = addressOf(`/api/conversations/${encodeURIComponent(id)}/export?format=${format}`);
  // The server names the Markdown after the conversation; what it answers as JSON has no name of its own.
  link.download = format === "json" ? `${id}.json` : "";
  link.click();
}
