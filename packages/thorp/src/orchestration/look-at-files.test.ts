import { expect, it } from "vitest";
import { createToolSpecs } from "../agents/tool-specs.ts";
import type { Attachment } from "../events/run-request.ts";
import { lookAtFiles } from "./look-at-files.ts";
import { agentOf, RUN, requestOf, runThrough, teamOf, toolOf, valueOf } from "./test-world.ts";

const attachment: Attachment = { name: "a.csv", mediaType: "text/csv", bytes: 1, blob: "b" };
const note = { path: "a.csv", mediaType: "text/csv", bytes: 1 };

async function look(tool: string, attachments: readonly Attachment[]) {
  let looked = 0;
  const options = {
    run: { run: RUN, team: "test", user: "local", request: requestOf({ attachments }) },
    earlier: [],
    team: teamOf([agentOf("top", { tools: [tool] })]),
    specs: createToolSpecs([toolOf("read_file", { effect: "read" }), toolOf("calculate")]),
    peekFiles: async () => (looked++, [note]),
  };
  const { value, events } = await valueOf((context) => lookAtFiles(context, options));
  await runThrough(async (context) => void (await lookAtFiles(context, options)), { before: events });
  return { value, looked };
}

it("looks once, and not again after a crash", async () => {
  expect(await look("read_file", [])).toEqual({ value: [note], looked: 1 });
});

it("does not look when nobody could read them", async () => {
  expect(await look("calculate", [])).toEqual({ value: [], looked: 0 });
});

it("looks at what was handed over in any case", async () => {
  expect(await look("calculate", [attachment])).toEqual({ value: [note], looked: 1 });
});
