/** From what a face hands over to the `run-start` of a run: checked, cleaned, complete. */

import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { chooseMode } from "../agents/choose-mode.ts";
import type { Team } from "../agents/team.ts";
import { definedOf } from "../base/defined-of.ts";
import { ThorpError } from "../base/errors.ts";
import type { ConversationId, Ids } from "../base/ids.ts";
import { dollarsToMicro } from "../base/money.ts";
import type { AnswerStyle, Attachment, RunRequest } from "../events/run-request.ts";
import { blockedContent } from "../guard/content/blocked-content.ts";
import { type FilteredText, filterText } from "../guard/content/filter-text.ts";
import { sanitiseRequest } from "../guard/sanitise-input.ts";
import type { Store } from "../storage/store.ts";
import type { Preferences } from "../wire/preferences.ts";
import { headOf } from "./lineage.ts";
import type { AskRequest } from "./thorp.ts";

/** The defaults of the engine, and where attachments are kept. */
export interface ReceiveOptions {
  readonly team: Team;
  readonly ids: Ids;
  readonly store: Pick<Store, "putBlob" | "events" | "lineage" | "run">;
  /** What goes with the words when nothing is handed over. */
  readonly attachments?: RunRequest["attachments"] | undefined;
  readonly workspace: string;
  readonly timeZone: string;
  /** Where the request does not say; else a mode of the top agent may. */
  readonly deadlineMs?: number | undefined;
  readonly preferences: Preferences;
  /** Secrets that somebody pasted do not become part of a record, and no model reads them. */
  readonly clean: (text: string) => string;
}

const MAX_ATTACHMENT_BYTES = 32 << 20;
const MAX_ATTACHMENTS = 20;
/** Messages; older ones are left out. */
const MAX_HISTORY = 1000;

/** Rejects with `usage`, `input-invalid` or `input-too-large` before anything is stored of a run. */
export async function receiveRequest(
  asked: AskRequest,
  { team, ids, store, workspace, timeZone, preferences, attachments, clean, deadlineMs: usual }: ReceiveOptions,
): Promise<RunRequest> {
  const { text, findings } = filteredRequest(clean(sanitiseRequest(asked.text)), team);
  const root = resolve(asked.workspace ?? workspace);
  if (asked.budget !== undefined && !(asked.budget >= 0))
    throw new ThorpError("usage", `The budget ${asked.budget} is not an amount of US dollars.`);
  if (asked.deadlineMs !== undefined && !(asked.deadlineMs > 0))
    throw new ThorpError("usage", "The deadline must lie in the future.");
  if (asked.workspace !== undefined && !(await isFolder(root))) {
    throw new ThorpError("usage", `There is no folder ${root}.`, {
      hint: "Name a folder that is there with --workspace.",
    });
  }
  const after = await placeOf(asked, store);
  const deadlineMs = asked.deadlineMs ?? usual ?? defaultDeadline(team, text);
  return {
    text,
    ...(findings.length === 0 ? {} : { found: findings }),
    conversation: (asked.conversation ?? ids.conversation()) as ConversationId,
    ...(asked.owner === undefined ? {} : { owner: asked.owner }),
    after,
    ...(asked.fresh ? { fresh: true } : {}),
    ...(asked.once === undefined ? {} : { once: asked.once }),
    attachments: await attachmentsOf(asked, { store, after, attachments }),
    workspace: root,
    out: resolve(root, asked.out ?? "thorp-out"),
    ...(asked.history === undefined ? {} : { history: historyFrom(asked.history, { team, clean }) }),
    ...wishesOf(asked, preferences),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    priority: asked.priority ?? 0,
    timeZone: preferences.timeZone ?? timeZone,
    approve: asked.yes ? "yes" : "ask",
    interactive: asked.interactive ?? false,
    ...(asked.approvePlan ? { approvePlan: true } : {}),
    ...(asked.client === undefined ? {} : { client: asked.client }),
  };
}

/** What the request says itself comes first. */
function wishesOf(
  asked: AskRequest,
  preferences: Preferences,
): Pick<RunRequest, "model" | "budget" | "style" | "localOnly"> {
  const { model = preferences.model, budget = preferences.budget } = asked;
  const { language, units, length, format } = preferences;
  const style: AnswerStyle = definedOf({ language, units, length, format });
  return {
    ...(model === undefined ? {} : { model }),
    ...(budget === undefined ? {} : { budget: dollarsToMicro(budget) }),
    ...(Object.keys(style).length === 0 ? {} : { style }),
    ...(preferences.privacy === "local-only" ? { localOnly: true } : {}),
  };
}

function historyFrom(
  given: NonNullable<AskRequest["history"]>,
  { team, clean }: Pick<ReceiveOptions, "team" | "clean">,
): NonNullable<RunRequest["history"]> {
  return given.slice(-MAX_HISTORY).map(({ role, text }) => {
    const cleaned = clean(sanitiseRequest(text));
    return { role, text: role === "person" ? filteredRequest(cleaned, team).text : cleaned };
  });
}

/** Masked before anything is kept of it. Throws `content-blocked`. */
function filteredRequest(text: string, { title, filters = {} }: Team): FilteredText {
  const filtered = filterText(text, filters, "input");
  if (filtered.action === "block") throw blockedContent("request", { findings: filtered.findings, team: title });
  return filtered;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** A mode of the top agent may bring a deadline of its own. */
function defaultDeadline(team: Team, text: string): number | undefined {
  const top = team.agentsByName.get(team.top);
  return top === undefined ? undefined : chooseMode(top, text)?.deadlineMs;
}

/** The run that the new one follows. Throws `run-unknown`, and `run-state` for one that was taken back. */
async function placeOf(
  { after, conversation }: Pick<AskRequest, "after" | "conversation">,
  store: ReceiveOptions["store"],
): Promise<string> {
  if (after === undefined) return conversation === undefined ? "" : headOf(await store.lineage(conversation));
  if (after === "") return after;
  const row = await store.run(after);
  if (row === undefined) throw new ThorpError("run-unknown", `There is no run ${after} to go on from.`);
  if (row.undoneAfter === undefined) return after;
  throw new ThorpError("run-state", `Run ${after} was taken back; nothing can follow it.`, {
    hint: "Go on from the run before it.",
  });
}

interface AttachmentPlaces extends Pick<ReceiveOptions, "store" | "attachments"> {
  readonly after: string;
}

/** What was handed over stays at hand on its way until something else is. */
async function attachmentsOf(
  { attachments: given = [] }: AskRequest,
  { store, after, attachments }: AttachmentPlaces,
): Promise<readonly Attachment[]> {
  if (given.length > 0) return keepAttachments(given, store);
  if (attachments !== undefined || after === "") return attachments ?? [];
  const [start] = await store.events(after);
  return start?.type === "run-start" ? start.request.attachments : [];
}

async function keepAttachments(
  files: NonNullable<AskRequest["attachments"]>,
  store: Pick<Store, "putBlob">,
): Promise<readonly Attachment[]> {
  if (files.length > MAX_ATTACHMENTS)
    throw new ThorpError("input-too-large", `${files.length} attachments; at most ${MAX_ATTACHMENTS} are allowed.`);
  const kept: Attachment[] = [];
  for (const { name, bytes, mediaType } of files) {
    if (bytes.byteLength > MAX_ATTACHMENT_BYTES) {
      throw new ThorpError(
        "input-too-large",
        `${name} has ${bytes.byteLength} bytes; an attachment may have ${MAX_ATTACHMENT_BYTES}.`,
      );
    }
    const blob = await store.putBlob(bytes);
    kept.push({
      name: basename(name),
      mediaType: mediaType ?? "application/octet-stream",
      bytes: bytes.byteLength,
      blob,
    });
  }
  return kept;
}
