/** A model as a provider's list describes it, in the words of the catalogue. */
import { type ModelFields, type ParameterName, parameterNames } from "../catalogue-schema.ts";

/** Fields of the catalogue that a list knows. */
export type SyncedModel = Pick<
  ModelFields,
  "id" | "context" | "max_output" | "price" | "capabilities" | "unsupported" | "formats"
>;

/** A provider's list as far as it could be used. */
export interface ReadList {
  readonly models: readonly SyncedModel[];
  /** `id: reason`, for what could not be taken over. */
  readonly skipped: readonly string[];
}

/** US dollars per million tokens from US dollars per token, without the noise of binary fractions. */
export function perMillion(perToken: number): number {
  return Number((perToken * 1e6).toPrecision(9));
}

/** A number, or text that is one; undefined for everything else. */
export function amountFrom(value: unknown): number | undefined {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return undefined;
  const amount = Number(value);
  return Number.isFinite(amount) ? amount : undefined;
}

/** A whole number of tokens that a window can have. */
export function windowFrom(value: unknown): number | undefined {
  const tokens = amountFrom(value);
  return tokens !== undefined && tokens >= 256 ? Math.floor(tokens) : undefined;
}

/** Of the parameters that a catalogue knows, those that a list of supported ones leaves out. */
export function unsupportedFrom(supported: readonly string[]): readonly ParameterName[] {
  return supported.length === 0 ? [] : parameterNames.filter((name) => !supported.includes(name));
}

/** The strings of a list; empty for anything else. */
export function textsFrom(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The object itself; an empty one for anything else. */
export function recordFrom(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** An id of the catalogue: no spaces, a provider and a name. */
export function isCatalogueId(id: string): boolean {
  return /^[^/\s]+\/\S+$/.test(id);
}
