/** Which teams reach the APIs of the catalogue, and those that a person imported. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSystemClock } from "../../src/base/clock.ts";
import { createApiDesk } from "../../src/engine/api-desk.ts";
import type { Thorp } from "../../src/engine/thorp.ts";
import { type ApiServer, sendJson, startApiServer } from "../../src/tools/api/testing-api-server.ts";
import { askTeam, openOffline } from "./ask-team.ts";

let thorp: Thorp;
let server: ApiServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "thorp-services-"));
  server = await startApiServer();
  server.answerWith((_seen: object, response: ServerResponse) => sendJson(response, { port: "Brest", high: "07:41" }));
  const file = join(folder, "tides.yaml");
  writeFileSync(
    file,
    `openapi: 3.1.0\ninfo: {title: Tide Desk, version: "1"}\nservers: [{url: "${server.origin}"}]\npaths:\n  /tides:\n    get:\n      operationId: readTides\n      summary: Reads the tide table of a port, with high and low water\n      x-name: read_tide_table\n      x-examples: [Read the tide table for Brest, When is high tide at Brest, Low water at Saint-Malo]\n      parameters: [{name: port, in: query, required: true, description: Name of the port, example: Brest, schema: {type: string}}]\n`,
  );
  const allowHosts = [server.host];
  const desk = createApiDesk({ clock: createSystemClock(), configFolder: folder, cwd: folder, allowHosts });
  await desk.keep(await desk.propose(file));
  thorp = await openOffline({ configFolder: folder, allowHosts });
});
afterAll(async () => {
  await thorp.close();
  server.close();
  rmSync(folder, { recursive: true });
});

const tools = async () => (await thorp.listTools()).filter(({ source }) => source.kind === "api");

it.each(["alma", "toollama", "village"])("%s reaches every API, also what is imported later", async (team) => {
  const missing = (await tools()).filter(({ teams }) => !teams.includes(team)).map(({ name }) => name);
  expect(missing).toEqual([]);
  expect((await tools()).length).toBeGreaterThanOrEqual(47);
});

it("magus reaches what helps to find things out, and no games: its handbook comes first", async () => {
  const reached = (await tools()).filter(({ teams }) => teams.includes("magus")).map(({ name }) => name);
  for (const name of [
    "forecast_weather",
    "find_town",
    "search_papers",
    "summarise_topic",
    "find_entity",
    "define_word",
  ])
    expect(reached).toContain(name);
  for (const name of ["get_comic", "get_trivia_questions", "find_spell", "tell_what_happened"])
    expect(reached).not.toContain(name);
});

it.each(["alma", "toollama", "village"])("on rules, %s asks an imported API and answers from it", async (team) => {
  server.seen.length = 0;
  const told = await askTeam(thorp, { text: "Read the tide table for Brest", team });
  expect(server.seen.map(({ url }) => url)).toEqual(["/tides?port=Brest"]);
  expect(told.text).toContain("07:41");
  expect(told.state).toBe("done");
});

it.each(["alma", "toollama", "magus", "village"])(
  "on rules, %s does not take a service for a writer because it knows a word",
  async (team) => {
    for (const text of [
      "Write a poem about the first snow",
      "Tell me a joke about the weather",
      "Who wrote Hamlet?",
      "Recommend a good film",
      "What is the capital of France?",
    ]) {
      const told = await askTeam(thorp, { text, team });
      expect(told.text).toContain("needs a language model");
      expect(told.state).toBe("failed");
    }
  },
);
