import { describe, expect, it } from "vitest";
import { agentOf, teamOf, toolOf } from "../orchestration/test-world.ts";
import { capabilitiesOf, delegatesOf, executorFor, ownTools, plannableTools } from "./reachable-tools.ts";
import { createToolSpecs } from "./tool-specs.ts";

const specs = createToolSpecs(["search_web", "fetch_page", "make_chart", "read_result"].map((name) => toolOf(name)));
const top = agentOf("top", { kind: "orchestrator", delegates: ["research", "charts", "gone"], tools: ["make_chart"] });
const research = agentOf("research", { kind: "manager", delegates: ["searcher", "fetcher"], capabilities: ["facts"] });
const team = teamOf([
  top,
  research,
  agentOf("charts", { tools: ["make_chart", "read_result"] }),
  agentOf("searcher", { tools: ["search_web", "fetch_page"] }),
  agentOf("fetcher", { tools: ["fetch_page", "unknown_tool"] }),
]);

describe("reachable tools", () => {
  it("passes over tools and delegates that do not exist", () => {
    expect(ownTools(agentOf("x", { tools: ["search_web", "nothing"] }), specs).map((tool) => tool.name)).toEqual([
      "search_web",
    ]);
    expect(delegatesOf(top, team).map((agent) => agent.name)).toEqual(["research", "charts"]);
  });

  it("counts the capabilities of everybody below", () => {
    expect([...capabilitiesOf(research, team, specs)].sort()).toEqual([
      "facts",
      "fetch",
      "fetcher",
      "research",
      "search",
      "searcher",
    ]);
    expect(capabilitiesOf(top, team, specs)).toContain("search");
  });

  it("names each reachable tool once, with the agent directly below that a task for it goes to", () => {
    const tools = plannableTools(top, team, specs);
    expect(tools.map((tool) => [tool.name, tool.agent])).toEqual([
      ["make_chart", "top"],
      ["search_web", "research"],
      ["fetch_page", "research"],
    ]);
    expect(tools[0]?.input).toMatchObject({ type: "object" });
  });

  it("finds the executor for a capability, the shallowest and first", () => {
    expect(executorFor("fetch", delegatesOf(top, team), { team, specs })?.name).toBe("searcher");
    expect(executorFor("make", delegatesOf(top, team), { team, specs })?.name).toBe("charts");
    expect(executorFor("facts", delegatesOf(top, team), { team, specs })).toBeUndefined();
    expect(executorFor("fetch", [research], { team, specs })?.name).toBe("searcher");
  });
});
