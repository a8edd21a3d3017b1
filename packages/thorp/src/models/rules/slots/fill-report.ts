/** Slots of a report: its title, and sections from the words themselves or from earlier results. */
import type { Json } from "../../../base/json.ts";
import type { BriefInput } from "../../brief.ts";
import { capitalised, headingOf, titleOf } from "./headings.ts";
import { type Filled, filled, type SlotContext } from "./slot-context.ts";

type Section = { readonly heading: string; readonly text?: string; readonly from?: string };

/** One section for each earlier result, after those that the words bring themselves. */
export function fillReport(context: SlotContext): Filled {
  const { goal, inputs } = context;
  const own = ownSections(goal);
  const fromInputs = inputs.map((input): Section => ({ heading: headingOf(input.goal), from: input.id }));
  const sections = [...own, ...fromInputs];
  const title =
    titleOf(goal) ??
    quotedTitle(goal) ??
    (own.length === 1 && own[0] !== undefined && own[0].heading !== "Contents" && inputs.length === 0
      ? own[0].heading
      : topicOf(goal, inputs));
  const summary = inputs.length === 0 ? undefined : summaryOf(inputs);
  return filled({ title, summary, sections: sections.length === 0 ? undefined : (sections as unknown as Json) }, [
    "title",
    "sections",
  ]);
}

/** Sections that the words spell out: "section Costs: …", "heading Results: …", "two sections, A: …; B: …", "- A: …". */
function ownSections(goal: string): readonly Section[] {
  const named = [
    ...goal.matchAll(
      /\b(?:section|heading)\s+(?:(?:one|two|three|four|five|\d+)\s*,?\s*)?(?:called |named )?["“']?([^:"”'.;,]{2,60}?)["”']?\s*(?::|,? (?:and )?(?:with )?(?:the )?text:?)\s*["“']?(.+?)["”']?(?=[.;,]?\s*(?:and )?(?:section|heading)\b|$)/gis,
    ),
  ];
  if (named.length > 0)
    return named.map(([, heading = "", text = ""]) => ({ heading: capitalised(heading.trim()), text: tidy(text) }));
  const bracketed = [...goal.matchAll(/([\p{L}][\p{L}\p{N} -]*?) \(([^)]+)\)/gu)].map(
    ([, heading = "", text = ""]) => ({
      heading: capitalised(heading.replace(/^.*(?:sections?|and|with|:)\s+/i, "").trim()),
      text: tidy(text),
    }),
  );
  if (bracketed.length > 0) return bracketed;
  const listed = /(?:sections?,?|:| - |\n-?)\s*((?:[\p{L}][\p{L}\p{N} ]*: .+?(?:;| - |\n|$)\s*-?\s*)+)$/su.exec(
    goal,
  )?.[1];
  const items = listed?.split(/;| - |\n/).flatMap((part) => {
    const found = /^\s*-?\s*([\p{L}][\p{L}\p{N} ]*?):\s*(.+?)\s*$/su.exec(part);
    return found === null ? [] : [{ heading: capitalised((found[1] ?? "").trim()), text: tidy(found[2] ?? "") }];
  });
  if (items !== undefined && items.length > 0) return items;
  const text =
    /\b(?:text|sentence|saying|containing)(?: is)?:?\s*["“'](.+?)["”']/is.exec(goal)?.[1] ??
    /:\s*([^:]{8,})$/s.exec(goal)?.[1];
  const names = /\bsections? ((?:[A-Z][\w ]*?)(?:(?:, (?:and )?| and )[A-Z][\w ]*)*)[.]?$/.exec(goal)?.[1];
  if (names !== undefined && text === undefined)
    return names.split(/, (?:and )?| and /).map((heading) => ({ heading: heading.trim() }));
  return text === undefined ? [] : [{ heading: "Contents", text: tidy(text) }];
}

function tidy(text: string): string {
  return capitalised(
    text
      .trim()
      .replace(/[;,]$/, "")
      .replace(/^["“']|["”']$/g, ""),
  );
}

function quotedTitle(goal: string): string | undefined {
  const quotation = /["“'‘]([^"”'’]{2,80})["”'’]/.exec(goal);
  return quotation !== null && /\breport\s*(?:on|about|for|:)?\s*$/i.test(goal.slice(0, quotation.index))
    ? quotation[1]
    : undefined;
}

// "report on revenue by region", "report called Week 12: …"; else the first finding.
function topicOf(goal: string, inputs: readonly BriefInput[]): string {
  const topic = /\breport (?:on|about|of|for|covering|with the title|called|named|titled) ([^:.,;]{3,70})/i
    .exec(goal)?.[1]
    ?.replace(/\b(?:with|from|and put|containing) .*$/i, "")
    .trim();
  if (
    topic !== undefined &&
    topic !== "" &&
    !/^(?:it|that|this|both|them|everything|the (?:result|results|findings?)|all of it)\b/i.test(topic)
  )
    return capitalised(topic);
  return inputs[0] === undefined ? "Report" : headingOf(inputs[0].goal);
}

/** The first sentence of each result that is a sentence. */
function summaryOf(inputs: readonly BriefInput[]): string | undefined {
  const sentences = inputs.flatMap((input) => {
    const first = input.text.trim().split(/\n/)[0] ?? "";
    const sentence =
      /^[^|#].*?[.!?](?=\s|$)/.exec(first)?.[0] ?? (first.length < 200 && !/^[|#]/.test(first) ? first : "");
    return sentence === "" ? [] : [/[.!?]$/.test(sentence) ? sentence : `${sentence}.`];
  });
  return sentences.length === 0 ? undefined : sentences.slice(0, 4).join(" ");
}
