/** Reading the rows that follow from events. */
import type { MicroDollars } from "../../base/money.ts";
import type { RunFilter, Store } from "../store.ts";
import { PAGE, type Queries, readPages } from "./queries.ts";
import {
  feedbackRowFrom,
  lineageRowFrom,
  modelCallRowFrom,
  runColumns,
  runRowFrom,
  taskRowFrom,
} from "./row-mapping.ts";

type RowReads = Pick<
  Store,
  "run" | "runs" | "openCalls" | "lineage" | "runOnce" | "feedback" | "tasks" | "modelCalls" | "spend"
>;

/** Reads only rows; it never looks into events. */
export function createRowReads(queries: Queries): RowReads {
  return {
    async run(id) {
      const [row] = await queries.all(`SELECT ${runColumns} FROM run JOIN journal USING(key) WHERE journal.id = ?`, id);
      return row && runRowFrom(row);
    },
    async runs({ limit = 50, ...wanted } = {}) {
      const { conditions, values } = conditionsOf(wanted);
      const sql = `SELECT ${runColumns} FROM run JOIN journal USING(key)
        WHERE ${conditions.join(" AND ")} ORDER BY run.key DESC LIMIT ?`;
      let left = Math.max(0, limit);
      return readPages({
        page(last) {
          const size = Math.min(PAGE, left);
          left -= size;
          return queries.all(sql, Number(last?.["key"] ?? Number.MAX_SAFE_INTEGER), ...values, size);
        },
        itemFrom: runRowFrom,
      });
    },
    async openCalls() {
      const sql = "SELECT id FROM direct_call JOIN journal USING(key) WHERE ended_at IS NULL ORDER BY direct_call.key";
      return (await queries.all(sql)).map(({ id }) => String(id));
    },
    async lineage(conversation) {
      const sql = `SELECT journal.key, id, run.after, undone_after, deleted_at FROM run JOIN journal USING(key)
          WHERE run.conversation = ?1
        UNION ALL SELECT key, id, after, NULL, deleted_at FROM journal
          WHERE conversation = ?1 AND deleted_at IS NOT NULL
        ORDER BY 1`;
      return (await queries.all(sql, conversation)).map(lineageRowFrom);
    },
    async runOnce(key) {
      const sql = "SELECT id, once_digest FROM run JOIN journal USING(key) WHERE once_key = ? ORDER BY run.key LIMIT 1";
      const [row] = await queries.all(sql, key);
      return row && { run: String(row["id"]), digest: String(row["once_digest"]) };
    },
    async feedback(run) {
      const sql = `SELECT feedback.*, journal.id FROM feedback JOIN journal ON journal.key = feedback.run
        WHERE journal.id = ? ORDER BY seq`;
      return (await queries.all(sql, run)).map(feedbackRowFrom);
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

function conditionsOf({
  conversation,
  unfinished = false,
  owner,
  state,
  team,
  text,
  before,
}: Omit<RunFilter, "limit">) {
  const conditions = ["run.key < ?"];
  const values: string[] = [];
  const hold = (condition: string, value: string | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  hold("run.conversation = ?", conversation);
  hold("run.owner = ?", owner);
  hold("run.state = ?", state);
  hold("run.team = ?", team);
  hold("run.text LIKE '%' || ? || '%' ESCAPE '\\'", text?.replace(/[\\%_]/g, "\\$&"));
  hold("run.key < (SELECT key FROM journal WHERE id = ?)", before);
  if (unfinished) conditions.push("run.ended_at IS NULL");
  return { conditions, values };
}
