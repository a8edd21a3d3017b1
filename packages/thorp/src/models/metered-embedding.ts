/**
 * Embeddings with their bill. The seam of providers stays `EmbeddingModelV4`; what stands behind a model of the
 * catalogue also takes tokens, where its server does, and says what each call came to.
 */
import { ThorpError } from "../base/errors.ts";
import { type MicroDollars, noMoney } from "../base/money.ts";
import type { EmbeddingModelV4 } from "./language-model.ts";

/** A text, or the numbers that the model's own tokenizer made of one. */
export type EmbedInput = string | readonly number[];

type TextCall = Parameters<EmbeddingModelV4["doEmbed"]>[0];

/** As V4's call, with tokens allowed. */
export type EmbedInputCall = Omit<TextCall, "values"> & { readonly values: readonly EmbedInput[] };
/** What a call of V4 brings. */
export type EmbedResult = Awaited<ReturnType<EmbeddingModelV4["doEmbed"]>>;

/** One model at one server. Every such model is an `EmbeddingModelV4`. */
export interface InputEmbeddingModel extends Omit<EmbeddingModelV4, "doEmbed"> {
  /** Rejects with `input-invalid` for tokens where the server takes texts only. */
  doEmbed(call: EmbedInputCall): PromiseLike<EmbedResult>;
}

/** Inputs of one caller. */
export interface MeteredRequest {
  readonly inputs: readonly EmbedInput[];
  readonly dimensions?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What became of them. */
export interface MeteredEmbeddings {
  /** One for each input, in their order; none after a failure. */
  readonly vectors: readonly (readonly number[])[];
  /** The caller's share of what the servers counted. */
  readonly tokens: number;
  /** The caller's share of what the calls cost; undefined when nobody knows: then what was reserved stands. */
  readonly cost: MicroDollars | undefined;
  /** Of the first input that could not be embedded. */
  readonly failure?: unknown;
}

/** A model of the catalogue. */
export interface MeteredEmbeddingModel extends EmbeddingModelV4 {
  /** Never rejects for what a server does. */
  embed(request: MeteredRequest): Promise<MeteredEmbeddings>;
  /** Those that would have to be sent to a server, each once; the others are known from before. */
  unknownOf(request: MeteredRequest): Promise<readonly EmbedInput[]>;
}

/** A model of texts that says so when it is given tokens. */
export function textsOnly(model: EmbeddingModelV4): InputEmbeddingModel {
  return {
    ...model,
    doEmbed({ values, ...call }) {
      const texts = values.filter((value) => typeof value === "string");
      if (texts.length === values.length) return model.doEmbed({ ...call, values: texts });
      const what = `${model.provider}/${model.modelId} takes texts, not tokens.`;
      return Promise.reject(new ThorpError("input-invalid", what, { hint: "Send the texts themselves." }));
    },
  };
}

/** For a model that needs no server: nothing is gathered, kept or paid. */
export function unmetered(bare: EmbeddingModelV4): MeteredEmbeddingModel {
  const model = textsOnly(bare);
  return {
    ...bare,
    async embed({ inputs, dimensions, signal }) {
      try {
        const { embeddings, usage } = await model.doEmbed({
          values: inputs,
          ...(dimensions === undefined ? {} : { dimensions }),
          ...(signal === undefined ? {} : { abortSignal: signal }),
        });
        return { vectors: embeddings, tokens: usage?.tokens ?? 0, cost: noMoney };
      } catch (failure) {
        return { vectors: [], tokens: 0, cost: noMoney, failure };
      }
    },
    unknownOf: async ({ inputs }) => inputs,
  };
}
