import { describe, expect, it } from "vitest";
import type { ToolTurn } from "../gateway/call-tool/tool-call.ts";
import type { CapabilityRule } from "../guard/capability-rule.ts";
import { runRequest } from "../orchestration/run-request.ts";
import { agentOf, environmentOf, runThrough, type Said, teamOf, toolOf } from "../orchestration/test-world.ts";

const noFetch: CapabilityRule = {
  ...{ verdict: "deny", tools: [], effects: ["fetch"], paths: [], hosts: [] },
  ...{ file: "agents/lead.md", line: 3 },
};

describe("the rules that hold for a call", () => {
  it("are those of everybody who handed the work down, of managers and of who asked a question too", async () => {
    const agents = [
      agentOf("lead", { kind: "orchestrator", delegates: ["manager"], policy: [noFetch] }),
      agentOf("manager", { kind: "manager", delegates: ["worker"] }),
      agentOf("worker", { tools: ["look_up"], peers: ["expert"] }),
      agentOf("expert", { tools: ["look_up"] }),
    ];
    const turns: ToolTurn[] = [];
    const plan = (agent: string): Said => ({
      calls: [{ tool: "plan", input: { tasks: [{ id: "a", goal: "do", agent }] } }],
    });
    const environment = environmentOf(teamOf(agents), {
      tools: [toolOf("look_up")],
      think: ({ brief }) => {
        if (brief.purpose === "understand") return plan(brief.agent.name === "lead" ? "manager" : "worker");
        if (brief.purpose !== "work") return "Done.";
        if (brief.toolCalls.length === 0) return { calls: [{ tool: "look_up", input: {} }] };
        return brief.agent.name === "worker" && brief.inputs.length === 0
          ? { calls: [{ tool: "ask_peer", input: { peer: "expert", question: "Is it so?" } }] }
          : "Done.";
      },
    });
    const services = {
      ...environment.services,
      callTools: (...given: Parameters<typeof environment.services.callTools>) => {
        turns.push(given[2]);
        return environment.services.callTools(...given);
      },
    };
    await runThrough((context) => runRequest(context, { ...environment, services }, { smallestWindow: 100_000 }));
    const owners = turns.map(({ capabilities }) => capabilities.agents.map(({ owner }) => owner));
    expect(owners).toEqual([
      ["lead", "manager", "worker"],
      ["lead", "manager", "worker", "expert"],
    ]);
    expect(turns[0]?.capabilities.agents[0]?.rules).toEqual([noFetch]);
  });
});
