/** `thorp mcp`: Thorp as an MCP server on standard input and output. */
import { Readable, Writable } from "node:stream";
import { serveMcpStdio } from "../../server/mcp/serve-stdio.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { openWhenFree } from "../open-when-free.ts";
import { packageVersion } from "../package-version.ts";
import { createLease } from "./lease.ts";

/** Until the client closes the pipe. Standard output belongs to the protocol alone. */
export async function serveMcp(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdin, stdout, stderr } = context.surroundings;
  const config = await readConfig(context, options);
  if (stdin.isTTY && !options.quiet)
    stderr.write("This speaks MCP over standard input: a program starts it. Ctrl-C ends it.\n");
  const interrupt = listenForInterrupt(context.surroundings);
  // The data folder is held only while somebody asks: such a process may live all day, and other commands want it too.
  const lease = createLease(() =>
    openWhenFree(context, config, { describe: "`thorp mcp`", wait: true, signal: interrupt.signal }),
  );
  try {
    await serveMcpStdio({
      use: lease.use,
      version: packageVersion(),
      linkOf: (run) => `\`thorp runs show ${run}\``,
      mayRead: true,
      stdin: Readable.from(stdin),
      stdout: new Writable({
        decodeStrings: false,
        write(chunk, _encoding, done) {
          stdout.write(String(chunk));
          done();
        },
      }),
      signal: interrupt.signal,
      onError: ({ message }) => void (options.verbose && stderr.write(`${message}\n`)),
    });
  } finally {
    interrupt.stop();
    await lease.close();
  }
}
