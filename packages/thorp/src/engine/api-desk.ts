/** Takes in descriptions of APIs: reads one, says what it would be able to do, and keeps it once a person agrees. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { contentHash } from "../base/json.ts";
import type { Api } from "../tools/api/api.ts";
import { type ApiChange, compareApis } from "../tools/api/compare-apis.ts";
import { type ImportedApi, readImport, writeImport } from "../tools/api/imported-apis.ts";
import { importedApisFolder } from "./api-tools.ts";

/** What the desk works with. */
export interface ApiDeskOptions {
  readonly clock: Clock;
  readonly configFolder: string;
  /** Relative files count from it. */
  readonly cwd: string;
  /** Hosts on private addresses that a description may be fetched from. */
  readonly allowHosts: readonly string[];
}

/** What is asked for beside the document itself. */
export interface ProposalWish {
  readonly id?: string | undefined;
  /** Names of tools; without it all that can be called. */
  readonly operations?: readonly string[] | undefined;
}

/** What would be imported. Nothing is kept yet. */
export interface ApiProposal {
  readonly api: Api;
  /** All tools that the document has, chosen or not. */
  readonly offered: Api["operations"];
  /** `file:line:column: message` for each, what keeps operations out first. */
  readonly problems: readonly string[];
  readonly errors: number;
  /** Against what was imported before under the same id. */
  readonly changes: readonly ApiChange[];
  readonly isUpdate: boolean;
  readonly imported: ImportedApi;
  readonly text: string;
}

/** Reads and keeps. */
export interface ApiDesk {
  /** Throws `api-invalid` with lines, `input-invalid` for a file that is not there, and what the fetch throws. */
  propose(from: string, wish?: ProposalWish): Promise<ApiProposal>;
  /** Returns the folder that it is kept in. */
  keep(proposal: ApiProposal): Promise<string>;
}

const MOST_BYTES = 24 << 20;
const MOST_MS = 60_000;

/** Loads the reader when it is first used. */
export function createApiDesk({ clock, configFolder, cwd, allowHosts }: ApiDeskOptions): ApiDesk {
  const folder = importedApisFolder(configFolder);
  return {
    async propose(from, { id, operations } = {}) {
      const isAddress = /^https?:\/\//i.test(from);
      const where = isAddress ? from : resolve(cwd, from);
      const text = isAddress ? await fetchedText(from, { clock, allowHosts }) : await fileText(where, from);
      const { readApi } = await import("../tools/api/document/read-api.ts");
      const common = { file: from, ...(isAddress ? { source: from } : {}), ...(id === undefined ? {} : { id }) };
      const { api: whole, problems } = readApi(text, common);
      const api = operations === undefined ? whole : chosen(whole, operations);
      const before = await readImport(folder, api.id).catch(() => undefined);
      const sorted = problems.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
      return {
        ...{ api, text, offered: whole.operations, isUpdate: before !== undefined },
        problems: sorted.map(({ line, column, message }) => `${from}:${line}:${column}: ${message}`),
        errors: problems.filter(({ severity }) => severity === "error").length,
        changes: compareApis(before?.api, api),
        imported: { format: 1, from: where, hash: contentHash(text), importedAt: clock.now(), api },
      };
    },
    keep: ({ imported, text }) => writeImport(folder, imported, text),
  };
}

function chosen(api: Api, names: readonly string[]): Api {
  const unknown = names.find((name) => !api.operations.some((operation) => operation.name === name));
  if (unknown !== undefined)
    throw new ThorpError("tool-unknown", `${api.title} has no tool ${unknown}.`, {
      hint: `It has: ${api.operations
        .slice(0, 40)
        .map(({ name }) => name)
        .join(", ")}.`,
    });
  const operations = api.operations.filter(({ name }) => names.includes(name));
  return { ...api, operations, hosts: [...new Set(operations.flatMap(({ hosts }) => hosts))].sort() };
}

async function fileText(path: string, shown: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new ThorpError("input-invalid", `${shown} cannot be read.`, {
      hint: "Name a file with an OpenAPI document, or its address beginning with https://.",
      cause: error,
    });
  });
  return bytes.toString("utf8");
}

async function fetchedText(
  url: string,
  { clock, allowHosts }: Pick<ApiDeskOptions, "clock" | "allowHosts">,
): Promise<string> {
  const { createGuardedFetch } = await import("../tools/context/guarded-fetch.ts");
  const fetchPage = createGuardedFetch({ clock, allowHosts, maxBytes: MOST_BYTES, timeoutMs: MOST_MS });
  const page = await fetchPage(url);
  if (page.status >= 400)
    throw new ThorpError("input-invalid", `${url} answered with status ${page.status}.`, {
      hint: "Check the address of the document in a browser.",
    });
  return new TextDecoder().decode(page.bytes);
}
