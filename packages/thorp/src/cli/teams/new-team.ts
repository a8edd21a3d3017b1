/** `thorp teams new`: a working team folder in the person's own teams. */
import { cp, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ThorpError } from "../../base/errors.ts";
import { resolvePath } from "../../config/config-folder.ts";
import type { Config } from "../../config/load-config.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import {
  type CommandContext,
  type CommonOptions,
  openEngineWithoutData,
  readConfig,
  withThorp,
} from "../command-context.ts";
import { type AskNewTeam, askNewTeam } from "./ask-new-team.ts";
import { readTeam } from "./read-team.ts";
import { newTeamFiles } from "./team-template.ts";

/** The options of `thorp teams new` as they were typed. */
export interface NewTeamOptions extends CommonOptions {
  /** Team to begin with. */
  readonly from?: string;
  /** Names with commas between them. */
  readonly agents?: string;
  readonly description?: string;
  /** Folder that the team's folder is made in. */
  readonly dir?: string;
}

/** All that has to be known to make one. */
export interface TeamWish {
  readonly name: string;
  readonly description?: string | undefined;
  readonly from?: string | undefined;
  readonly agents?: readonly string[] | undefined;
}

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MOST_AGENTS = 20;

/** Asks for what is missing in a terminal; elsewhere the name is needed. Writes nothing unless all of it is right. */
export async function newTeam(
  context: CommandContext,
  name: string | undefined,
  { options, ask = askNewTeam }: { readonly options: NewTeamOptions; readonly ask?: AskNewTeam },
): Promise<void> {
  const { surroundings, terminal } = context;
  const config = await readConfig(context, options);
  const taken = await namesOf(context, config);
  const given = wishFrom(name, options);
  const wish =
    terminal.isInteractive && !options.json
      ? await ask(given, { surroundings, teams: taken, problemWith: (wanted) => nameProblem(wanted, taken) })
      : given;
  if (wish === undefined) return context.finish(130);
  const problem = nameProblem(wish.name, taken) ?? agentsProblem(wish);
  if (problem !== undefined) throw new ThorpError("usage", problem, { hint: usageHint });
  const parent =
    options.dir === undefined ? config.settings.teamFolders[0] : resolvePath(options.dir, surroundings.cwd);
  if (parent === undefined)
    throw new ThorpError("usage", "The settings name no folder for teams.", { hint: "Name one with --dir." });
  const folder = join(parent, wish.name);
  await makeFolder(folder, (draft) => fill(draft, wish, { context, config }));
  const team = await readTeam(context, config, folder);
  const files = Object.keys(team.files);
  surroundings.stdout.write(
    options.json
      ? `${JSON.stringify({ name: wish.name, folder, files }, null, 2)}\n`
      : report(wish.name, folder, { files, isFound: config.settings.teamFolders.includes(parent) }),
  );
}

const usageHint = "Run `thorp teams new --help`, or in a terminal `thorp teams new` to be asked.";

function wishFrom(name: string | undefined, { from, agents, description }: NewTeamOptions): TeamWish {
  if (from !== undefined && agents !== undefined)
    throw new ThorpError("usage", "--from brings its own agents; --agents is for a team from scratch.", {
      hint: "Leave one of the two out.",
    });
  const names = agents?.split(",").map((agent) => agent.trim());
  return { name: name ?? "", description, from, agents: names };
}

async function namesOf(context: CommandContext, config: Config): Promise<readonly string[]> {
  const teams = await withThorp(await openEngineWithoutData(context, config), (thorp) => thorp.listTeams());
  return teams.map((team) => team.name);
}

/** Undefined when a team may be called so. */
function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "A new team needs a name.";
  if (name.length > 64 || !NAME.test(name))
    return `“${name.slice(0, 80)}” cannot be a name: only a-z, 0-9 and single - between them.`;
  return taken.includes(name) ? `There is a team ${name} already; nothing was changed.` : undefined;
}

function agentsProblem({ agents }: TeamWish): string | undefined {
  if (agents === undefined) return undefined;
  if (agents.length > MOST_AGENTS) return `${agents.length} agents are too many; at most ${MOST_AGENTS} here.`;
  const wrong = agents.find((agent) => agent.length > 64 || !NAME.test(agent));
  if (wrong !== undefined) return `“${wrong.slice(0, 80)}” cannot be the name of an agent: only a-z, 0-9 and single -.`;
  const twice = agents.find((agent, at) => agents.indexOf(agent) < at);
  return twice === undefined ? undefined : `Two agents are called ${twice}.`;
}

/** Filled beside its place and moved there whole, so that nobody ever sees half a team. */
async function makeFolder(folder: string, fillIn: (draft: string) => Promise<void>): Promise<void> {
  const refuse = (cause?: unknown) =>
    new ThorpError("usage", `${folder} is there already; nothing was changed.`, {
      hint: "Choose another name, or another folder with --dir.",
      cause,
    });
  if (await exists(folder)) throw refuse();
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    await fillIn(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOTEMPTY" || code === "EEXIST" ? refuse(error) : error;
  }
}

async function fill(
  draft: string,
  wish: TeamWish,
  { context, config }: { readonly context: CommandContext; readonly config: Config },
): Promise<void> {
  if (wish.from !== undefined) return copyInto(draft, wish, (await readTeam(context, config, wish.from)).folder ?? "");
  const description = wish.description ?? "My own team.";
  const files = newTeamFiles({
    name: wish.name,
    description,
    agents: wish.agents ?? [wish.name],
    schema: schemaAddress(),
  });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), text);
  }
}

/** Everything of the other team but links and hidden files; the name is its own. */
async function copyInto(draft: string, { name, description }: TeamWish, source: string): Promise<void> {
  await cp(source, draft, {
    recursive: true,
    filter: async (path) =>
      path === source || (!basename(path).startsWith(".") && !(await lstat(path)).isSymbolicLink()),
  });
  const file = join(draft, "team.yaml");
  const text = (await readFile(file, "utf8"))
    .replace(/^(# yaml-language-server: \$schema=).*$/m, `$1${schemaAddress()}`)
    .replace(/^name:.*$/m, `name: ${name}`)
    .replace(/^title:.*\n/m, "");
  await writeFile(file, description === undefined ? text : withDescription(text, description));
}

/** The key with all its lines: a folded text goes on as long as lines are indented. */
function withDescription(text: string, description: string): string {
  return text.replace(/^description:.*\n(?:[ \t]+.*\n)*/m, () => `description: ${JSON.stringify(description)}\n`);
}

function schemaAddress(): string {
  return pathToFileURL(join(shippedTeamsFolder(), "team.schema.json")).href;
}

function report(
  name: string,
  folder: string,
  { files, isFound }: { readonly files: readonly string[]; readonly isFound: boolean },
): string {
  const asked = isFound ? name : folder;
  return [
    `Made the team ${name} in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    `Ask it:    thorp ask --team ${asked} "What is 17% of 2,340?"`,
    `Change it: the files explain themselves; then thorp teams check ${asked}`,
    "",
  ].join("\n");
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
