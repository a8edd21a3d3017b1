import { describe, expect, it } from "vitest";
import { isBeyondData } from "./beyond-data.ts";

describe("what no file holds", () => {
  it.each([
    "total revenue in #tbl and a poem about it",
    "count the open orders in #tbl and tell me whether that is a lot",
    "chart revenue by region from #tbl and comment on the trend",
    "chart revenue from #tbl and write #n sentences on what it shows",
    "write a report on #tbl with recommendations for next year",
    "what are the themes in the comments of #tbl",
    "who should get a raise in #tbl",
    "rank the departments in #tbl by importance",
    "which vendor in #tbl is the most ethical",
    "what will the temperature be tomorrow according to #tbl",
    "what can you tell about the company from #tbl",
    "is #tbl trustworthy ?",
    "come up with a better name for the first column of #tbl",
    "which expenses look fishy ?",
    "who in #tbl seems underpaid to you",
    "which products would you drop from the range ?",
    "is #n chairs a healthy stock level ?",
    "what would revenue be if prices rose by #n percent",
    "give me your frank verdict on #tbl",
    "what do customers really want ?",
    "which measures would bring marketing back on plan ?",
    "what story do the figures tell",
    "thank the best customer in a nice letter",
  ])("of a table: %s", (skeleton) => expect(isBeyondData(skeleton, { text: false })).toBe(true));

  it.each([
    "summarise #dcm in spanish",
    "summarise #dcm for a #n - year - old",
    "summarise #dcm for beginners",
    "summarise #url as a limerick",
    "correct the grammar in #txt",
    "make #txt shorter",
    "give #dcm a title",
    "are the rules in #dcm generous ?",
    "which clause of #dcm ought to be renegotiated ?",
    "german version of #url please",
    "shorten #dcm to a tweet",
    "spot the traps in #dcm",
    "give the chapter on leave in #dcm a warmer wording",
    "what did i forget in #txt",
    "who was right in the discussion in #dcm ?",
    "continue #txt with another paragraph",
    "answer the questions in #txt",
    "read #dcm and tell me if i should sign it",
    "read #dcm and quiz me on it",
    "what would a lawyer say about #dcm",
    "is #dcm up to date with uk law",
    "append a funny quote to #txt",
    "is #url trustworthy ?",
  ])("of a text: %s", (skeleton) => expect(isBeyondData(skeleton, { text: true })).toBe(true));

  it.each([
    "which comments in #tbl were left by phone",
    "the most expensive items in #tbl",
    "list the rows of #tbl that are high priority",
    "group #tbl by #col",
    "which contracts in #tbl will end next month",
    "is #tbl empty ?",
    "total revenue in #tbl and a bar chart of it",
    "how many rows does #tbl have",
  ])("a table answers: %s", (skeleton) => expect(isBeyondData(skeleton, { text: false })).toBe(false));

  it.each([
    "what should employees do when ill according to #dcm",
    "which recommendations does #dcm make",
    "summarise #dcm in #n sentences",
    "write the answer to #txt",
    "what does #dcm say about french law",
    "is there a chapter on training in #dcm",
    "why was the move postponed according to #dcm",
  ])("a text answers: %s", (skeleton) => expect(isBeyondData(skeleton, { text: true })).toBe(false));
});
