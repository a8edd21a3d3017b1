/** Answers under a schema: each server is asked in its own way, and one that cannot is asked in words, once. */
import { describe, expect, it } from "vitest";
import { createTestGateway, testCall } from "../../src/gateway/call-model/test-directory.ts";
import { createHastyClock, createTestWorld } from "../../src/gateway/test-world.ts";
import { modelOf, type Subject, soundPieces, subjects } from "./fault-bench.ts";
import { createFaultTransport, type FaultyReply } from "./fault-transport.ts";

const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"], additionalProperties: false };

async function askTwice(subject: Subject, reply: (body: Readonly<Record<string, unknown>>) => FaultyReply) {
  const clock = createHastyClock();
  const world = createTestWorld({ clock });
  const network: ReturnType<typeof createFaultTransport> = createFaultTransport((at) =>
    reply(network.requests[at] ?? {}),
  );
  const { callModel, directory } = createTestGateway({
    clock,
    models: {
      near: {
        tier: "local",
        script: [],
        context: 32_000,
        languageModel: modelOf(subject, { send: network.send, clock }),
      },
    },
  });
  const call = { models: { local: "near" }, schema };
  const { result } = await world.start(async (context) => [
    await callModel(context, world.facts, testCall(call)),
    await callModel(context, world.facts, testCall({ ...call, step: "model-2" })),
  ]);
  return { outcomes: await result, requests: network.requests, noted: directory.noted };
}

const asks = (body: Readonly<Record<string, unknown>>) =>
  body["response_format"] !== undefined || body["format"] !== undefined;
const answer = (subject: Subject, text = '{"n": 1}'): FaultyReply => ({ body: soundPieces(subject, { text }) });

describe.each(subjects)("%s", (subject) => {
  it("is asked for the schema in its own way", async () => {
    const { requests, outcomes } = await askTwice(subject, () => answer(subject, "```json\n{'n': 1,}\n```"));
    expect(outcomes).toMatchObject([
      { ok: true, text: '{"n":1}' },
      { ok: true, text: '{"n":1}' },
    ]);
    const [body] = requests;
    if (subject === "ollama") expect(body?.["format"]).toEqual(schema);
    else {
      const strict = subject === "vllm" || subject === "llama-server" ? {} : { strict: true };
      expect(body?.["response_format"]).toEqual({
        type: "json_schema",
        json_schema: { name: "answer", schema, ...strict },
      });
    }
  });

  it.each([
    [
      400,
      '{"error":{"message":"Invalid parameter: \'response_format\' of type \'json_schema\' is not supported with this model."}}',
    ],
    [400, '{"error":{"message":"This model does not support structured outputs.","code":400}}'],
    [
      400,
      '{"error":{"message":"litellm.UnsupportedParamsError: m does not support parameters: [\'response_format\']"}}',
    ],
    [400, '{"object":"error","message":"Failed to compile grammar","type":"BadRequestError","code":400}'],
    [500, '{"error":{"code":500,"message":"failed to parse grammar","type":"server_error"}}'],
    [400, '{"error":"json: cannot unmarshal object into Go struct field ChatRequest.format of type string"}'],
    [422, '{"detail":[{"loc":["body","response_format"],"msg":"extra fields not permitted"}]}'],
  ])("that says %i %s is asked in words, in the next call too", async (status, body) => {
    const { requests, outcomes, noted } = await askTwice(subject, (sent) =>
      asks(sent) ? { status, body } : answer(subject),
    );
    expect(outcomes).toMatchObject([
      { ok: true, text: '{"n":1}' },
      { ok: true, text: '{"n":1}' },
    ]);
    expect(requests.map(asks)).toEqual([true, false, false]);
    expect(JSON.stringify(requests[1]?.["messages"])).toContain("additionalProperties");
    expect(noted, "it is not held against the server").toEqual(["near up", "near up"]);
  });
});
