/** Purpose `synthesis`: the answer from results, each with its citation, the files made, and plainly what is missing. */

import type { Brief, BriefInput } from "../../brief.ts";
import { type Reply, textReply } from "../reply.ts";
import { summaryOf } from "../text/sentences.ts";

/** Characters of one finding; the whole is in its result. */
const ONE_FINDING = 6000;
const OF_SEVERAL = 1800;

/** `[n]` is the n-th input. Nothing is said that no input says. */
export function synthesise({ inputs, missing }: Pick<Brief, "inputs" | "missing">): Reply {
  const most = inputs.length === 1 ? ONE_FINDING : OF_SEVERAL;
  const findings = inputs.flatMap((input, index) => {
    const text = findingOf(input, most);
    return text === "" ? [] : [cited(text, index + 1)];
  });
  const open = missing.map(({ goal, reason }) => `- ${goal.replace(/[.!?]+$/, "")}: ${lower(reason)}`);
  const parts = [
    ...findings,
    ...(open.length === 0
      ? []
      : [`${findings.length === 0 ? "Nothing could be done." : "Not done:"}\n${open.join("\n")}`]),
  ];
  if (parts.length === 0) return textReply("There is no result.", 0);
  return textReply(parts.join("\n\n"), missing.length === 0 ? 0.9 : findings.length === 0 ? 0 : 0.6);
}

function findingOf({ text, artifacts }: BriefInput, most: number): string {
  // What a file holds is in the file; its makers begin with a sentence that says what was made and where.
  const plain = artifacts.some((artifact) => artifact.file !== undefined)
    ? (text.trim().split("\n\n")[0] ?? "")
    : text.trim();
  if (plain.length <= most) return plain;
  const blocks = plain.split(/\n{2,}/);
  const [first = ""] = blocks;
  if (first.length <= most && first.length > 20) {
    let kept = first;
    for (const block of blocks.slice(1)) {
      if (kept.length + block.length > most) break;
      kept += `\n\n${block}`;
    }
    return kept === plain ? kept : `${kept}\n\n… (shortened)`;
  }
  const summary = summaryOf(plain, 4).join(" ");
  return summary === "" || summary.length > most ? `${plain.slice(0, most).replace(/\s+\S*$/, "")} …` : summary;
}

/** The mark stands behind the first paragraph when it is prose, else on a line of its own: a table takes no mark. */
function cited(text: string, number: number): string {
  const [first = "", ...rest] = text.split("\n\n");
  const mark = `[${number}]`;
  if (/^\s*(?:\||[-*] |\d+\. |#|```)/m.test(first)) {
    const line = /^([^\n|]+:)\n/.exec(first);
    return line === null
      ? `${text}\n\n${mark}`
      : text.replace(line[1] ?? "", `${(line[1] ?? "").slice(0, -1)} ${mark}:`);
  }
  return [`${first} ${mark}`, ...rest].join("\n\n");
}

function lower(reason: string): string {
  const plain = reason.trim().replace(/[.]+$/, "");
  return /^[A-Z][a-z]/.test(plain) ? `${plain.charAt(0).toLowerCase()}${plain.slice(1)}.` : `${plain}.`;
}
