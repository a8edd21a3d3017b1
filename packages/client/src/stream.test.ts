/** Asking and following with one request, against the real server. */
import { expect, it } from "vitest";
import { openApi } from "../../thorp/test/api/api-bench.ts";
import { createThorpClient } from "./client.ts";

/** The real one, of which the first answer ends after so many messages. */
function cuttingFetch(messages: number) {
  const asked: string[] = [];
  const cut = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    asked.push(`${init?.method} ${new URL(input instanceof Request ? input.url : input).pathname}`);
    const response = await fetch(input, init);
    if (asked.length > 1 || response.body === null || messages === Infinity) return response;
    let text = "";
    const some = new TransformStream<string, string>({
      transform(piece, controller) {
        text += piece;
        const parts = text.split("\n\n");
        if (parts.length <= messages) return;
        controller.enqueue(parts.slice(0, messages).join("\n\n").concat("\n\n"));
        controller.terminate();
      },
    });
    const body = response.body.pipeThrough(
      new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>,
    );
    return new Response(body.pipeThrough(some).pipeThrough(new TextEncoderStream()), response);
  };
  return { asked, fetch: cut };
}

async function followed(messages: number) {
  const api = await openApi({ one: () => ({ text: "Hens lay eggs." }) });
  const { asked, fetch } = cuttingFetch(messages);
  const thorp = createThorpClient({ baseURL: api.server.url, fetch });
  const events: number[] = [];
  let answer = "";
  for await (const update of thorp.stream("What do hens do?")) {
    if (update.kind === "frame") continue;
    events.push(update.seq);
    if (update.type === "message-add" && update.role === "team") answer = update.text;
  }
  expect(answer).toBe("Hens lay eggs.");
  expect(events).toEqual(events.map((_, at) => at + 1));
  const calls = [...asked];
  expect(await thorp.runs.list()).toHaveLength(1);
  return calls;
}

it("takes one request, and goes on with the run's stream when the connection breaks", async () => {
  expect(await followed(Infinity)).toEqual(["POST /api/runs"]);
  const [first, second, ...more] = await followed(2);
  expect([first, more]).toEqual(["POST /api/runs", []]);
  expect(second).toMatch(/^GET \/api\/runs\/run_\w+\/stream$/);
});

it("begins one run when the connection breaks before the run is known", async () => {
  expect(await followed(1)).toEqual(["POST /api/runs", "POST /api/runs"]);
});

it("tells what was wrong with the request", async () => {
  const api = await openApi({ one: () => ({ text: "Never." }) });
  const thorp = createThorpClient({ baseURL: api.server.url });
  const first = thorp.stream({ text: "x", team: "nobody" })[Symbol.asyncIterator]().next();
  await expect(first).rejects.toMatchObject({ code: "team-unknown", status: 404 });
});
