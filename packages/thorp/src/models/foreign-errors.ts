/** Models of other makers, with what they throw said in Thorp's words: retries, fallback and health depend on the code. */
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type { LanguageModelV4, LanguageModelV4StreamPart } from "./language-model.ts";
import { type CallTarget, errorFromNetwork, errorFromResponse } from "./transport/call-errors.ts";

/** Whom errors are told of; the secret is taken out of them. */
export interface ForeignTarget {
  /** Its name in the catalogue. */
  readonly provider: string;
  readonly secret: string | undefined;
  readonly clock: Clock;
}

/** The same model; its errors, thrown or in the stream, are ThorpErrors. */
export function withThorpErrors(model: LanguageModelV4, target: ForeignTarget): LanguageModelV4 {
  const translated = (error: unknown) => foreignError(error, model.modelId, target);
  const guarded = <Options, Result>(call: (options: Options) => PromiseLike<Result>) => {
    return async (options: Options): Promise<Result> => {
      try {
        return await call(options);
      } catch (error) {
        throw translated(error);
      }
    };
  };
  return {
    specificationVersion: "v4",
    provider: target.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: guarded((options) => model.doGenerate(options)),
    doStream: guarded(async (options) => {
      const opened = await model.doStream(options);
      return { ...opened, stream: opened.stream.pipeThrough(translatedParts(translated)) };
    }),
  };
}

function translatedParts(
  translated: (error: unknown) => ThorpError,
): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
  return new TransformStream({
    transform(part, controller) {
      controller.enqueue(part.type === "error" ? { type: "error", error: translated(part.error) } : part);
    },
  });
}

/** The SDK's APICallError is known by its fields: the package brings a class of its own. */
function foreignError(error: unknown, model: string, { provider, secret, clock }: ForeignTarget): ThorpError {
  if (error instanceof ThorpError) return error;
  const fields = (typeof error === "object" && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  const target: CallTarget = {
    provider,
    model,
    url: addressOf(fields["url"]),
    ...(secret !== undefined && { secret }),
  };
  const { statusCode: status, responseBody, responseHeaders } = fields;
  if (typeof status === "number" && (status < 200 || status >= 300)) {
    const body = typeof responseBody === "string" ? responseBody : messageOf(error);
    return errorFromResponse(target, { status, headers: headersOf(responseHeaders), body }, clock.now());
  }
  if (error instanceof Error && isNetworkError(error)) return errorFromNetwork(target, error);
  const said = messageOf(error);
  const message = secret === undefined || secret.length < 4 ? said : said.replaceAll(secret, "[key]");
  return new ThorpError("model-output", `${provider}/${model}: ${message}`, { cause: error });
}

/** `fetch failed`, or an error of the socket below it; the SDK marks what never got an answer as worth a retry. */
function isNetworkError(error: Error): boolean {
  const { isRetryable, statusCode } = error as { readonly isRetryable?: unknown; readonly statusCode?: unknown };
  if (isRetryable === true && statusCode === undefined) return true;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; depth++, at = at.cause)
    if (typeof (at as NodeJS.ErrnoException).syscall === "string" || at.message === "fetch failed") return true;
  return false;
}

function addressOf(url: unknown): URL {
  return typeof url === "string" && URL.canParse(url) ? new URL(url) : new URL("http://package.invalid");
}

function headersOf(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
