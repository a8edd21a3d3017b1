/** What one service answered may be handed to the next without asking; what a model made of it may not. */
import { expect, it } from "vitest";
import type { ApiServer } from "../../src/tools/api/testing-api-server.ts";
import { openApi, openScene, type Think } from "./compliance-scene.ts";

/** Looks for a port, then reads the tides of the port that it names. */
const thinkOf =
  (port: string): Think =>
  ({ results }) => {
    if (results.length === 0) return [{ tool: "find_port", input: { name: "Lisbon" } }];
    if (results.length === 1) return [{ tool: "read_tides", input: { port } }];
    return results.at(-1)?.includes("07:41") ? "High water is at 07:41." : "I was not allowed to ask.";
  };

/** Nobody is there to approve anything. */
async function answerFor(api: ApiServer, port: string): Promise<string> {
  const { ask } = await openScene(api, { think: thinkOf(port) });
  return (await ask("When is high water in Lisbon?")).text;
}

it("hands an id from one service to the next", async () => {
  const api = await openApi();
  api.answerWith({ high: "07:41", port: { id: "PTLIS-7" } });
  expect(await answerFor(api, "PTLIS-7")).toBe("High water is at 07:41.");
});

it("asks about an id that no service gave", async () => {
  const api = await openApi();
  api.answerWith({ high: "07:41", port: { id: "PTLIS-7" } });
  expect(await answerFor(api, "PTLIS-7-secret")).toBe("I was not allowed to ask.");
});
