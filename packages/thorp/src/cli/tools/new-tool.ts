/** `thorp tools new`: a working tool in a team's folder, with its tests and example data. */
import { lstat, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ThorpError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { resolvePath } from "../../config/config-folder.ts";
import type { Config } from "../../config/load-config.ts";
import { shippedTeamsFolder } from "../../engine/shipped-files.ts";
import { type CommandContext, type CommonOptions, readConfig } from "../command-context.ts";
import { withOwnTools } from "./open-tools.ts";
import { type NewToolKind, newToolFiles, newToolKinds } from "./tool-template.ts";

/** The options as they were typed. */
export interface NewToolOptions extends CommonOptions {
  /** Name or folder. */
  readonly team?: string;
  readonly kind?: string;
}

const NAME = /^[a-z][a-z0-9_]{1,39}$/;

/** Writes nothing over what is there. Who makes a tool agrees to it as it was made. */
export async function newTool(context: CommandContext, name: string, options: NewToolOptions): Promise<void> {
  const kind = kindFrom(options.kind);
  if (!NAME.test(name))
    throw new ThorpError(
      "usage",
      `“${name.slice(0, 80)}” cannot be the name of a tool: a-z, 0-9 and _, a letter first.`,
      {
        hint: "Name it after what it does: find_order, count_words.",
      },
    );
  const config = await readConfig(context, options);
  const folder = await teamFolder(options.team, config, context.surroundings.cwd);
  const files = newToolFiles({ name, kind, schemas: schemas() });
  for (const path of Object.keys(files))
    if (await lstat(join(folder, path)).catch(() => undefined))
      throw new ThorpError("usage", `${join(folder, path)} is there already; nothing was changed.`, {
        hint: "Choose another name.",
      });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: "wx" });
  }
  const [own = ""] = Object.keys(files);
  const trusted = await withOwnTools(context, options, (thorp) => thorp.trustTools([join(folder, own)]));
  context.surroundings.stdout.write(
    options.json === true
      ? `${JSON.stringify({ name, kind, folder, files: Object.keys(files), tools: trusted }, null, 2)}\n`
      : report({ name, folder, files: Object.keys(files) }),
  );
}

function kindFrom(given = "sql"): NewToolKind {
  const kind = newToolKinds.find((each) => each === given);
  if (kind !== undefined) return kind;
  const close = nearest(given, newToolKinds);
  throw new ThorpError("usage", `There is no kind ${given}.${close === undefined ? "" : ` Did you mean ${close}?`}`, {
    hint: `Kinds are ${newToolKinds.join(", ")}; MCP servers go into tools/mcp.yaml.`,
  });
}

async function teamFolder(given: string | undefined, { settings }: Config, cwd: string): Promise<string> {
  const team = given ?? settings.team;
  if (team === undefined)
    throw new ThorpError("usage", "A tool belongs to a team, and none is named.", {
      hint: "Name one with --team; `thorp teams new NAME` makes one.",
    });
  const isPath = /[\\/]/.test(team);
  const candidates = isPath ? [resolvePath(team, cwd)] : settings.teamFolders.map((parent) => resolve(parent, team));
  for (const folder of candidates) if (await isTeam(folder)) return notShipped(folder);
  const isShipped = !isPath && (await isTeam(join(shippedTeamsFolder(), team)));
  if (isShipped) return notShipped(join(shippedTeamsFolder(), team));
  throw new ThorpError("team-unknown", `There is no team ${team} of your own.`);
}

function notShipped(folder: string): string {
  if (!folder.startsWith(shippedTeamsFolder())) return folder;
  throw new ThorpError("usage", `${folder} comes with Thorp and is written anew with each release.`, {
    hint: "Make a team of your own from it: `thorp teams new NAME --from TEAM`.",
  });
}

async function isTeam(folder: string): Promise<boolean> {
  return (await lstat(join(folder, "team.yaml")).catch(() => undefined))?.isFile() ?? false;
}

function schemas() {
  const address = (file: string): string => pathToFileURL(join(shippedTeamsFolder(), file)).href;
  return { tool: address("tool.schema.json"), test: address("tool-test.schema.json") };
}

function report({
  name,
  folder,
  files,
}: {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
}): string {
  return [
    `Made the tool ${name} in ${folder}:`,
    ...files.map((file) => `  ${file}`),
    `Check it:  thorp tools check ${name}`,
    `Use it:    name it under tools in one of the team's agents/*.md: tools: [${name}]`,
    "After a change: thorp tools trust, since a tool is agreed to as it stands.",
    "",
  ].join("\n");
}
