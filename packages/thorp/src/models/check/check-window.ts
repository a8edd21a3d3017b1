/** Whether a model reads as far as the catalogue says: a word at the beginning of a long prompt is asked for at its end. */
import { failureFrom } from "../../base/errors.ts";
import type { TestCheck } from "../model-tests.ts";
import { estimateTokens, tokenFamilyOf } from "../token-estimate.ts";
import type { TestCalls } from "./test-model.ts";

const WORD = "kingfisher";
const ANSWER_TOKENS = 512;
/** The estimate leans high; the rest keeps the prompt inside a window that is what it is said to be. */
const SHARE = 0.9;

/** As long as window, limit and money allow; says how long that was. */
export async function checkWindow(calls: TestCalls): Promise<Omit<TestCheck, "name">> {
  const { subject, limits } = calls;
  const wanted = Math.floor(Math.min(subject.context * SHARE, limits.tokens)) - ANSWER_TOKENS;
  const tokens = affordable(wanted, calls);
  if (tokens < 500) return { state: "missing", detail: `not tested: the limits leave room for ${tokens} tokens` };
  const heard = await calls.hear({ text: longPrompt(tokens, subject.id), maxOutputTokens: ANSWER_TOKENS });
  const read = heard.finish?.usage.inputTokens.total;
  const length = `${read ?? `about ${tokens}`} of ${subject.context} tokens`;
  if (heard.error !== undefined) return { state: "failed", detail: `${length}: ${failureFrom(heard.error).message}` };
  if (heard.text.toLowerCase().includes(WORD)) return { state: "ok", detail: length };
  const cut = read !== undefined && read < tokens / 2 ? "; the server cuts prompts off" : "";
  return { state: "failed", detail: `${length}: it did not find the word at the beginning${cut}` };
}

function affordable(wanted: number, { subject, left }: TestCalls): number {
  let tokens = wanted;
  while (tokens > 0 && subject.priceOf(tokens, ANSWER_TOKENS) > left()) tokens = Math.floor(tokens / 2);
  return tokens;
}

function longPrompt(tokens: number, model: string): string {
  const family = tokenFamilyOf(model);
  const question = "What is the secret word? Answer with that word alone.";
  const lines = [`The secret word is ${WORD}.`];
  let left = tokens - estimateTokens(lines[0] + question, family);
  for (let number = 1; ; number++) {
    const line = `Line ${number}: the quick brown fox jumps over the lazy dog near the river bank.`;
    left -= estimateTokens(line, family) + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return [...lines, question].join("\n");
}
