/** A streamed reply gathered into one result: what `doGenerate` is made of. */
import type { LanguageModelV4, LanguageModelV4StreamPart } from "./language-model.ts";
import { noUsage } from "./openai-compatible/usage.ts";

type StreamResult = Awaited<ReturnType<LanguageModelV4["doStream"]>>;
type GenerateResult = Awaited<ReturnType<LanguageModelV4["doGenerate"]>>;
type Content = GenerateResult["content"][number];

/** Rejects with the error of the first `error` part. Blocks keep the order in which they began. */
export async function collectStream({ stream, request, response }: StreamResult): Promise<GenerateResult> {
  const content: Content[] = [];
  const blocks = new Map<string, { type: "text" | "reasoning"; text: string }>();
  let warnings: GenerateResult["warnings"] = [];
  let metadata: Omit<Extract<LanguageModelV4StreamPart, { type: "response-metadata" }>, "type"> = {};
  let end: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined;

  for await (const part of stream) {
    switch (part.type) {
      case "stream-start":
        warnings = part.warnings;
        break;
      case "response-metadata": {
        const { type: _, ...rest } = part;
        metadata = { ...metadata, ...rest };
        break;
      }
      case "text-start":
      case "reasoning-start": {
        const block = { type: part.type === "text-start" ? ("text" as const) : ("reasoning" as const), text: "" };
        blocks.set(part.id, block);
        content.push(block);
        break;
      }
      case "text-delta":
      case "reasoning-delta": {
        const block = blocks.get(part.id);
        if (block) block.text += part.delta;
        break;
      }
      case "tool-call":
      case "tool-result":
      case "tool-approval-request":
      case "source":
      case "file":
      case "reasoning-file":
      case "custom":
        content.push(part);
        break;
      case "error":
        throw part.error;
      case "finish":
        end = part;
        break;
      default:
      // Ends of blocks, pieces of tool inputs and raw chunks add nothing to the whole.
    }
  }
  return {
    content,
    finishReason: end?.finishReason ?? { unified: "interrupted", raw: undefined },
    usage: end?.usage ?? noUsage,
    ...(end?.providerMetadata && { providerMetadata: end.providerMetadata }),
    ...(request && { request }),
    response: { ...metadata, ...response },
    warnings,
  };
}
