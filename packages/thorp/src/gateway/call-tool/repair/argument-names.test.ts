import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createRecordingTool } from "../../../testing/recording-tool.ts";
import { argumentNames } from "./argument-names.ts";
import { repairCall } from "./repair-call.ts";

const path = z.string();

describe("argumentNames", () => {
  it.each<[string, z.ZodType, string | undefined]>([
    ["an object", z.object({ path, line: z.number().optional() }), "path, line"],
    ["a refined one", z.object({ path, url: path }).refine(() => true), "path, url"],
    ["one that is changed afterwards", z.object({ path }).transform(({ path: at }) => ({ at })), "path"],
    ["one that is changed before", z.preprocess((value) => value, z.object({ path, line: path })), "path, line"],
    ["a pipe", z.object({ path }).pipe(z.object({ path, line: path.default("1") })), "path"],
    ["one of several", z.union([z.object({ path }), z.object({ url: path, depth: path })]), "path; or url, depth"],
    [
      "one of several by a mark",
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("a"), path }),
        z.object({ kind: z.literal("b"), url: path }),
      ]),
      "kind, path; or kind, url",
    ],
    ["several at once", z.intersection(z.object({ path }), z.object({ line: path })), "path, line"],
    [
      "a part that all share beside one of several",
      z.intersection(z.object({ id: path }), z.union([z.object({ path }), z.object({ url: path })])),
      "id, path; or id, url",
    ],
    ["one without arguments", z.object({}), undefined],
    ["anything", z.record(z.string(), z.unknown()), undefined],
    ["no object at all", z.string(), undefined],
  ])("%s", (_, input, names) => expect(argumentNames(input)).toBe(names));

  it("follows a schema that holds itself", () => {
    const node: z.ZodType = z.object({
      name: path,
      get children() {
        return z.array(node).optional();
      },
    });
    expect(argumentNames(node)).toBe("name, children");
  });
});

it("a refusal lists them, whatever the schema is made of", () => {
  const input = z.object({ path, unit: z.enum(["km", "mi"]) }).refine(({ path: at }) => at !== "");
  const tool = { ...createRecordingTool({ name: "measure_path" }).tool, input };
  const [refused] = repairCall({ step: "s", id: "c", tool: "measure_path", input: '{"banana":true,"unit":"cm"}' }, [
    tool,
  ]);
  expect(refused).toMatchObject({ ok: false, message: expect.stringMatching(/ It takes: path, unit\.$/) });
});
