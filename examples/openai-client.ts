/** The OpenAI client pointed at Thorp: a team is a model, and a tool of yours suspends the run until you bring its result. */
import OpenAI from "openai";

const { THORP_SERVER = "http://127.0.0.1:4646", THORP_API_KEY = "any" } = process.env;
const client = new OpenAI({ baseURL: `${THORP_SERVER}/v1`, apiKey: THORP_API_KEY });

const models = await client.models.list();
console.log(models.data.map(({ id }) => id).join(" "));

const stream = await client.chat.completions.create({
  model: "auto",
  stream: true,
  messages: [{ role: "user", content: "What is 17% of 2,340?" }],
});
for await (const { choices } of stream) process.stdout.write(choices[0]?.delta.content ?? "");
process.stdout.write("\n");

const { data } = await client.embeddings.create({ model: "auto", input: ["tea", "green tea"] });
console.log(data.map(({ embedding }) => embedding.length).join(" "));

// Prints:
// auto alma magus toollama village
// 17 / 100 * 2340 = 397.8. [1]
// 384 384
