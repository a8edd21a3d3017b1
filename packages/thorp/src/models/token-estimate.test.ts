import { describe, expect, test } from "vitest";
import { estimateMargin, estimatePromptTokens, estimateTokens, tokenFamilyOf } from "./token-estimate.ts";
import { tokenFamilies } from "./token-ratios.ts";

const ENGLISH = `In a distant village lived a group of wise craftsmen. Every morning they rose early, opened the windows,
breathed the fresh air, and began their work. The elder said that only by working together could they do things well.
So they divided the tasks: some gathered material, some analysed the data, and others wrote the reports.`;
const CODE = `export function estimate(text: string, options: Options = {}): number {
  const { ratio = 4, margin } = options;
  if (text.length === 0) return 0;
  return Math.ceil(text.length / ratio) + (margin ?? 0);
}`;
const CHINESE =
  "在一个遥远的村庄里，住着一群聪明的工匠。他们每天清晨起床，打开窗户，呼吸新鲜空气，然后开始一天的工作。村长说：只有团结合作，我们才能把事情做好。";
const JAPANESE =
  "遠い村に、賢い職人たちが住んでいました。彼らは毎朝早く起きて、窓を開け、新鮮な空気を吸い、それから一日の仕事を始めます。";
const KOREAN =
  "먼 마을에 지혜로운 장인들이 살고 있었습니다. 그들은 매일 아침 일찍 일어나 창문을 열고 신선한 공기를 마신 뒤 하루 일을 시작했습니다.";

// Counted with the real tokenizers: o200k, Llama 3, Mistral v1.
const COUNTS = {
  openai: { ENGLISH: 68, CODE: 58, CHINESE: 56, JAPANESE: 53, KOREAN: 43 },
  llama3: { ENGLISH: 68, CODE: 58, CHINESE: 62, JAPANESE: 49, KOREAN: 43 },
  mistral: { ENGLISH: 73, CODE: 67, CHINESE: 85, JAPANESE: 76, KOREAN: 88 },
} as const;
const TEXTS = { ENGLISH, CODE, CHINESE, JAPANESE, KOREAN };

describe("an estimate", () => {
  for (const [family, counts] of Object.entries(COUNTS)) {
    test.each(Object.entries(counts))(
      `for ${family} covers the real count of %s, and is not far above it`,
      (name, real) => {
        const estimate = estimateTokens(TEXTS[name as keyof typeof TEXTS], family as keyof typeof COUNTS);
        expect(estimate * (1 + estimateMargin)).toBeGreaterThanOrEqual(real);
        expect(estimate).toBeLessThanOrEqual(real * 1.5);
      },
    );
  }

  test("is 0 for nothing, and at least 1 for anything", () => {
    for (const family of tokenFamilies) {
      expect(estimateTokens("", family)).toBe(0);
      for (const text of ["a", "7", "!", "\n", "é", "你", "🎉", "\ud800", "\u0000"])
        expect(estimateTokens(text, family), text).toBeGreaterThan(0);
    }
  });

  test("never falls when text is added", () => {
    for (const text of [ENGLISH, CODE, CHINESE, "a1b2 C3 \n\n  x🎉é"]) {
      let before = 0;
      for (let end = 0; end <= text.length; end++) {
        const now = estimateTokens(text.slice(0, end));
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      }
    }
  });

  test("takes digits one by one where the tokenizer does", () => {
    expect(estimateTokens("123456789", "openai")).toBe(3);
    expect(estimateTokens("123456789", "mistral")).toBe(9);
  });
});

test.each([
  ["mistral-small:22b", "mistral"],
  ["mistral:7b", "mistral"],
  ["llama3.2:3b", "llama3"],
  ["deepseek-r1:14b", "deepseek"],
  ["DeepSeek-R1-Distill-Qwen-14B", "qwen"],
  ["nvidia/llama-3.3-nemotron-super-49b-v1.5", "llama3"],
  ["anthropic/claude-sonnet-4.5", "anthropic"],
  ["openai/o1-mini", "openai"],
  ["gpt-5", "openai"],
  ["qwen2.5:3b", "qwen"],
  ["gemma3:4b", "gemma"],
  ["granite-code:3b", "other"],
])("%s belongs to %s", (model, family) => {
  expect(tokenFamilyOf(model)).toBe(family);
});

describe("a prompt", () => {
  const text = (role: "system" | "user", content: string) =>
    role === "system" ? { role, content } : { role, content: [{ type: "text" as const, text: content }] };

  test("counts messages, calls, results, files, tools and schema, each", () => {
    const base = { prompt: [text("system", "Be brief."), text("user", ENGLISH)] };
    const count = (more: object) => estimatePromptTokens({ ...base, ...more });
    const plain = count({});
    expect(plain).toBeGreaterThan(estimateTokens(ENGLISH));
    const tool = {
      type: "function" as const,
      name: "f",
      description: ENGLISH,
      inputSchema: { type: "object" as const },
    };
    expect(count({ tools: [tool] })).toBeGreaterThan(plain + estimateTokens(ENGLISH));
    expect(count({ responseFormat: { type: "json", schema: { description: ENGLISH } } })).toBeGreaterThan(
      plain + estimateTokens(ENGLISH),
    );
    const image = {
      role: "user" as const,
      content: [{ type: "file" as const, mediaType: "image/png", data: { type: "data" as const, data: "AAAA" } }],
    };
    expect(count({ prompt: [...base.prompt, image] })).toBeGreaterThan(plain + 1000);
    const note = {
      role: "user" as const,
      content: [{ type: "file" as const, mediaType: "text/plain", data: { type: "text" as const, text: ENGLISH } }],
    };
    expect(count({ prompt: [...base.prompt, note] })).toBeGreaterThan(plain + estimateTokens(ENGLISH) - 1);
    const call = {
      role: "assistant" as const,
      content: [{ type: "tool-call" as const, toolCallId: "a", toolName: "f", input: { text: ENGLISH } }],
    };
    const result = {
      role: "tool" as const,
      content: [
        {
          type: "tool-result" as const,
          toolCallId: "a",
          toolName: "f",
          output: { type: "text" as const, value: ENGLISH },
        },
      ],
    };
    expect(count({ prompt: [...base.prompt, call, result] })).toBeGreaterThan(plain + 2 * estimateTokens(ENGLISH));
  });

  test("survives parts that have no text", () => {
    const odd = {
      role: "assistant" as const,
      content: [
        { type: "custom" as const, kind: "a.b" as const },
        { type: "tool-call" as const, toolCallId: "a", toolName: "f", input: undefined },
      ],
    };
    expect(estimatePromptTokens({ prompt: [odd] })).toBeGreaterThan(0);
  });
});
