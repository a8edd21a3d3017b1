/** The graph of a run while it grows: each task with its state, over HTTP. Start a server first: npm start */
import { createThorpClient } from "@thorp/client";

const { THORP_SERVER = "http://127.0.0.1:4646", THORP_API_KEY } = process.env;
const thorp = createThorpClient({ baseURL: THORP_SERVER, ...(THORP_API_KEY ? { key: THORP_API_KEY } : {}) });

const states = new Map<string, string>();
const asked = await thorp.ask("What is 5 km in miles, and what is 20% of 50?");
for await (const update of asked) {
  if (update.kind !== "event") continue;
  if (update.type === "plan-propose" && update.path === "")
    for (const { id, needs } of update.plan.tasks) {
      states.set(id, "waiting");
      console.log(`${id}${needs.length === 0 ? "" : ` after ${needs.join(", ")}`}`);
    }
  if (update.type === "task-start") states.set(update.path, "running");
  if (update.type === "task-end") states.set(update.path, update.state);
}
console.log([...states].map(([task, state]) => `${task} ${state}`).join(", "));

// Prints:
// t1
// t2
// t1 done, t2 done
