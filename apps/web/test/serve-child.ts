/** The process that gets killed: a server with the page, as its parent wants it. Tells the parent where it listens. */
import { type TestServerOptions, testServer } from "../../../packages/thorp/src/server/test-server.ts";

const { url, port } = await testServer(JSON.parse(process.argv[2] ?? "{}") as TestServerOptions);
process.send?.({ url, port });
