/** `thorp doctor`: every check, each with the command that mends what it found. */

import { cleanText } from "../../base/clean-text.ts";
import { failureFrom } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { withDesk } from "../models/with-desk.ts";
import type { Paint } from "../terminal/paint.ts";
import { checkConfig } from "./check-config.ts";
import { checkData } from "./check-data.ts";
import { checkMachine } from "./check-machine.ts";
import { checkAccounts, checkModels } from "./check-models.ts";
import { broken, type Finding } from "./finding.ts";

/** The options of `thorp doctor`. */
export interface DoctorOptions extends CommonOptions {
  readonly fix?: boolean;
}

/** One check that fails does not keep the others from being made. */
export async function runDoctor(context: CommandContext, options: DoctorOptions): Promise<void> {
  const { terminal, surroundings, finish } = context;
  const findings = await examine(context, options);
  const wrong = findings.filter(({ state }) => state === "broken");
  if (options.json) surroundings.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else {
    for (const finding of findings) surroundings.stdout.write(findingLines(finding, terminal.paint));
    surroundings.stdout.write(
      wrong.length === 0 ? "\nNothing is broken.\n" : `\n${countWords(wrong.length, "thing")} to mend.\n`,
    );
  }
  if (wrong.length > 0) finish(1);
}

async function examine(context: CommandContext, options: DoctorOptions): Promise<readonly Finding[]> {
  const fix = options.fix ?? false;
  // The warnings of the configuration are findings here.
  const { config, findings } = await checkConfig(() => readConfig(context, { ...options, quiet: true }), fix);
  if (config === undefined) return findings;
  const [machine, data, models, accounts] = await Promise.all([
    checkMachine(config),
    checkData(config, fix),
    guarded("models", async () => withThorp(await openEngineWithoutData(context, config), checkModels)),
    guarded("accounts", () => withDesk(config, checkAccounts)),
  ]);
  return [...machine, ...findings, ...data, ...models, ...accounts];
}

/** A check that cannot be carried out is a finding, not the end of the visit. */
async function guarded(area: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const { message, hint } = failureFrom(error);
    return [broken(area, message, hint ?? "")];
  }
}

const marks = { ok: "✓", missing: "–", broken: "✗" } as const;

function findingLines({ area, state, text, fix }: Finding, paint: Paint): string {
  const painted = { ok: paint.green, missing: paint.dim, broken: paint.red }[state];
  const head = `${painted(marks[state])} ${area.padEnd(12)} ${cleanText(text).replaceAll("\n", `\n${" ".repeat(15)}`)}\n`;
  return fix ? `${head}${" ".repeat(15)}${paint.dim(`-> ${cleanText(fix)}`)}\n` : head;
}
