/** The thread that writes core.db: an entry file, started by `startWriter` and imported by nobody. */
import { parentPort, workerData } from "node:worker_threads";
import { failureFrom } from "../../base/errors.ts";
import { storageError } from "./sqlite-failure.ts";
import type { FromWriter, ToWriter, WriterStart } from "./writer-protocol.ts";
import { createWriterService } from "./writer-service.ts";

const port = parentPort;
if (port === null) throw new Error("writer-worker is started as a worker");
const start = workerData as WriterStart;
const answer = (message: FromWriter): void => port.postMessage(message);
try {
  const serve = createWriterService(start, answer);
  port.on("message", (message: ToWriter) => {
    serve(message);
    // Without a listener nothing keeps the thread alive.
    if ("command" in message && message.command.do === "close") port.close();
  });
} catch (error) {
  answer({ broken: failureFrom(storageError(error, start.folder)) });
}
