import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Effect } from "../../../base/intent.ts";
import { createKnownUrls } from "../../../guard/known-urls.ts";
import { createSecretFilter } from "../../../guard/secret-filter.ts";
import { createManualClock } from "../../../testing/manual-clock.ts";
import { defineTool, type ReadResult, type ToolContext } from "../../../tools/tool.ts";
import { createTestWorld } from "../../test-world.ts";
import { createCallTools } from "../call-tools.ts";
import type { ToolOutcome } from "../tool-call.ts";
import { atPointer, findReferences, referenceIn } from "./find-references.ts";

const page = `${"word ".repeat(40)}the end`;
const results: Readonly<Record<string, ReadResult>> = {
  t1: {
    text: `The beginning\n[… the whole has ${page.length} characters: result t1.text]`,
    data: { rows: [{ n: 1 }, { n: 2 }], title: "Two" },
    artifacts: [{ id: "t1.text", title: "Whole", mediaType: "text/plain", bytes: 9 }],
    labels: ["web:https://evil.example/page"],
  },
  "t1.text": { text: page, artifacts: [], labels: ["web:https://evil.example/page"] },
};

interface Setting {
  readonly effect?: Effect;
  readonly reads?: () => void;
}

/** One call of `hand_over` with these arguments. */
async function call(input: string, { effect = "none", reads }: Setting = {}) {
  const seen: unknown[] = [];
  const clock = createManualClock();
  const world = createTestWorld({ clock, request: { interactive: false } });
  const tool = defineTool<{ readonly text?: string | undefined; readonly rows?: readonly unknown[] | undefined }>({
    name: "hand_over",
    capability: "handing",
    description: "",
    examples: [],
    input: z.object({ text: z.string().optional(), rows: z.array(z.record(z.string(), z.number())).optional() }),
    effect,
    repeatable: true,
    cacheable: false,
    describe: ({ text = "" }) => ({
      ...{ effect, summary: `hand over ${text.length} characters` },
      ...(effect === "fetch" ? { urls: ["https://shop.example.org/look"] } : {}),
    }),
    async execute(given) {
      seen.push(given);
      return { ok: true, text: "Handed over." };
    },
  });
  const callTools = createCallTools({
    ...{ clock, secrets: createSecretFilter([]) },
    toolContext: async ({ signal }) =>
      ({
        signal,
        readResult: async (id: string) => {
          reads?.();
          return results[id];
        },
      }) as Partial<ToolContext> as ToolContext,
    keepText: () => Promise.reject(new Error("nothing is long here")),
  });
  const begin = () =>
    world.start((context) =>
      callTools(context, world.facts, {
        ...{ agent: "drummer", tools: [tool], context: ["person"], personText: "Do it." },
        calls: [{ step: "tool-1.1", id: "call-1", tool: "hand_over", input }],
        inputs: [{ id: "t1", goal: "read_page", sources: [], ...results["t1"] } as never],
        knownUrls: createKnownUrls({ personText: "", searchResults: [], pages: [] }),
        capabilities: { team: { owner: "team", rules: [] }, agents: [] },
      }),
    );
  const [outcome] = await (await begin()).result;
  return { seen, world, begin, outcome: outcome as ToolOutcome };
}

const ref = (value: object) => JSON.stringify(value);

describe("a reference in an argument", () => {
  it("reaches the tool as the whole text, and the history and the journal as a reference", async () => {
    const { seen, outcome, world } = await call(ref({ text: "@result:t1" }));
    expect(seen).toEqual([{ text: page }]);
    expect(outcome).toMatchObject({ ok: true, input: { text: "@result:t1" } });
    expect(outcome.labels).toContain("web:https://evil.example/page");
    const start = (await world.eventsOf("step-start")).find(({ call: made }) => made.kind === "tool");
    expect(start?.call).toMatchObject({ input: { text: "@result:t1" } });
  });

  it("is data where the tool wants data, and a part where one is named", async () => {
    expect((await call(ref({ rows: "@result:t1#/rows" }))).seen).toEqual([{ rows: [{ n: 1 }, { n: 2 }] }]);
    expect((await call(ref({ text: "@result:t1#/title" }))).seen).toEqual([{ text: "Two" }]);
    expect((await call(ref({ text: "@result:t1#/rows/1" }))).seen).toEqual([{ text: '{"n":2}' }]);
  });

  it("may name the last result of a tool", async () => {
    expect((await call(ref({ text: "@result:read_page" }))).seen).toEqual([{ text: page }]);
  });

  it("is only one when it stands alone; everything else is a text", async () => {
    const { seen } = await call(ref({ text: "see @result:t1 for more" }));
    expect(seen).toEqual([{ text: "see @result:t1 for more" }]);
  });

  it("that names nothing fails with what there is, and the tool is not called", async () => {
    const { seen, outcome } = await call(ref({ text: "@result:t9" }));
    expect(seen).toEqual([]);
    expect(outcome).toMatchObject({
      ok: false,
      failure: {
        code: "tool-input",
        message: "@result:t9 names no result that this task may use; there are @result:t1.",
      },
    });
    expect((await call(ref({ text: "@result:t1#/nowhere" }))).outcome.failure?.message).toBe(
      "@result:t1#/nowhere: the result t1 has no such part in its data.",
    );
  });

  it("does not carry what came from outside past the policy", async () => {
    const plain = await call(ref({ text: "Do it." }), { effect: "send" });
    expect(plain.outcome.ok).toBe(true);
    const { seen, outcome } = await call(ref({ text: "@result:t1" }), { effect: "send" });
    expect(seen).toEqual([]);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: "approval-denied", message: expect.stringContaining(`hand over ${page.length} characters`) },
      input: { text: "@result:t1" },
    });
  });

  it("taints what is decided, though the model has read nothing of it", async () => {
    expect((await call(ref({ text: "Two" }), { effect: "fetch" })).outcome.ok).toBe(true);
    const { seen, outcome } = await call(ref({ text: "@result:t1#/title" }), { effect: "fetch" });
    expect(seen).toEqual([]);
    expect(outcome.failure?.code).toBe("address-refused");
  });

  it("is read once: a recovery hands on what was there then", async () => {
    let times = 0;
    const made = await call(ref({ text: "@result:t1" }), { reads: () => times++ });
    const before = times;
    await (await made.begin()).result;
    expect(times).toBe(before);
  });
});

it("pointers follow RFC 6901, and ids hold no signs that lead elsewhere", () => {
  expect(atPointer({ "a/b": { "~c": [7] } }, "/a~1b/~0c/0")).toBe(7);
  expect(atPointer({ a: 1 }, "/__proto__")).toBeUndefined();
  expect(referenceIn("@result:../../x")).toBeUndefined();
  expect(findReferences({ a: ["@result:t1", { b: "@result:t1" }, "@result:t2#/x"] }).map(({ id }) => id)).toEqual([
    "t1",
    "t2",
  ]);
});
