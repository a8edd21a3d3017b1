/** Which models have passed `thorp models test`: a small file beside the record, readable by people. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { contentHash, parseJson } from "../base/json.ts";
import type { ModelEntry, ProviderEntry } from "./catalogue.ts";

/** One thing that was tried. */
export interface TestCheck {
  readonly name: string;
  /** `missing`: the model does not have it, which the catalogue says too. */
  readonly state: "ok" | "failed" | "missing";
  readonly detail: string;
}

/** The last test of one model. */
export interface TestRecord {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ok: boolean;
  /** Of the entry as it was tested: another address or name is another model. */
  readonly fingerprint: string;
  readonly checks: readonly TestCheck[];
}

/** Records by model id. */
export type TestRecords = Readonly<Record<string, TestRecord>>;

/** What a test speaks for. A changed price or alias needs no new one. */
export function fingerprintOf(entry: ModelEntry, provider: ProviderEntry | undefined): string {
  const { id, context, maxOutput, capabilities, settings, openrouter } = entry;
  const { kind, dialect, urls } = provider ?? {};
  const text = JSON.stringify([id, context, maxOutput, capabilities, settings, openrouter, kind, dialect, urls]);
  return contentHash(text);
}

/** Empty for a file that is not there or cannot be read as one: then nothing has passed. */
export async function readModelTests(file: string): Promise<TestRecords> {
  const parsed = parseJson(await readFile(file, "utf8").catch(() => ""));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return {};
  return Object.fromEntries(Object.entries(parsed).filter(([, record]) => isRecord(record))) as TestRecords;
}

/** Keeps the results of other models; a crash leaves the old file whole. */
export async function writeModelTest(file: string, id: string, record: TestRecord): Promise<void> {
  const all = { ...(await readModelTests(file)), [id]: record };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(all, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function isRecord(value: unknown): value is TestRecord {
  if (typeof value !== "object" || value === null) return false;
  const { at, ok, fingerprint, checks } = value as Partial<TestRecord>;
  return typeof at === "number" && typeof ok === "boolean" && typeof fingerprint === "string" && Array.isArray(checks);
}
