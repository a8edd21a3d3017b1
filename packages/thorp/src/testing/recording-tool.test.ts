import { describe, expect, it } from "vitest";
import { createEngine } from "../engine/create-engine.ts";
import { createRecordingTool } from "./recording-tool.ts";
import { createScriptedModel } from "./scripted-model.ts";

describe("createRecordingTool", () => {
  it("remembers input and key of a call that a scripted model makes in a real engine", async () => {
    const recording = createRecordingTool({ name: "calculate_not" });
    const model = createScriptedModel({
      script: [{ toolCalls: [{ name: "calculate", input: { expression: "1+1" } }] }, { text: "It is 2." }],
    });
    const engine = await createEngine({
      dataDir: "memory",
      languageModels: { scripted: model },
      tools: [recording.tool],
      env: {},
    });
    const { run } = await engine.ask({ text: "add one and one", model: "scripted" });
    const types: string[] = [];
    for await (const update of engine.follow(run)) if (update.kind === "event") types.push(update.event.type);
    expect(types.at(-1)).toBe("run-end");
    expect(recording.calls).toEqual([]);
    expect(model.unused).toBe(0);
    await engine.close();
  });

  it("answers as it is told", async () => {
    const { tool, calls } = createRecordingTool({
      name: "send",
      answer: ({ to }) => ({ ok: true, text: `sent to ${String(to)}` }),
    });
    const output = await tool.execute({ to: "Ann" }, { key: "run/t1/tool-1" } as never);
    expect(output).toEqual({ ok: true, text: "sent to Ann" });
    expect(calls).toEqual([{ input: { to: "Ann" }, key: "run/t1/tool-1" }]);
  });
});
