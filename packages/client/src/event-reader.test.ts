import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readServerEvents, type ServerEvent } from "./event-reader.ts";

async function read(bytes: Uint8Array, cuts: readonly number[] = []): Promise<readonly ServerEvent[]> {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const chunks = edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
  const events: ServerEvent[] = [];
  for await (const event of readServerEvents(ReadableStream.from(chunks) as ReadableStream<Uint8Array>))
    events.push(event);
  return events;
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("readServerEvents", () => {
  const text =
    'retry: 5\n\nid: 1\nevent: event\ndata: {"a":"é"}\n\n: here\n\ndata: one\r\ndata:two\r\n\r\nid: 2\n\ndata: last\n\n';
  const expected: readonly ServerEvent[] = [
    { event: "event", data: '{"a":"é"}', id: "1" },
    { event: "message", data: "one\ntwo", id: "1" },
    { event: "message", data: "last", id: "2" },
  ];

  it("reads fields, comments, joined lines and all line ends", async () => {
    expect(await read(bytesOf(text))).toEqual(expected);
  });

  it("does not care how the bytes are cut", async () => {
    const bytes = bytesOf(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
        expect(await read(bytes, cuts)).toEqual(expected);
      }),
    );
  });

  it("leaves out an event that was cut off", async () => {
    expect(await read(bytesOf("data: whole\n\ndata: ha"))).toEqual([
      { event: "message", data: "whole", id: undefined },
    ]);
  });
});
