/** `thorp tools check --live`: whether the services behind tools answer at this moment. */
import { oneLine } from "../../base/clean-text.ts";
import { createSystemClock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import type { LiveApiResult } from "../../engine/live-api-check.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";

/** One line for each tool as soon as it is known. Ends with 1 when one failed; a key that is missing is no failure. */
export async function checkApisLive(
  context: CommandContext,
  names: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const { surroundings, terminal } = context;
  const config = await readConfig(context, options);
  const { withStoredKeys } = await import("../../engine/stored-keys.ts");
  const { checkApis } = await import("../../engine/live-api-check.ts");
  const stop = new AbortController();
  const stopListening = surroundings.onSignal(() =>
    stop.abort(new ThorpError("cancelled", "Stopped; what is listed above was tried.")),
  );
  const all: LiveApiResult[] = [];
  try {
    const checked = checkApis(names, {
      clock: createSystemClock(),
      configFolder: config.settings.configFolder,
      env: await withStoredKeys({ ...config.settings, env: config.env }),
      allowHosts: config.settings.allowHosts,
      signal: stop.signal,
    });
    for await (const result of checked) {
      all.push(result);
      if (options.json !== true) surroundings.stdout.write(line(result, terminal.paint));
    }
  } finally {
    stopListening();
  }
  if (all.length === 0) throw new ThorpError("tool-unknown", `No API has a tool called ${names.join(" or ")}.`);
  if (options.json === true) surroundings.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  else surroundings.stdout.write(`${summary(all)}\n`);
  if (all.some(({ state }) => state === "failed")) context.finish(1);
}

function line({ tool, source, state, ms, words }: LiveApiResult, paint: CommandContext["terminal"]["paint"]): string {
  const marks = { works: paint.green("✓"), failed: paint.red("✗"), "key-missing": "-", "not-tried": "-" };
  const time = state === "works" ? ` (${ms} ms)` : "";
  return `${marks[state]} ${tool || source}${time}: ${oneLine(words).slice(0, 140)}\n`;
}

function summary(all: readonly LiveApiResult[]): string {
  const count = (state: LiveApiResult["state"]) => all.filter((each) => each.state === state).length;
  const rest = count("not-tried") + count("key-missing");
  return `${count("works")} work, ${count("failed")} failed${rest === 0 ? "" : `, ${rest} not tried`}`;
}
