/** A running server asked over HTTP: the answer as it is written. Start one first: npm start */
import { createThorpClient, ThorpApiError } from "@thorp/client";

const { THORP_SERVER = "http://127.0.0.1:4646", THORP_API_KEY } = process.env;
const thorp = createThorpClient({ baseURL: THORP_SERVER, ...(THORP_API_KEY ? { key: THORP_API_KEY } : {}) });

const asked = await thorp.ask("What is 17% of 2,340?");
for await (const { text, delta } of asked.text()) {
  // Without a delta the text so far was replaced: another attempt began.
  process.stdout.write(delta ?? `\n${text}`);
}
process.stdout.write("\n");

try {
  await thorp.ask({ text: "Hello", team: "nobody" });
} catch (error) {
  if (!(error instanceof ThorpApiError)) throw error;
  console.log(error.code);
}

// Prints:
// 17 / 100 * 2340 = 397.8. [1]
// team-unknown
