import { expect, test } from "vitest";
import { messageFromBody, messageFromJson } from "./server-message.ts";

test.each([
  ["a string", '{"error":"model not found"}', "model not found"],
  [
    "OpenAI's object",
    '{"error":{"message":"bad key","type":"invalid_request_error","code":"invalid_api_key"}}',
    "bad key",
  ],
  ["a detail", '{"detail":"Not Found"}', "Not Found"],
  [
    "a list of details",
    '{"detail":[{"loc":["body"],"msg":"field required"}]}',
    '[{"loc":["body"],"msg":"field required"}]',
  ],
  ["an array around it", '[{"error":{"message":"quota"}}]', "quota"],
  [
    "a page",
    "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>x</h1></body></html>",
    "502 Bad Gateway",
  ],
  ["a page without a title", "<p>Something <b>broke</b></p><script>var x = 1</script>", "Something broke"],
  ["plain text over lines", "upstream\n  connect   error", "upstream connect error"],
  ["nothing", "", ""],
  ["torn JSON", '{"error":{"mess', '{"error":{"mess'],
])("reads %s", (_, body, text) => {
  expect(messageFromBody(body).text).toBe(text);
});

test("keeps what the server calls it, and the status inside the body", () => {
  expect(messageFromBody('{"error":{"message":"slow down","type":"rate_limit_error","code":429}}')).toEqual({
    text: "slow down",
    kind: "rate_limit_error",
    status: 429,
  });
});

test("shows what the provider behind a router said", () => {
  const metadata = { provider_name: "Acme", raw: '{"error":{"message":"image too large"}}' };
  expect(messageFromJson({ error: { message: "Provider returned error", code: 400, metadata } }).text).toBe(
    "Provider returned error (Acme: image too large)",
  );
});

test("cuts what is too long to show", () => {
  expect(messageFromBody("x".repeat(1_000_000)).text.length).toBeLessThan(410);
});

test.each([null, undefined, 7, true, [], { error: null }, { error: 5 }])("survives %j", (value) => {
  expect(typeof messageFromJson(value).text).toBe("string");
});
