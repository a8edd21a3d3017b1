/** What a run left, over HTTP: lists, what its calls saw, its files, and one run for one key. */
import { describe, expect, it } from "vitest";
import { openApi } from "./api-bench.ts";

describe("runs", () => {
  it("are found by state, team and words, page by page", async () => {
    const api = await openApi();
    const runs: string[] = [];
    for (const text of ["hens", "ducks", "more hens"]) runs.unshift((await api.ask({ text })).run);
    const ids = async (query: string) => {
      const { body, headers } = await api.call("GET", `/api/runs?${query}`);
      return [(body["runs"] as { id: string }[]).map(({ id }) => id), headers.get("link") !== null] as const;
    };
    expect(await ids("limit=2")).toEqual([runs.slice(0, 2), true]);
    expect(await ids(`limit=2&cursor=${runs[1]}`)).toEqual([runs.slice(2), false]);
    expect(await ids("q=HENS")).toEqual([[runs[0], runs[2]], false]);
    expect(await ids("state=failed")).toEqual([[], false]);
    expect(await ids("team=solo&state=done&limit=3")).toEqual([runs, false]);
  });

  it("are begun once under one key, also by two at once, and never for another request", async () => {
    const api = await openApi();
    const ask = (text: string, key: string) => api.call("POST", "/api/runs", { text }, { "idempotency-key": key });
    const [first, second] = await Promise.all([ask("Hello", "k1"), ask("Hello", "k1")]);
    expect(second.body).toEqual(first.body);
    await api.follow(first.body.run);
    expect((await ask("Hello", "k1")).body).toEqual(first.body);
    expect((await ask("Goodbye", "k1")).body).toMatchObject({ code: "key-reused", status: 422 });
    expect((await ask("Hello", "k2")).body.run).not.toBe(first.body.run);
    expect((await ask("Hello", "x".repeat(300))).body.code).toBe("input-invalid");
    const retry = () => api.call("POST", `/api/runs/${first.body.run}/retry`, {}, { "idempotency-key": "k1" });
    const again = (await retry()).body;
    expect(again.run).not.toBe(first.body.run);
    expect((await retry()).body).toEqual(again);
  });

  it("show what a call saw, word for word", async () => {
    const api = await openApi();
    const first = await api.ask({ text: "I am Ada" });
    const { run } = await api.ask({ text: "Who am I?", conversation: first.conversation });
    const calls = (await api.call("GET", `/api/runs/${run}`)).body["modelCalls"] as { path: string; step: string }[];
    const { path, step } = calls[0] ?? { path: "", step: "" };
    const seen = (await api.call("GET", `/api/runs/${run}/call?path=${path}&step=${step}`)).body;
    expect(seen["isExact"]).toBe(true);
    expect(seen["messages"]).toEqual(JSON.parse(JSON.stringify(api.models["one"]?.calls.at(-1)?.prompt)));
    expect(JSON.stringify(seen["messages"])).toContain("I am Ada");
    expect((await api.call("GET", `/api/runs/${run}/call?step=none`)).body.code).toBe("run-unknown");
  });

  it("give their files back, and let nothing in them loose", async () => {
    const api = await openApi();
    const attachments = [
      { name: "a b.html", mediaType: "text/html", base64: Buffer.from("<script>1</script>").toString("base64") },
      { name: "note.txt", mediaType: "text/plain", base64: Buffer.from("hello").toString("base64") },
    ];
    const { run } = await api.ask({ text: "Look", attachments });
    const list = (await api.call("GET", `/api/runs/${run}/artifacts`)).body["artifacts"] as { id: string }[];
    expect(list).toMatchObject([
      { id: "attachment-1", kind: "attachment", title: "a b.html", bytes: 18 },
      { id: "attachment-2", title: "note.txt" },
    ]);
    const html = await api.call("GET", `/api/runs/${run}/artifacts/attachment-1`);
    expect(html.headers.get("content-type")).toBe("application/octet-stream");
    expect(html.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''a%20b.html");
    expect(html.headers.get("content-security-policy")).toContain("sandbox");
    const text = await api.call("GET", `/api/runs/${run}/artifacts/attachment-2`);
    expect([text.body, text.headers.get("content-type")]).toEqual(["hello", "text/plain; charset=utf-8"]);
    const etag = text.headers.get("etag") ?? "";
    const known = { "if-none-match": etag };
    expect((await api.call("GET", `/api/runs/${run}/artifacts/attachment-2`, undefined, known)).status).toBe(304);
    const other = await api.ask({ text: "Nothing here" });
    expect((await api.call("GET", `/api/runs/${other.run}/artifacts/attachment-1`)).body.code).toBe("blob-unknown");
  });

  it("are not sent again to who has them", async () => {
    const api = await openApi();
    const { run } = await api.ask({ text: "Hello" });
    const first = await api.call("GET", `/api/runs/${run}`);
    const known = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await api.call("GET", `/api/runs/${run}`, undefined, known)).status).toBe(304);
    await api.call("PUT", `/api/runs/${run}/feedback`, { rating: "up" });
    expect((await api.call("GET", `/api/runs/${run}`, undefined, known)).status).toBe(200);
  });

  it("take their files back and are deleted for good", async () => {
    const api = await openApi();
    const { run } = await api.ask({ text: "Hello" });
    expect((await api.call("POST", `/api/runs/${run}/undo`, {})).body).toEqual({ restored: [], removed: [], left: [] });
    expect((await api.call("DELETE", `/api/runs/${run}`)).status).toBe(204);
    expect((await api.call("GET", `/api/runs/${run}`)).status).toBe(404);
    expect((await api.call("DELETE", `/api/runs/${run}`)).status).toBe(404);
  });
});
