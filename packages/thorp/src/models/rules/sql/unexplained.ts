/** The words of a question that its SQL does not account for, so that an answer can say what it left out. */
import { stem } from "../text/stem.ts";
import { stopWords } from "../text/terms.ts";
import { mentionAt, type Question } from "./question.ts";
import { textFilters } from "./value-filters.ts";

const accounted = new Set(
  (
    "average avg mean total totals sum combined overall altogether median min minimum lowest smallest max maximum highest largest biggest greatest count number amount many much most least best worst top bottom fewest first last " +
    "share percentage percent proportion fraction different distinct unique per each every group grouped split sort sorted order ordered rank ranked ranking ascending descending high low " +
    "day days week weeks month months quarter quarters year years daily weekly monthly quarterly yearly annual time trend today yesterday weekend january february march april may june july august september october november december " +
    "monday tuesday wednesday thursday friday saturday sunday since until between after before during over under above below than more less fewer " +
    "list show find give tell make create draw plot chart graph table report compare get query calculate compute add put present display visualise visualize bar line pie area point scatter column row rows record records entry entries file files " +
    "data dataset csv json html markdown result results value values name names title titled called people person employees staff customers products items orders sales sold sell selling spend spent spending paid pay earn earns earned " +
    "come came made bring brought work works working hold holds have has had been there where which what whose with without versus against exactly least equal respondents responses answers students workspace please euro euros dollar dollars pound pounds " +
    "format formatted shown saved save based using use look need want know like detail details information full whole complete entire only next same both respectively sum up chart's trend development evolution histogram distribution one two three four five six seven eight nine ten " +
    "thing things each other another kind type number's piece pieces unit units worth stock available missing empty colour color across ranked placed happen happened fell fall rained went go joined hired recently recent newest latest earliest oldest youngest expensive cheapest " +
    "hottest coldest warmest wettest driest windiest longest shortest longest-serving weakest strongest cost costs money business company in total " +
    "according ignore ignored ignoring exclude excluded excluding except excepting without other than leaving leave left out outside omit omitted omitting skip skipping skipped disregard disregarding besides apart aside removing discounting barring instead rather filter filtering filtered count counting counted include including included " +
    "neither either both also through within among across toward towards onto upon regarding concerning using via per whether while because since though although however still already currently ever never always just only even rounded round digits decimals please thanks thank could would should much together jointly comparison comparing compared versus respectively again back away isn't aren't wasn't weren't don't doesn't didn't cannot nothing something anything everything nobody everybody someone anyone everyone"
  )
    .split(" ")
    .map(stem),
);

/** At most four words, as they were written. */
export function unexplainedWords(question: Question): readonly string[] {
  const used = new Set(textFilters(question).flatMap((filter) => filter.used));
  return question.tokens
    .filter((token, at) => {
      const word = question.words[at] ?? "";
      if (token.kind === "quoted") return !used.has(at) && mentionAt(question, at) === undefined;
      if (token.kind !== "word" || used.has(at) || stopWords.has(word)) return false;
      if (/^(?:second|third|fourth)$/.test(word) && /^(?:quarter|half)$/.test(question.words[at + 1] ?? ""))
        return false;
      // Short words say little, but a short name ("UK") may be what the question is about.
      if (word.length < 4 && !(at > 0 && /^\p{Lu}{2,3}$/u.test(token.text))) return false;
      const stemmed = stem(word);
      return !accounted.has(stemmed) && !question.table.rowWords.has(stemmed) && mentionAt(question, at) === undefined;
    })
    .map((token) => token.text)
    .slice(0, 4);
}
