/** What clients of MCP and A2A get, as it comes over the wire. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

/** Hears of every answer with the way that it took. */
export type Hear = (way: string, text: string) => void;

/** Asks the team the same over both, looks at what came of it, and asks for what is not there. */
export async function askOverProtocols(
  url: string,
  { team, texts, hear }: { team: string; texts: readonly string[]; hear: Hear },
) {
  for (const mode of ["legacy", "auto"] as const) await askOverMcp(url, { team, texts, hear, mode });
  await askOverA2a(url, { team, texts, hear });
}

interface Asking {
  readonly team: string;
  readonly texts: readonly string[];
  readonly hear: Hear;
}

async function askOverMcp(url: string, { team, texts, hear, mode }: Asking & { readonly mode: "legacy" | "auto" }) {
  const listening: Promise<void>[] = [];
  // The bytes themselves: a client might leave something out.
  const fetchAloud: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const copy = response.clone();
    listening.push(
      copy.text().then(
        (text) => hear(`MCP, ${mode}`, `${[...copy.headers].join()} ${text}`),
        () => {},
      ),
    );
    return response;
  };
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { fetch: fetchAloud }));
  const told = (text: string) => hear(`MCP, ${mode}, progress`, text);
  await client.listTools();
  for (const text of texts) {
    const result = await client
      .callTool(
        { name: `ask_${team}`, arguments: { text } },
        { onprogress: (progress) => told(JSON.stringify(progress)), timeout: 20_000 },
      )
      .catch((error: Error) => ({ structuredContent: { run: "" }, said: error.message }));
    hear(`MCP, ${mode}, result`, JSON.stringify(result));
    const { run = "" } = (result.structuredContent ?? {}) as { readonly run?: string };
    const read = await client.readResource({ uri: `run://${run}` }).catch((error: Error) => error.message);
    hear(`MCP, ${mode}, resource`, JSON.stringify(read));
  }
  hear(`MCP, ${mode}, resources`, JSON.stringify(await client.listResources()));
  for (const call of [
    { name: texts.join(" "), arguments: {} },
    { name: `ask_${team}`, arguments: { words: texts } },
  ])
    await client.callTool(call).then(
      (result) => hear(`MCP, ${mode}, refusal`, JSON.stringify(result.content)),
      () => {},
    );
  await client.close();
  await Promise.all(listening);
}

async function askOverA2a(url: string, { team, texts, hear }: Asking) {
  const call = async (method: string, params: object): Promise<string> => {
    const response = await fetch(`${url}/a2a`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    hear(`A2A ${method}`, `${[...response.headers].join()} ${text}`);
    return text;
  };
  for (const [at, text] of texts.entries()) {
    const message = { messageId: `m${at}`, role: "ROLE_USER", parts: [{ text }] };
    const answer = JSON.parse(await call("SendMessage", { tenant: team, message })) as {
      readonly result?: { readonly task?: { readonly id: string } };
    };
    await call("SendStreamingMessage", { tenant: team, message: { ...message, messageId: `s${at}` } });
    await call("GetTask", { id: answer.result?.task?.id ?? "" });
  }
  await call("ListTasks", { pageSize: 50, includeArtifacts: true, historyLength: 10 });
  await call("GetExtendedAgentCard", {});
}
