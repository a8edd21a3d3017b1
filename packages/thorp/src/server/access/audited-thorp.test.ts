/** What the audit log says of runs, settings and backups, whichever way they were reached. */
import OpenAI from "openai";
import { expect, it } from "vitest";
import { createScriptedModel } from "../../testing/scripted-model.ts";
import type { KeyScope } from "../../wire/accounts.ts";
import { openSocket } from "../socket/test-socket.ts";
import { testServer } from "../test-server.ts";

const actor = { who: "test" };
const scopes: readonly KeyScope[] = ["runs:read", "runs:write", "v1", "admin"];
const secret = "the cellar door is open";

it("says who asked, stopped, took back and deleted, and never what was said", async () => {
  const model = createScriptedModel({ script: () => ({ text: "Yes." }) });
  await using server = await testServer({
    languageModels: { one: model },
    serve: {
      settings: {
        show: async () => [],
        change: async (values) =>
          "team" in values
            ? { ok: true, file: "thorp.yaml", overridden: [], held: ["team"], restart: [] }
            : { ok: false, problems: [] },
        reload: async () => ({ held: [], restart: [] }),
      },
    },
  });
  const { users, keys, audit } = server.thorp.accounts;
  const call = (method: string, path: string, body?: object, key?: string) =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  // While there are no users there is one person, who knows what they asked.
  expect((await call("POST", "/api/runs", { text: secret, model: "one" })).status).toBe(202);
  expect(await audit.list()).toEqual([]);

  const ada = await users.create({ name: "ada", role: "admin" }, actor);
  const { key, id } = await keys.create({ user: ada.id, name: "x", scopes }, actor);
  const before = (await audit.list()).length;
  const told = async () =>
    (await audit.list()).slice(0, -before).map(({ what, on, who, key: by, detail }) => {
      expect([who, by]).toEqual([ada.id, id]);
      return [what, on, detail].filter((part) => part !== undefined).join(" ");
    });
  const ask = async () => {
    const { run } = (await (await call("POST", "/api/runs", { text: secret, model: "one" }, key)).json()) as {
      run: string;
    };
    for await (const _ of server.thorp.follow(run));
    return run;
  };
  const run = await ask();
  expect((await call("POST", `/api/runs/${run}/undo`, { forget: true }, key)).status).toBe(200);
  expect((await call("DELETE", `/api/runs/${run}`, undefined, key)).status).toBe(204);
  // What is refused was not done.
  expect((await call("DELETE", `/api/runs/${run}`, undefined, key)).status).toBe(404);
  expect((await call("POST", `/api/runs/${run}/cancel`, undefined, key)).status).toBe(404);
  await expect.poll(told).toEqual([`run-delete ${run}`, `run-undo ${run} whole`, `run-ask ${run}`]);

  const openAi = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
  await openAi.chat.completions.create({ model: "auto", messages: [{ role: "user", content: "What is 6 * 7?" }] });
  const [{ id: byOpenAi } = { id: "" }] = await server.thorp.listRuns({ limit: 1 });
  await expect.poll(async () => (await told())[0]).toBe(`run-ask ${byOpenAi}`);

  const socket = await openSocket(server.url, { authorization: `Bearer ${key}` });
  socket.send({ type: "ask", id: "a", request: { text: "What is 6 * 7?" } });
  const asked = await socket.until("asked");
  await expect.poll(async () => (await told())[0]).toBe(`run-ask ${asked.run}`);
  socket.socket.close();

  const settings = (values: object, trial = false) => call("PATCH", "/api/settings", { values, trial }, key);
  for (const answer of [
    await settings({ team: "magus" }),
    await settings({ team: "x" }, true),
    await settings({ a: 1 }),
  ])
    expect(answer.status).toBe(200);
  const made = (await (await call("POST", "/api/backups", undefined, key)).json()) as { name: string };
  expect((await told()).slice(0, 2)).toEqual(["backup-create", "settings-change team"]);
  expect(made.name).not.toBe("");
  expect(JSON.stringify(await audit.list())).not.toContain("cellar");
  expect(await audit.verify()).toEqual([]);
});
