/**
 * What WebSockets cost that only wait: `node bench/idle-sockets.ts [COUNT]`. 10,000 by default; each process needs as
 * many file handles (`ulimit -n 20000`).
 *
 * Half of them have subscribed to the list of runs. Memory is that of the server's process, all of it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { serveThorp } from "./measure/served-thorp.ts";
import { startServer } from "./measure/server-process.ts";

const COUNT = Number(process.argv[2] ?? 10_000);
const AT_ONCE = 100;
const sockets: WebSocket[] = [];

const model = await startServer();
try {
  const limits = { THORP_SOCKETS_PER_ADDRESS: String(COUNT * 2), THORP_SOCKETS_CONNECTS_PER_MINUTE: "10000000" };
  const thorp = await serveThorp(model.baseURL, limits);
  try {
    const memory = async () => (await thorp.metric("thorp_process_resident_memory_bytes")) / 2 ** 20;
    const before = await memory();
    const began = performance.now();
    for (let opened = 0; opened < COUNT; opened += AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, COUNT - opened) }, (_, at) => open(thorp.url, at % 2 === 0)),
      );
    const seconds = (performance.now() - began) / 1000;
    // Long enough for the first pings.
    await sleep(30_000);
    const open_ = await thorp.metric("thorp_sockets");
    const after = await memory();
    console.log(
      `${open_} idle WebSockets: ${after.toFixed(0)} MB, ${(((after - before) * 1024) / COUNT).toFixed(1)} KB each over ${before.toFixed(0)} MB; opened in ${seconds.toFixed(1)} s (goal: below 1024 MB)`,
    );
    if (open_ !== COUNT) process.exitCode = 1;
  } finally {
    for (const socket of sockets) socket.terminate();
    await thorp.close();
  }
} finally {
  model.close();
}

async function open(url: string, subscribes: boolean): Promise<void> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, { perMessageDeflate: false });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once("message", () => resolve());
    socket.once("error", reject);
  });
  if (subscribes) socket.send('{"type":"subscribe","id":"runs","to":{"kind":"runs"}}');
}
