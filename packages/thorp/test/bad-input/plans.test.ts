/** Plans that cannot run: sent back once with the complaint, then mended where that is possible, else refused. */
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/base/json.ts";
import type { ServerReply, ServerRequest } from "../../src/testing/scripted-server.ts";
import { rawToolCall } from "./raw-tool-call.ts";
import { askedIn, openBench, serve } from "./test-bench.ts";

const task = (id: string, needs: readonly string[] = [], agent = "hand") => ({ id, goal: `do ${id}`, agent, needs });
const GOOD: Json = { tasks: [task("a"), task("b", ["a"])] };

/** Plans in the order in which the boss gives them, the last one for ever; the rest of the run goes well. */
function crewScript(plans: readonly Json[]) {
  let given = 0;
  return (request: ServerRequest): ServerReply => {
    if (request.body["model"] === "hand") return { text: `Done: ${askedIn(request)}` };
    const isRepair = request.body["response_format"] !== undefined;
    if (!isRepair && request.body["tools"] === undefined) return { text: "All done [1]." };
    const input = plans[Math.min(given++, plans.length - 1)] ?? null;
    return isRepair ? { text: JSON.stringify(input) } : { toolCalls: [{ name: "plan", input }] };
  };
}

async function askCrew(plans: readonly Json[]) {
  const { catalogue, server } = await serve(crewScript(plans));
  const bench = await openBench({ catalogues: [catalogue], team: "crew" });
  const told = await bench.ask("Do the work.");
  const asked = server.requests
    .filter(({ body }) => body["model"] === "boss" && (body["tools"] ?? body["response_format"]) !== undefined)
    .map(askedIn);
  await bench.goesOn();
  return { told, asked };
}

const bad: readonly (readonly [string, Json, RegExp])[] = [
  ["cyclic", { tasks: [task("a", ["c"]), task("b", ["a"]), task("c", ["b"])] }, /wait for one another/],
  ["waiting for itself", { tasks: [task("a", ["a"])] }, /wait for one another/],
  ["empty", { tasks: [] }, /the plan has no tasks/],
  [
    "of 10,000 tasks",
    { tasks: Array.from({ length: 10_000 }, (_, i) => task(`t${i}`, i > 0 ? [`t${i - 1}`] : [])) },
    /10000 tasks; at most 20/,
  ],
  ["for agents that do not exist", { tasks: [task("a", [], "nobody")] }, /names the agent nobody; there are: hand/],
  [
    "with two tasks of one name",
    { tasks: [task("a"), { ...task("a"), goal: "something else" }] },
    /two tasks are called a/,
  ],
  ["that needs what is not there", { tasks: [task("a", ["z"])] }, /needs z, which is not in the plan/],
  ["without goals", { tasks: [{ id: "a", agent: "hand" }] }, /has no goal/],
  ["that is a number", 7, /cannot be read/],
  ["that is a list of words", { tasks: ["do this", "do that"] }, /cannot be read/],
];

describe("a plan", () => {
  it.each(bad)("%s is sent back once, and the corrected one is carried out", async (_name, plan, complaint) => {
    const { told, asked } = await askCrew([plan, GOOD]);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(/Your plan cannot run/);
    expect(asked[1]).toMatch(complaint);
    expect(told).toMatchObject({ end: { state: "done" }, text: "All done [1]." });
    expect(told.all("plan-propose")).toMatchObject([{ plan: { tasks: [{ id: "a" }, { id: "b", needs: ["a"] }] } }]);
  });

  const mendable = new Set([
    "cyclic",
    "waiting for itself",
    "for agents that do not exist",
    "with two tasks of one name",
    "that needs what is not there",
  ]);

  it.each(bad.filter(([name]) => mendable.has(name)))("%s is mended when it comes again", async (_name, plan) => {
    const { told, asked } = await askCrew([plan]);
    expect(asked).toHaveLength(2);
    expect(told).toMatchObject({ end: { state: "done" }, text: "All done [1]." });
    expect(told.all("task-end").every((event) => event.state === "done")).toBe(true);
  });

  it.each(bad.filter(([name]) => !mendable.has(name)))(
    "%s is refused when it comes again",
    async (_name, plan, complaint) => {
      const { told, asked } = await askCrew([plan]);
      expect(asked).toHaveLength(2);
      expect(told.end).toMatchObject({
        state: "failed",
        failure: { code: "plan-invalid", message: expect.stringMatching(complaint) },
      });
      expect(told.all("task-start")).toEqual([]);
    },
  );

  const broken: readonly (readonly [string, string])[] = [
    ["cut off", '{"tasks": [{"id": "a", "goal": "do a", "agent": "hand"}, {"id": "b", "goal": "do b", "ag'],
    [
      "with single quotes and Python words",
      "{'tasks': [{'id': 'a', 'goal': 'do a', 'agent': 'hand', 'needs': None, 'optional': False,},],}",
    ],
    ["in a code fence", '```json\n{"tasks": [{"id": "a", "goal": "do a", "agent": "hand"}]}\n```'],
    [
      "with the tasks as a string",
      '{"tasks": "[{\\"id\\": \\"a\\", \\"goal\\": \\"do a\\", \\"agent\\": \\"hand\\"}]"}',
    ],
    ["of prose", "I would first do a and then b."],
  ];

  it.each(broken)("%s does not stop the run", async (_name, text) => {
    let given = 0;
    const good = crewScript([GOOD]);
    const { catalogue } = await serve((request) =>
      request.body["model"] === "boss" && request.body["tools"] !== undefined && given++ === 0
        ? rawToolCall("plan", text)
        : good(request),
    );
    const bench = await openBench({ catalogues: [catalogue], team: "crew" });
    const told = await bench.ask("Do the work.");
    expect(told).toMatchObject({ end: { state: "done" }, text: "All done [1]." });
    expect(told.all("task-end").length).toBeGreaterThan(0);
    await bench.goesOn();
  });
});
