/** Tool results inside prompts: their text for the servers, and the files that text cannot carry. */

import { type FileContent, textOfFile } from "./file-content.ts";
import type { LanguageModelV4Message } from "./language-model.ts";

type ToolPart = Extract<LanguageModelV4Message, { role: "tool" }>["content"][number];
/** A tool's result as prompts hold it. */
export type ToolOutput = Extract<ToolPart, { type: "tool-result" }>["output"];

/** Failures are told apart by their words, since the protocols have no field for them. */
export function textOfOutput(output: ToolOutput): string {
  switch (output.type) {
    case "text":
      return output.value;
    case "json":
      return JSON.stringify(output.value);
    case "error-text":
      return `Error: ${output.value}`;
    case "error-json":
      return `Error: ${JSON.stringify(output.value)}`;
    case "execution-denied":
      return `Denied: ${output.reason ?? "the call was not allowed"}`;
    case "content":
      return output.value
        .map((part) =>
          part.type === "text"
            ? part.text
            : part.type === "file"
              ? (textOfFile(part) ?? `[${part.filename ?? part.mediaType}]`)
              : "",
        )
        .join("");
  }
}

/** Files of a result that are not text; each stands in the text as `[name]`. */
export function filesOfOutput(output: ToolOutput): readonly FileContent[] {
  if (output.type !== "content") return [];
  return output.value.filter((part) => part.type === "file").filter((file) => textOfFile(file) === undefined);
}
