/** Reading the rows that follow from events. */
import type { MicroDollars } from "../../base/money.ts";
import type { Store } from "../store.ts";
import { PAGE, type Queries, readPages } from "./queries.ts";
import { modelCallRowFrom, runColumns, runRowFrom, taskRowFrom } from "./row-mapping.ts";

/** Reads only rows; it never looks into events. */
export function createRowReads(queries: Queries): Pick<Store, "run" | "runs" | "tasks" | "modelCalls" | "spend"> {
  return {
    async run(id) {
      const [row] = await queries.all(`SELECT ${runColumns} FROM run JOIN journal USING(key) WHERE journal.id = ?`, id);
      return row && runRowFrom(row);
    },
    async runs({ conversation, unfinished = false, owner, limit = 50 } = {}) {
      const conditions = ["run.key < ?", ...(conversation === undefined ? [] : ["run.conversation = ?"])];
      if (owner !== undefined) conditions.push("run.owner = ?");
      if (unfinished) conditions.push("run.ended_at IS NULL");
      const sql = `SELECT ${runColumns} FROM run JOIN journal USING(key)
        WHERE ${conditions.join(" AND ")} ORDER BY run.key DESC LIMIT ?`;
      const filter = [conversation, owner].filter((value) => value !== undefined);
      let left = Math.max(0, limit);
      return readPages({
        page(last) {
          const size = Math.min(PAGE, left);
          left -= size;
          return queries.all(sql, Number(last?.["key"] ?? Number.MAX_SAFE_INTEGER), ...filter, size);
        },
        itemFrom: runRowFrom,
      });
    },
    async tasks(run) {
      const sql = `SELECT task.*, journal.id FROM task JOIN journal ON journal.key = task.run
        WHERE journal.id = ? ORDER BY task.seq`;
      return (await queries.all(sql, run)).map(taskRowFrom);
    },
    modelCalls(run) {
      const sql = `SELECT model_call.*, journal.id FROM model_call JOIN journal ON journal.key = model_call.run
        WHERE journal.id = ? AND model_call.seq > ? ORDER BY model_call.seq LIMIT ${PAGE}`;
      return readPages({
        page: (last) => queries.all(sql, run, Number(last?.["seq"] ?? 0)),
        itemFrom: modelCallRowFrom,
      });
    },
    spend() {
      const sql = `SELECT scope, spent, reserved FROM spend WHERE scope > ? ORDER BY scope LIMIT ${PAGE}`;
      return readPages({
        page: (last) => queries.all(sql, last?.["scope"] ?? ""),
        itemFrom: ({ scope, spent, reserved }) => ({
          scope: String(scope),
          spent: Number(spent) as MicroDollars,
          reserved: Number(reserved) as MicroDollars,
        }),
      });
    },
  };
}
