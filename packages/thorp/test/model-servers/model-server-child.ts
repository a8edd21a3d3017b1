/**
 * A small model server as a program: OpenAI's chat completions and model list, on PORT of 127.0.0.1.
 *
 * CRASH=start ends it at once with words on standard error; CRASH=call ends it in the middle of every answer. LATE is
 * how long it takes until it listens, in milliseconds. STUBBORN=1 takes no notice of SIGTERM. HELPER=1 starts another
 * process that would live for ever and prints its number.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";

const { PORT = "0", CRASH, LATE = "0", STUBBORN, HELPER, SAYS = "From the child." } = process.env;

if (CRASH === "start") {
  process.stderr.write("no such model file\n");
  process.exit(3);
}
if (STUBBORN === "1") process.on("SIGTERM", () => process.stdout.write("not yet\n"));
if (HELPER === "1") {
  const helper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  process.stdout.write(`helper ${helper.pid}\n`);
}

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
  if (request.url === "/v1/models") {
    response.setHeader("content-type", "application/json");
    return response.end('{"object":"list","data":[]}');
  }
  if (request.url === "/env") return response.end(JSON.stringify(process.env));
  response.setHeader("content-type", "text/event-stream");
  response.write(chunk({ role: "assistant", content: SAYS }, null));
  if (CRASH === "call") return void setTimeout(() => process.exit(9), 20);
  response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
});
setTimeout(
  () => server.listen(Number(PORT), "127.0.0.1", () => process.stdout.write(`listening as ${process.pid}\n`)),
  Number(LATE),
);
