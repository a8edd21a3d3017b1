/** The report and the calls behind it: on this machine, from a server, and after runs were deleted. */
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import { createSystemDice } from "../../src/base/dice.ts";
import { silentLogger } from "../../src/base/logger.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { testingSurroundings } from "../../src/cli/testing-thorp.ts";
import type { ComplianceReport } from "../../src/engine/compliance/compliance-report.ts";
import { startServer } from "../../src/server/serve.ts";
import { openApi, openScene, type Think } from "./compliance-scene.ts";

const think: Think = ({ words, results }) => {
  if (results.length > 0) return "So it is.";
  return words.includes("port")
    ? [{ tool: "find_port", input: { name: "Lisbon" } }]
    : [{ tool: "read_tides", input: { port: "Lisbon" } }];
};

it("says of each provider what was asked, what is owed and what is allowed; a server says the same", async () => {
  const { engine, ask, folder } = await openScene(await openApi(), { think });
  const cli = async (...argv: readonly string[]) => {
    const surroundings = testingSurroundings({ cwd: folder });
    const code = await runCli(["compliance", ...argv], surroundings);
    expect(code, surroundings.stderr.text).toBe(0);
    return surroundings.stdout.text + surroundings.stderr.text;
  };
  const here = ["--data-dir", join(folder, "data")];
  const empty = { ...testingSurroundings({ cwd: folder }) };
  await runCli(["compliance", ...here], empty);
  expect(empty.stderr.text).toContain("No tool with terms");
  const first = await ask("When is high water?");
  await ask("When is high water?");
  await ask("Where is the port?");
  await engine.deleteRun(first.run);

  const report = await engine.compliance.report();
  expect(report.providers).toMatchObject([
    {
      ...{ provider: "tides", tools: ["read_tides"], calls: 2, kept: 1, cached: 1, requests: 1, owed: 1 },
      ...{ training: "forbidden", credits: [{ text: "Tides of the World" }], hasChanged: false },
      today: { cacheMs: 600_000, rate: [{ requests: 1000, ms: 1000 }] },
    },
    { provider: "ports", calls: 1, training: "allowed", credits: [] },
  ]);
  const server = await startServer({
    ...{ thorp: engine, port: 0, host: "127.0.0.1", version: "0.0.0-test" },
    ...{ clock: createSystemClock(), dice: createSystemDice(), logger: silentLogger },
  });
  onTestFinished(() => server.close());
  const away = ["--server", server.url];
  expect(JSON.parse(await cli("report", "--json", ...away)) as ComplianceReport).toEqual(report);
  const text = await cli("report", ...away);
  expect(text).toMatch(/^tides\n/);
  expect(text).toMatch(/credit +owed for 1 answer: Tides of the World \(https:\/\/tides\.example\/terms\)/);
  expect(text).toMatch(/allowed +1000 in 1 s/);
  expect(await cli("calls", "--provider", "tides", ...away)).toMatch(/tides +read_tides +kept +forbidden/);
  expect(JSON.parse(await cli("calls", "--json", ...away))).toHaveLength(2);
});
