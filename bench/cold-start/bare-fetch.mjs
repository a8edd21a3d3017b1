// One streamed call by hand: what a process that only does this needs for its first token.
const [baseURL] = process.argv.slice(2);
const body = {
  model: "fake-worker",
  messages: [
    { role: "user", content: "Please look it up." },
    { role: "tool", tool_call_id: "c1", content: "DATA for the query" },
  ],
  stream: true,
};
const response = await fetch(`${baseURL}/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
for await (const bytes of response.body) process.stdout.write(bytes);
