/**
 * The settings in effect and where each comes from.
 *
 * Precedence: flags, environment, `.env` of the working folder, `.env` of the configuration folder, thorp.yaml, default.
 * Of thorp.yaml there is one: that of the working folder, else that of the configuration folder; `--config` or
 * THORP_CONFIG names another.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { ThorpError } from "../base/errors.ts";
import { defaultDataDir } from "../engine/open-store.ts";
import { configFileName, configFolder, type Environment, resolvePath } from "./config-folder.ts";
import { configVariable, environmentValues, type TextValue, unknownVariables } from "./read-text-settings.ts";
import { listSettings, type Setting, writtenValue } from "./setting-list.ts";
import type { Settings } from "./settings.ts";
import { settingsFrom } from "./settings.ts";

/** Where settings are looked for. */
export interface LoadOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Checked values of flags; they win over everything. */
  readonly flags?: readonly TextValue[];
  /** The file of `--config`. */
  readonly file?: string | undefined;
}

/** One setting as it stands. */
export interface EffectiveSetting {
  readonly setting: Setting;
  /** Undefined when it is left to its default. */
  readonly value: unknown;
  /** `--budget`, `THORP_TEAM`, `/home/me/.env: THORP_TEAM`, `/home/me/thorp.yaml`, `default`. */
  readonly origin: string;
}

/** The settings in effect with their provenance. */
export interface Config {
  readonly settings: Settings;
  readonly effective: readonly EffectiveSetting[];
  /** The process's environment over that of the `.env` files: where keys and addresses are read. */
  readonly env: Environment;
  /** The thorp.yaml that counted. */
  readonly file?: string;
  /** The `.env` files that were read. */
  readonly envFiles: readonly string[];
  /** Sentences about what is probably a mistake but stops nothing. */
  readonly warnings: readonly string[];
}

interface Layer {
  /** Relative paths are taken from here. */
  readonly base: string;
  find(setting: Setting): { readonly value: unknown; readonly origin: string } | undefined;
}

/** Throws `config-invalid` with the place of every mistake. */
export async function loadConfig({ cwd, env, flags = [], file }: LoadOptions): Promise<Config> {
  const folder = configFolder(env);
  const envFiles = await readEnvFiles([join(cwd, ".env"), join(folder, ".env")]);
  const yaml = await readConfigFile(file ?? configNamed(env, envFiles), { cwd, folder });
  const layers: Layer[] = [
    textLayer(flags, cwd, ""),
    textLayer(environmentValues(env, ""), cwd, ""),
    ...envFiles.map(({ path, values }) => {
      return textLayer(environmentValues(values, ` in ${path}`), dirname(path), `${path}: `);
    }),
    ...(yaml === undefined ? [] : [yaml.layer]),
  ];
  const effective = listSettings().map((setting) => effectiveOf(setting, layers));
  const defaults = { dataDir: defaultDataDir({ ...env, THORP_DATA_DIR: undefined }), folder };
  return {
    settings: settingsFrom(new Map(effective.map(({ setting, value }) => [setting.key, value])), defaults),
    effective,
    env: Object.assign({}, ...envFiles.map(({ values }) => values).reverse(), env) as Environment,
    ...(yaml === undefined ? {} : { file: yaml.file }),
    envFiles: envFiles.map(({ path }) => path),
    warnings: [
      ...unknownVariables(env, ""),
      ...envFiles.flatMap(({ path, values }) => unknownVariables(values, ` in ${path}`)),
    ],
  };
}

function effectiveOf(setting: Setting, layers: readonly Layer[]): EffectiveSetting {
  for (const layer of layers) {
    const found = layer.find(setting);
    if (found !== undefined) {
      return { setting, value: withFullPaths(setting, found.value, layer.base), origin: found.origin };
    }
  }
  return { setting, value: undefined, origin: "default" };
}

function withFullPaths({ kind, key }: Setting, value: unknown, base: string): unknown {
  if (kind === "path") return key === "dataDir" && value === "memory" ? value : resolvePath(String(value), base);
  if (kind === "paths") return (value as readonly string[]).map((path) => resolvePath(path, base));
  // A team may be named by its folder.
  if (key === "team" && /[\\/]/.test(String(value))) return resolvePath(String(value), base);
  return value;
}

function textLayer(values: readonly TextValue[], base: string, where: string): Layer {
  return {
    base,
    find(setting) {
      const found = values.find((candidate) => candidate.setting.key === setting.key);
      return found && { value: found.value, origin: `${where}${found.name}` };
    },
  };
}

interface EnvFile {
  readonly path: string;
  readonly values: Environment;
}

async function readEnvFiles(paths: readonly string[]): Promise<readonly EnvFile[]> {
  const files = await Promise.all(
    [...new Set(paths)].map(async (path): Promise<EnvFile[]> => {
      const text = await readFile(path, "utf8").catch(() => undefined);
      return text === undefined ? [] : [{ path, values: parseEnv(text) }];
    }),
  );
  return files.flat();
}

function configNamed(env: Environment, envFiles: readonly EnvFile[]): string | undefined {
  if (env[configVariable]) return env[configVariable];
  for (const { path, values } of envFiles) {
    const named = values[configVariable];
    if (named) return resolvePath(named, dirname(path));
  }
  return undefined;
}

interface Places {
  readonly cwd: string;
  readonly folder: string;
}

async function readConfigFile(named: string | undefined, { cwd, folder }: Places) {
  const candidates =
    named === undefined ? [cwd, folder].map((place) => join(place, configFileName)) : [resolve(cwd, named)];
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    if (named === undefined) return undefined;
    throw new ThorpError("config-invalid", `There is no file ${candidates[0]}.`);
  }
  // The YAML parser is loaded only by those who have a file.
  const { readYamlSettings } = await import("./read-yaml-settings.ts");
  const written = (await readYamlSettings(file)) ?? {};
  const layer: Layer = {
    base: dirname(file),
    find(setting) {
      const value = writtenValue(written, setting.key);
      return value === undefined ? undefined : { value, origin: file };
    },
  };
  return { file, layer };
}
