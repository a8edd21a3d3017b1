/**
 * A conversation as clients of OpenAI keep it, and the request that follows from it.
 *
 * Both protocols bring the whole of it with every request: what people and models said, which tools the client was asked
 * to call, and what they gave. The person's last words are the request, what stands before is its history, and tool
 * calls after them are work that is done already.
 */
import { ThorpError } from "../../base/errors.ts";
import { type Json, parseJson } from "../../base/json.ts";
import type { AskRequest } from "../../engine/thorp.ts";
import type { ClientDoneCall, ClientResult } from "../../events/client-terms.ts";
import type { ReadPart } from "./content-parts.ts";

/** One entry of the conversation. */
export type SaidTurn =
  | { readonly kind: "person"; readonly parts: readonly ReadPart[] }
  | { readonly kind: "team"; readonly text: string }
  | { readonly kind: "call"; readonly id: string; readonly tool: string; readonly input: string }
  | { readonly kind: "result"; readonly id: string; readonly text: string };

/** A request, and what the client's tools brought since the person spoke last. */
export interface ReadConversation {
  readonly text: string;
  readonly history: NonNullable<AskRequest["history"]>;
  readonly attachments: NonNullable<AskRequest["attachments"]>;
  readonly calls: readonly ClientDoneCall[];
  readonly results: readonly ClientResult[];
}

/** Throws `input-invalid` when there is nothing to answer. */
export function readConversation(turns: readonly SaidTurn[]): ReadConversation {
  const lastAt = turns.findLastIndex((turn) => turn.kind === "person" && turn.parts.length > 0);
  const last = turns[lastAt];
  if (last?.kind !== "person")
    throw new ThorpError("input-invalid", "There are no words of a user to answer.", {
      hint: "End the list with a message of role user.",
    });
  const since = turns.slice(lastAt + 1);
  const attachments = namedOnce(turns.flatMap((turn) => (turn.kind === "person" ? filesOf(turn.parts) : [])));
  return {
    text: wordsOf(last.parts),
    history: historyOf(turns.slice(0, lastAt)),
    attachments,
    calls: doneCalls(since),
    results: since.flatMap((turn) => (turn.kind === "result" ? [{ id: turn.id, text: turn.text }] : [])),
  };
}

function historyOf(turns: readonly SaidTurn[]): ReadConversation["history"] {
  const calls = new Map(turns.flatMap((turn) => (turn.kind === "call" ? [[turn.id, turn] as const] : [])));
  return turns.flatMap((turn): ReadConversation["history"] => {
    switch (turn.kind) {
      case "person":
        return turn.parts.length === 0 ? [] : [{ role: "person", text: wordsOf(turn.parts) }];
      case "team":
        return turn.text.trim() === "" ? [] : [{ role: "team", text: turn.text }];
      case "call":
        return [];
      case "result": {
        // As the team's words it is taken for what it is: something from outside that nobody vouches for.
        const call = calls.get(turn.id);
        const name = call === undefined ? "A tool" : `${call.tool}(${call.input})`;
        return [{ role: "team", text: `${name} gave: ${turn.text}` }];
      }
    }
  });
}

/** Calls without a result are left out: nobody can go on from them. */
function doneCalls(turns: readonly SaidTurn[]): readonly ClientDoneCall[] {
  const texts = new Map(turns.flatMap((turn) => (turn.kind === "result" ? [[turn.id, turn.text] as const] : [])));
  let round = 0;
  let before: SaidTurn["kind"] | undefined;
  return turns.flatMap((turn): readonly ClientDoneCall[] => {
    if (turn.kind === "call" && before !== "call") round++;
    before = turn.kind;
    const text = turn.kind === "call" ? texts.get(turn.id) : undefined;
    if (turn.kind !== "call" || text === undefined) return [];
    const { id, tool, input } = turn;
    return [{ id, turn: round, tool, input: (parseJson(input) ?? input) as Json, text }];
  });
}

function wordsOf(parts: readonly ReadPart[]): string {
  const words = parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("\n");
  const names = filesOf(parts).map(({ name }) => name);
  if (words.trim() !== "" || names.length === 0) return words;
  return `Look at ${names.join(", ")}.`;
}

type File = ReadConversation["attachments"][number];

function filesOf(parts: readonly ReadPart[]): readonly File[] {
  return parts.flatMap((part) => (part.kind === "file" ? [part.file] : []));
}

/** The same file comes again with every request of a conversation; two others may bear one name. */
function namedOnce(files: readonly File[]): readonly File[] {
  const byName = new Map<string, File>();
  for (const file of files) {
    const same = byName.get(file.name);
    if (same !== undefined && Buffer.compare(Buffer.from(same.bytes), Buffer.from(file.bytes)) === 0) continue;
    let name = file.name;
    for (let count = 2; byName.has(name); count++) name = file.name.replace(/(\.\w+)?$/, `-${count}$1`);
    byName.set(name, { ...file, name });
  }
  return [...byName.values()];
}
