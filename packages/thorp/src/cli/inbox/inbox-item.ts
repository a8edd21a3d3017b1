/** What waits, as the command line names and shows it. */
import { cleanText, oneLine } from "../../base/clean-text.ts";
import { ThorpError } from "../../base/errors.ts";
import { contentHash } from "../../base/json.ts";
import type { InboxItem } from "../../engine/inbox.ts";
import { approvalChoices } from "../ask/approval-choices.ts";

/** Short enough to type; the same as long as it waits. */
export function itemId({ run, ...item }: InboxItem): string {
  const own = item.kind === "approval" ? item.approval : item.kind === "question" ? item.question : "plan";
  return contentHash(`${run.id} ${item.kind} ${own}`).slice(0, 6);
}

/** Throws `input-invalid` when nothing of that name waits: also when somebody else was faster. */
export function itemNamed(items: readonly InboxItem[], wanted: string): InboxItem {
  const [first] = items;
  if (wanted === "first" && first !== undefined) return first;
  const item = items.find((each) => itemId(each) === wanted);
  if (item !== undefined) return item;
  const waits = items.length === 0 ? "Nothing waits." : `What waits: ${items.map(itemId).join(", ")}.`;
  throw new ThorpError("input-invalid", `Nothing called ${oneLine(wanted)} waits for an answer. ${waits}`, {
    hint: "Run `thorp inbox`; it may have been answered elsewhere.",
  });
}

/** In one line. */
export function itemWords(item: InboxItem): string {
  switch (item.kind) {
    case "approval":
      return oneLine(item.summary);
    case "question":
      return oneLine(item.text);
    case "plan":
      return `a plan of ${item.tasks} tasks, revision ${item.revision}`;
  }
}

/** Everything that helps to decide, with the commands that answer. */
export function itemReport(item: InboxItem): string {
  const id = itemId(item);
  const head = `${itemWords(item)}\nof run ${item.run.id}: ${oneLine(item.run.text)}`;
  switch (item.kind) {
    case "approval": {
      const { tool, effect, why, diff, input } = item;
      const change = diff ?? (input === undefined ? undefined : JSON.stringify(input, null, 2));
      const ways = approvalChoices(item).map(({ choice: { allow, scope, match }, words }) => {
        const more = scope === undefined ? "" : ` --for ${scope} --match ${match}`;
        return `  thorp inbox ${allow ? "allow" : "deny"} ${id}${more}   ${words}`;
      });
      return [head, `${tool} (${effect}): ${oneLine(why)}`, ...(change ? [cleanText(change)] : []), ...ways].join("\n");
    }
    case "question": {
      const choices = item.choices.map((choice) => `  - ${oneLine(choice)}`);
      return [head, ...choices, `  thorp inbox answer ${id} "..."`].join("\n");
    }
    case "plan":
      return [head, `  thorp inbox allow ${id}   Run it`, `  thorp inbox deny ${id}    Do not run it`].join("\n");
  }
}
