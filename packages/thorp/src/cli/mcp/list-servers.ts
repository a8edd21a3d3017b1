/** `thorp mcp list`. */
import { countWords } from "../../base/words.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import { openMcpDesk } from "./with-mcp-desk.ts";

const columns = [
  { title: "server" },
  { title: "state" },
  { title: "offers" },
  { title: "protocol" },
  { title: "starts or asks", isFlexible: true },
];

/** Starts nothing and asks nobody. */
export async function listServers(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr } = context.surroundings;
  const list = await (await openMcpDesk(await readConfig(context, options))).list();
  if (options.json) return void stdout.write(`${JSON.stringify(list, null, 2)}\n`);
  if (list.length === 0)
    return void stderr.write("thorp.yaml names no MCP servers. `thorp mcp add NAME -- COMMAND` adds one.\n");
  const rows = list.map(({ name, launch, record }) => [
    name,
    record === undefined ? "not agreed to" : "agreed to",
    record === undefined ? "" : countWords(record.tools.length, "tool"),
    record?.protocol ?? "",
    launch,
  ]);
  stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
  const fresh = list.filter(({ record }) => record === undefined).map(({ name }) => name);
  if (fresh.length > 0) stderr.write(`Look at what is new and agree: thorp mcp check ${fresh[0]}\n`);
}
