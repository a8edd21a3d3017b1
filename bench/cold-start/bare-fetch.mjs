// One streamed call by hand: what a process that does only this needs until its first token. Argument: the base URL.
const [baseURL] = process.argv.slice(2);
const messages = [
  { role: "system", content: "You are an agent." },
  { role: "user", content: "Answer at once." },
];
const response = await fetch(`${baseURL}/chat/completions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "fake-supervisor", messages, stream: true }),
});
const decoder = new TextDecoder();
let rest = "";
for await (const bytes of response.body) {
  rest += decoder.decode(bytes, { stream: true });
  for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
    const data = rest.slice("data: ".length, end);
    rest = rest.slice(end + 2);
    if (data !== "[DONE]") process.stdout.write(JSON.parse(data).choices[0]?.delta.content ?? "");
  }
}
