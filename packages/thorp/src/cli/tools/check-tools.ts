/** `thorp tools check`: whether tools are what they say, without asking anybody. */
import { oneLine } from "../../base/clean-text.ts";
import { createSystemClock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import type { CheckedTool, ToolFinding } from "../../engine/tool-check/tool-finding.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import type { Paint } from "../terminal/paint.ts";
import { renderTable } from "../terminal/table.ts";

const columns = [
  { title: "tool" },
  { title: "source" },
  { title: "state" },
  { title: "tests" },
  { title: "what to know", isFlexible: true },
];

/** The data folder is only read. Ends with 1 when something does not work; a missing key alone is no failure. */
export async function checkToolsOffline(
  context: CommandContext,
  names: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const { surroundings, terminal } = context;
  const { stdout } = surroundings;
  const config = await readConfig(context, options);
  const { toEngineOptions } = await import("../../config/settings.ts");
  const { withStoredKeys } = await import("../../engine/stored-keys.ts");
  const { checkTools } = await import("../../engine/tool-check/check-tools.ts");
  const { hasFailed } = await import("../../engine/tool-check/tool-finding.ts");
  const stop = new AbortController();
  const stopListening = surroundings.onSignal(() => stop.abort(new ThorpError("cancelled", "Stopped.")));
  const { dataDir } = config.settings;
  const checked = await checkTools(names, {
    ...{ options: toEngineOptions(config), folder: dataDir === "memory" ? undefined : dataDir },
    ...{ env: await withStoredKeys({ ...config.settings, env: config.env }), clock: createSystemClock() },
    signal: stop.signal,
  }).finally(stopListening);
  const failed = checked.filter(hasFailed);
  if (failed.length > 0) context.finish(1);
  if (options.json === true) {
    const rows = checked.map((each) => ({ ...each, state: hasFailed(each) ? "failed" : "ok" }));
    return void stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  }
  const width = stdout.isTTY ? { width: terminal.width() } : {};
  const rows = checked.map((each) => rowOf(each, hasFailed(each), terminal.paint));
  stdout.write(renderTable(rows, { columns, paint: terminal.paint, ...width }));
  stdout.write(`${details(checked)}${summary(checked, failed.length)}\n`);
}

function rowOf({ tool, source, findings, tests }: CheckedTool, failed: boolean, paint: Paint): readonly string[] {
  const passed = tests.filter(({ state }) => state === "passed").length;
  const first = findings.toSorted((a, b) => weight[a.severity] - weight[b.severity])[0];
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : "";
  const isDoubtful = findings.some(({ severity }) => severity === "warning");
  const state = failed ? paint.red("failed") : isDoubtful ? paint.yellow("look") : paint.green("ok");
  const words = first === undefined ? "" : `${oneLine(first.message).slice(0, 120)}${more}`;
  return [tool, source, state, tests.length === 0 ? "" : `${passed}/${tests.length}`, words];
}

const weight: Readonly<Record<ToolFinding["severity"], number>> = { error: 0, warning: 1, note: 2 };

/** Mistakes and warnings whole, with what mends them; notes stand in the table and in JSON. */
function details(checked: readonly CheckedTool[]): string {
  return checked
    .flatMap(({ tool, source, findings, tests }) => {
      const what = tool === "" ? source : tool;
      return [
        ...findings
          .filter(({ severity }) => severity !== "note")
          .map(
            ({ severity, message, hint }) =>
              `${severity}: ${what}: ${sentence(message)}${hint === undefined ? "" : ` ${hint}`}\n`,
          ),
        ...tests
          .filter(({ state }) => state !== "passed")
          .map(
            ({ name, state, words }) =>
              `test ${state === "failed" ? "failed" : "not run"}: ${what}: ${name}: ${oneLine(words)}\n`,
          ),
      ];
    })
    .join("");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function summary(checked: readonly CheckedTool[], failed: number): string {
  const tools = checked.filter(({ tool }) => tool !== "").length;
  const tests = checked.flatMap((each) => each.tests);
  const passed = tests.filter(({ state }) => state === "passed").length;
  const run = tests.length === 0 ? "" : `, ${passed} of ${countWords(tests.length, "test")} passed`;
  return `${countWords(tools, "tool")} checked${run}, ${failed} failed`;
}
