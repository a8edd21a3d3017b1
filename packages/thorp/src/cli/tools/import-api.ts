/** `thorp tools import`: an OpenAPI document becomes tools, after a person saw what they would be able to do. */
import type { Readable, Writable } from "node:stream";
import { oneLine } from "../../base/clean-text.ts";
import { createSystemClock } from "../../base/clock.ts";
import { ThorpError } from "../../base/errors.ts";
import { type ApiProposal, createApiDesk } from "../../engine/api-desk.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { proposalText } from "./proposal-text.ts";
import { trustImport } from "./trust-import.ts";

/** The options of `thorp tools import` as they were typed. */
export interface ImportApiOptions extends CommonOptions {
  readonly id?: string;
  /** Names with commas between them. */
  readonly operations?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
}

/** More than this are chosen from, not taken by the way. */
const MANY = 30;

/** Nothing is kept before somebody agreed: at the terminal, or with `--yes`. */
export async function importApi(context: CommandContext, from: string, options: ImportApiOptions): Promise<void> {
  const { surroundings, terminal } = context;
  const config = await readConfig(context, options);
  if (config.settings.server !== undefined)
    throw new ThorpError("usage", "APIs are imported on the machine of the server, where its settings are.", {
      hint: "Run it there, or leave out --server (and THORP_SERVER) to import for this machine.",
    });
  const desk = createApiDesk({
    clock: createSystemClock(),
    configFolder: config.settings.configFolder,
    cwd: surroundings.cwd,
    allowHosts: config.settings.allowHosts,
  });
  const names = options.operations?.split(",").map((name) => name.trim());
  const wish = { id: options.id, operations: names };
  let proposal = await desk.propose(from, wish);
  if (proposal.api.operations.length === 0) throw nothingUsable(from, proposal);
  const asks = terminal.isInteractive && options.yes !== true && options.json !== true;
  if (proposal.api.operations.length > MANY && options.all !== true && names === undefined) {
    const chosen = asks ? await chooseOperations(proposal, surroundings) : undefined;
    if (asks && chosen === undefined) return context.finish(130);
    if (chosen === undefined) throw tooMany(proposal);
    proposal = await desk.propose(from, { ...wish, operations: chosen });
  }
  const { api, changes } = proposal;
  if (proposal.isUpdate && changes.length === 0) {
    await desk.keep(proposal);
    return write(context, options, {
      proposal,
      folder: undefined,
      words: `${api.title} is up to date; nothing changed.\n`,
    });
  }
  if (options.json !== true) surroundings.stdout.write(proposalText(proposal, terminal.paint));
  if (options.yes !== true) {
    const agreed = asks && (await confirmImport(api.operations.length, surroundings));
    if (!agreed) throw notAgreed(asks);
  }
  const folder = await desk.keep(proposal);
  const isTrusted = await trustImport(context, config, api.id);
  const words = `Kept in ${folder}. Try one: thorp tools show ${api.operations[0]?.name ?? ""}\n`;
  if (!isTrusted)
    surroundings.stderr.write(
      `Another program has the data folder; when it is done: thorp tools trust api:${api.id}\n`,
    );
  write(context, options, { proposal, folder, words });
}

interface Outcome {
  readonly proposal: ApiProposal;
  readonly folder: string | undefined;
  readonly words: string;
}

function write({ surroundings }: CommandContext, { json }: CommonOptions, { proposal, folder, words }: Outcome): void {
  const { api, changes, problems } = proposal;
  const tools = api.operations.map(({ name, effect, hosts, needs }) => ({ name, effect, hosts, needs }));
  surroundings.stdout.write(
    json === true
      ? `${JSON.stringify({ id: api.id, title: api.title, folder, hosts: api.hosts, tools, changes, problems }, null, 2)}\n`
      : words,
  );
}

function nothingUsable(from: string, { problems }: ApiProposal): ThorpError {
  const why = problems.length === 0 ? `${from} describes nothing that could be called.` : problems.join("\n");
  return new ThorpError("api-invalid", why);
}

function tooMany({ api }: ApiProposal): ThorpError {
  const { length } = api.operations;
  return new ThorpError("usage", `${api.title} has ${length} operations; a model chooses badly among so many.`, {
    hint: `Name some with --operations ${api.operations[0]?.name ?? ""},${api.operations[1]?.name ?? ""} or take --all.`,
  });
}

function notAgreed(wasAsked: boolean): ThorpError {
  return new ThorpError("approval-denied", "Nothing was imported.", {
    hint: wasAsked ? "Run it again when it is right." : "Read the list above, then add --yes.",
  });
}

async function chooseOperations(
  { offered }: ApiProposal,
  { stdin, stderr }: CommandContext["surroundings"],
): Promise<readonly string[] | undefined> {
  const { isCancel, multiselect } = await import("@clack/prompts");
  const picked = await multiselect({
    message: `Which of the ${offered.length} operations shall be tools?`,
    options: offered.map(({ name, description }) => ({
      value: name,
      label: name,
      hint: oneLine(description).slice(0, 80),
    })),
    maxItems: 15,
    input: stdin as unknown as Readable,
    output: stderr as unknown as Writable,
  });
  return isCancel(picked) ? undefined : picked;
}

async function confirmImport(tools: number, { stdin, stderr }: CommandContext["surroundings"]): Promise<boolean> {
  const { confirm } = await import("@clack/prompts");
  const answer = await confirm({
    message: `Import ${tools === 1 ? "this tool" : `these ${tools} tools`}?`,
    initialValue: false,
    input: stdin as unknown as Readable,
    output: stderr as unknown as Writable,
  });
  return answer === true;
}
