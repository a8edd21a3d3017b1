import { describe, expect, it } from "vitest";
import type { BriefInput, HistoryMessage } from "../models/brief.ts";
import { agentOf, toolOf } from "../orchestration/test-world.ts";
import { chooseTools } from "./choose-tools.ts";
import { createToolSpecs } from "./tool-specs.ts";

const names = Array.from({ length: 30 }, (_, i) => `tool_${i}`);
const specs = createToolSpecs([
  ...names.map((name, i) =>
    toolOf(name, { capability: `cap-${i}`, description: `Handles subject${i}.`, examples: [] }),
  ),
  toolOf("read_result"),
]);
const input: BriefInput = {
  id: "t1",
  goal: "g",
  text: "x",
  artifacts: [{ id: "t1.a1", title: "a", mediaType: "text/plain", bytes: 9 }],
  sources: [],
  labels: [],
};
const choose = (
  tools: readonly string[],
  goal: string,
  more: { capability?: string; inputs?: readonly BriefInput[]; history?: readonly HistoryMessage[] } = {},
) =>
  chooseTools(specs, {
    agent: agentOf("worker", { tools }),
    request: "the request about subject3",
    history: more.history ?? [],
    files: [],
    inputs: more.inputs ?? [],
    ...(goal === ""
      ? {}
      : { task: { id: "t1", goal, ...(more.capability === undefined ? {} : { capability: more.capability }) } }),
  }).map((spec) => spec.tool.name);

describe("chooseTools", () => {
  it("shows all of ten or fewer, in the order of the file, and passes over tools that do not exist", () => {
    expect(choose(["tool_5", "no_such_tool", "tool_1"], "whatever")).toEqual(["tool_5", "tool_1"]);
    expect(choose(names.slice(0, 10), "whatever")).toEqual(names.slice(0, 10));
  });

  it("shows ten of many, those whose words and capability fit, in the order of the file", () => {
    const chosen = choose(names, "compare subject29 with subject12", { capability: "cap-20" });
    expect(chosen).toHaveLength(10);
    expect(chosen.filter((name) => ["tool_12", "tool_20", "tool_29"].includes(name))).toEqual([
      "tool_12",
      "tool_20",
      "tool_29",
    ]);
    expect(chosen).toEqual([...chosen].sort((a, b) => names.indexOf(a) - names.indexOf(b)));
  });

  it("shows what the mode names, and the way to stored results all the same", () => {
    const offered = chooseTools(specs, {
      agent: agentOf("worker", { tools: ["tool_5", "tool_1", "tool_2"] }),
      request: "whatever",
      history: [],
      files: [],
      inputs: [input],
      mode: { tools: ["tool_2", "tool_5"] },
    });
    expect(offered.map((spec) => spec.tool.name)).toEqual(["tool_5", "tool_2", "read_result"]);
  });

  it("passes over what would not work, unless it fits much better or was asked for", () => {
    const many = { agent: agentOf("worker", { tools: names }), history: [], files: [], inputs: [] };
    const standing = ({ name }: { readonly name: string }): number => (name === "tool_3" ? 3 : 0);
    const about = (request: string) => chooseTools(specs, { ...many, request }, standing).map(({ tool }) => tool.name);
    expect(about("nothing in particular")).not.toContain("tool_3");
    expect(about("subject3")).not.toContain("tool_3");
    const task = { id: "t1", goal: "any", capability: "cap-3" };
    const wanted = chooseTools(specs, { ...many, request: "x", task }, standing);
    expect(wanted.map(({ tool }) => tool.name)).toContain("tool_3");
  });

  it("goes by the request when there is no task", () => {
    expect(choose([...names].reverse(), "")).toContain("tool_3");
  });

  it("goes by what the person said last before a request too, less than by the request, and never for a task", () => {
    const person = (text: string): HistoryMessage => ({ role: "person", text });
    const history = [
      person("subject4, long ago"),
      person("subject5 then"),
      { role: "team", text: "subject8 it is" } as const,
      person("Compare subject6 and subject7."),
    ];
    const chosen = choose([...names].reverse(), "", { history });
    for (const name of ["tool_3", "tool_5", "tool_6", "tool_7"]) expect(chosen).toContain(name);
    for (const name of ["tool_4", "tool_8"]) expect(chosen).not.toContain(name);
    expect(choose(names, "t", { history })).toEqual(names.slice(0, 10));
  });

  it("keeps what an answer of the conversation was made with, however long ago, and not for a task", () => {
    const answer: HistoryMessage = { role: "team", text: "7", labels: ["web:https://a.org/", "tool:tool_27"] };
    const history = [answer, ...Array.from({ length: 5 }, () => ({ role: "person", text: "and then?" }) as const)];
    expect(choose(names, "", { history })).toContain("tool_27");
    expect(choose(names, "subject1", { history })).not.toContain("tool_27");
  });

  it("adds the way to stored results only when there are some, and counts it among the ten", () => {
    expect(choose(["tool_1"], "x")).toEqual(["tool_1"]);
    expect(choose(["tool_1"], "x", { inputs: [input] })).toEqual(["tool_1", "read_result"]);
    const chosen = choose(names, "subject4", { inputs: [input] });
    expect(chosen).toHaveLength(10);
    expect(chosen).toContain("read_result");
    expect(choose(["read_result"], "x", { inputs: [input] })).toEqual(["read_result"]);
  });
});
