/**
 * Prism as a library: a mock server for each OpenAPI document that is named, all in this process.
 *
 * `node serve.mjs FILE...` writes one line of JSON, file name to address, and serves until its input ends.
 */
import { basename } from "node:path";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";

const config = {
  mock: { dynamic: false },
  validateRequest: true,
  validateResponse: true,
  checkSecurity: true,
  errors: true,
  isProxy: false,
  upstreamProxy: undefined,
};

async function serve(file) {
  const operations = await getHttpOperationsFromSpec(file);
  const logger = createLogger("prism", { level: "silent" });
  const server = createServer(operations, { components: { logger }, config, cors: false });
  return [basename(file), await server.listen(0, "127.0.0.1")];
}

const addresses = Object.fromEntries(await Promise.all(process.argv.slice(2).map(serve)));
console.log(JSON.stringify(addresses));
process.stdin.on("end", () => process.exit(0)).resume();
