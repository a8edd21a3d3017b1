/** Whether a question leaves a value out: "ignoring cancelled orders", "other than Grinder", "cancelled ones left out". */
import { stem } from "../text/stem.ts";
import { mentionAt, type Question } from "./question.ts";

interface Negation {
  /** True for "excluding X", which narrows the whole; false for "is not X", which is a condition. */
  readonly excludes: boolean;
}

const exclusions =
  /^(?:except|excepting|exclud(?:e|es|ing)|without|ignor(?:e|es|ing)|omit|omits|omitting|skip|skipping|disregard|disregarding|besides|outside|removing|discounting|barring|excl)$/;
const phrases =
  /^(?:other than|leaving out|leave out|leaving aside|apart from|aside from|all but|everything but|everyone but|anything but|save for|except for|except from|filter out|filtering out|rather than|instead of)$/;
const denials = /^(?:not|no|never|neither|nor|non|cannot|\p{L}+n['’]t)$/u;
const passed =
  /^(?:the|a|an|any|all|our|in|from|for|of|to|by|at|is|are|was|were|be|being|been|that|which|ones|those|and|or|,|:|&|count|counting|counted|include|including|included|consider|considering|called|named|with|still|yet|equal|equals|=|other|marked|as|on|via)$/;
const nouns = /^(?:ones?|rows?|orders?|records?|entries|items?|sales?|tasks?|values?|those|products?)$/;
const afterwards =
  /^(?:excluded|omitted|ignored|removed|aside|left out|not included|not counted|taken out|don't count|do not count|filtered out)/;

/** `listed` holds the positions of values: a negator reaches over a list of them. */
export function negationAt(question: Question, at: number, listed: ReadonlySet<number>): Negation | undefined {
  const { words } = question;
  let [hasPreposition, hasConjunction] = [false, false];
  for (let index = at - 1; index >= 0 && at - index <= 10; index--) {
    const word = words[index] ?? "";
    if (exclusions.test(word) || phrases.test(`${words[index - 1] ?? ""} ${word}`)) return { excludes: true };
    if (word === "but" && words.slice(0, index).some((each) => /^(?:all|any|every)/.test(each)))
      return { excludes: true };
    if (denials.test(word)) return { excludes: false };
    // "ignoring cancelled orders in Germany" says nothing against Germany.
    if (listed.has(index) && hasPreposition && !hasConjunction) break;
    hasPreposition ||= /^(?:in|from|for|of|to|by|at|with|on|via)$/.test(word);
    hasConjunction ||= /^(?:and|or|nor|,|&)$/.test(word);
    if (!passed.test(word) && !listed.has(index) && !isNoun(question, index)) break;
  }
  let index = at + 1;
  while (
    listed.has(index) ||
    isNoun(question, index) ||
    /^(?:and|or|the|are|is|were|being|be|should|to)$/.test(words[index] ?? "")
  )
    index++;
  return afterwards.test(words.slice(index, index + 3).join(" ")) ? { excludes: true } : undefined;
}

function isNoun(question: Question, at: number): boolean {
  const word = question.words[at] ?? "";
  return nouns.test(word) || question.table.rowWords.has(stem(word)) || mentionAt(question, at)?.column.type === "text";
}
