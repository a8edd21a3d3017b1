import { expect, it } from "vitest";
import { testServer } from "./test-server.ts";

it("tells programs that want no page what it is, and how to ask", async () => {
  await using server = await testServer();
  const answer = await fetch(server.url, { headers: { accept: "*/*" } });
  const text = await answer.text();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  const command = /curl -N (\S+) .*-d '(.*)'/.exec(text);
  const asked = await fetch(command?.[1] ?? "", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: command?.[2] ?? "",
  });
  expect(await asked.text()).toContain("6 * 7 = 42");
  expect((await fetch(`${server.url}/nowhere`)).status).toBe(404);
});
