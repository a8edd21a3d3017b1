/** Reading events, and the messages among them. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunEvent } from "../../events/event.ts";
import type { MessageRow, Store } from "../store.ts";
import type { EventVersions } from "../upcast.ts";
import { bodyFrom, eventColumns, eventRowFrom } from "./event-row.ts";
import { PAGE, type Queries, readPages } from "./queries.ts";
import type { Row } from "./row-mapping.ts";

/** Older events come out as today's types. Rejects with `storage-failed` for those of a newer release. */
export function createJournalReads(queries: Queries, versions: EventVersions): Pick<Store, "events" | "messages"> {
  const messageFrom = (row: Row): readonly MessageRow[] => {
    const body = bodyFrom(eventRowFrom(row), versions);
    const { id, conversation, at, undone_after } = row as {
      id: string;
      conversation: string;
      at: number;
      undone_after: string | null;
    };
    if (body.type !== "message-add") return [];
    const { role, text, labels, citations, credits } = body;
    const undone = undone_after === null ? {} : { undoneAfter: undone_after };
    const notes = { ...(citations && { citations }), ...(credits && { credits }) };
    return [{ run: id, conversation, role, text, labels, ...notes, at, ...undone }];
  };
  return {
    async events(run, after = 0, limit = Infinity) {
      const sql = `SELECT ${eventColumns} FROM event WHERE run = (SELECT key FROM journal WHERE id = ?)
        AND seq > ? ORDER BY seq LIMIT ?`;
      const itemFrom = (columns: Row): RunEvent => {
        const row = eventRowFrom(columns);
        return Object.assign(bodyFrom(row, versions), { run, seq: row.seq, at: row.at });
      };
      if (limit <= PAGE) return (await queries.all(sql, run, after, limit)).map(itemFrom);
      const all = await readPages({
        page: (last) => queries.all(sql, run, Number(last?.["seq"] ?? after), PAGE),
        itemFrom,
      });
      return limit < all.length ? all.slice(0, limit) : all;
    },
    async messages(conversation) {
      // The places of all messages come from indexes alone; the texts are then read part by part.
      const places = await queries.all(
        `SELECT event.id FROM run JOIN event ON event.run = run.key AND event.type = 'message-add'
          WHERE run.conversation = ? ORDER BY event.id`,
        conversation,
      );
      const texts = `SELECT ${eventColumns}, journal.id, run.conversation, run.undone_after FROM event
        JOIN run ON run.key = event.run JOIN journal ON journal.key = event.run
        WHERE event.id IN (SELECT value FROM json_each(?)) ORDER BY event.id`;
      const messages: MessageRow[] = [];
      for (let start = 0; start < places.length; start += PAGE) {
        if (start > 0) await nextTurn();
        const ids = places.slice(start, start + PAGE).map((row) => row["id"]);
        for (const row of await queries.all(texts, JSON.stringify(ids))) messages.push(...messageFrom(row));
      }
      return messages;
    },
  };
}
