/**
 * What failover costs beside the provider's own time: two servers of one model, one of which breaks every connection
 * after its first words. Prints the time from the break to the arrival of the same call at the other server, with the
 * journal on. `node bench/failover.ts [RUNS]`
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../packages/thorp/src/engine/create-engine.ts";

const runs = Number(process.argv[2] ?? 40);
let brokenAt = 0;
const waits: number[] = [];

const chunk = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;

async function serve(answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      if (request.url?.endsWith("/models")) return void response.end('{"data":[]}');
      response.writeHead(200, { "content-type": "text/event-stream" });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

// Whichever of the two is asked first breaks, so that each run needs the other one.
let isFirst = true;
const answer = (response: ServerResponse) => {
  if (isFirst) {
    isFirst = false;
    response.write(chunk("The answer "));
    setTimeout(() => {
      brokenAt = performance.now();
      response.destroy();
    }, 5);
    return;
  }
  waits.push(performance.now() - brokenAt);
  response.end(`${chunk("The answer is 5.")}${chunk("", "stop")}data: [DONE]\n\n`);
};

const [a, b] = [await serve(answer), await serve(answer)];
const folder = await mkdtemp(join(tmpdir(), "thorp-failover-"));
const team = join(folder, "teams", "one");
await writeFile(
  join(folder, "models.yaml"),
  `providers: { pool: { kind: openai, url: ["${a.url}", "${b.url}"], tier: local, slots: 4 } }\nmodels: [{ id: pool/m }]\n`,
);
await mkdir(join(team, "agents"), { recursive: true });
await writeFile(join(team, "team.yaml"), "name: one\ndescription: One agent.\n");
await writeFile(
  join(team, "agents", "one.md"),
  "---\nname: one\nkind: manager\ndescription: Talks.\nmodels: { local: pool/m }\n---\nYou talk.\n",
);
// A new engine for each: one that knows that a server is down would not ask it.
for (let run = 0; run < runs; run++) {
  const engine = await createEngine({
    dataDir: join(folder, "data"),
    teamFolders: [join(folder, "teams")],
    catalogues: [join(folder, "models.yaml")],
    team: "one",
    env: {},
  });
  isFirst = true;
  const asked = await engine.ask({ text: `What is 2 + 3, the ${run}th time?` });
  for await (const _ of engine.follow(asked.run));
  const { state } = (await engine.showRun(asked.run)).run;
  if (state !== "done") throw new Error(`run ${run} ended ${state}`);
  await engine.close();
}
for (const { server } of [a, b]) {
  server.closeAllConnections();
  server.close();
}
await rm(folder, { recursive: true, force: true });
waits.sort((one, other) => one - other);
const at = (share: number) => (waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(1);
console.log(`${waits.length} failovers: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, most ${at(1)} ms`);
