/** From the start of `thorp serve` to the first request that it can answer: `node bench/server-start.ts`. */
import { serveThorp } from "./measure/served-thorp.ts";
import { startServer } from "./measure/server-process.ts";
import { sampleOf, show } from "./measure/statistics.ts";

const ROUNDS = 7;
const model = await startServer();
try {
  const times: number[] = [];
  // The first one fills the compile cache; it is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const thorp = await serveThorp(model.baseURL);
    if (round > 0) times.push(thorp.readyMs);
    await thorp.close();
  }
  console.log(`ready after ${show(sampleOf(times), 0)} ms (goal: 1000)`);
} finally {
  model.close();
}
