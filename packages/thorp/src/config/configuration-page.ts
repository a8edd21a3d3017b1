/** docs/configuration.md and .env.example, made from the list of settings. */
import { adjustableSettings } from "./adjustable-settings.ts";
import { configVariable } from "./read-text-settings.ts";
import { listSettings, type Setting } from "./setting-list.ts";

/** Relative to the repository. */
export const configurationPagePath = "docs/configuration.md";
/** Relative to the repository. */
export const envExamplePath = ".env.example";

/** The whole page as Markdown. The same settings give the same bytes, so that a test can compare. */
export function renderConfigurationPage(): string {
  const settings = listSettings();
  const rows = settings.map(
    (setting) =>
      `| \`${setting.key}\` | ${setting.variable === undefined ? "" : `\`${setting.variable}\``} | ${whatItIs(setting)} | ${setting.defaultText} | ${adjustableSettings.has(setting.key) ? "at once" : "at the next start"} |`,
  );
  return `# Configuration

Made by \`npm run docs\` from packages/thorp/src/config; edit the settings there. Nothing has to be configured: each of
the ${settings.length} settings has a default. \`thorp config\` shows the values in effect and where each comes from,
\`thorp config validate\` checks them, \`thorp config schema\` prints the JSON Schema for your editor.

## Where settings come from

What stands higher wins:

1. flags of the command (\`--budget 0.50\`)
2. the environment (\`THORP_BUDGETS_RUN=0.50\`)
3. \`.env\` in the working folder, then \`.env\` in the configuration folder
4. \`thorp.yaml\`: the file that \`--config\` or \`${configVariable}\` names, else that of the working folder, else that of
   the configuration folder. One file counts; they are not merged.
5. the default

The configuration folder is \`$XDG_CONFIG_HOME/thorp\`, which is \`~/.config/thorp\` when nothing is set.

Thorp obeys a \`thorp.yaml\` and a \`.env\` that lie in the folder you start it in. Look into them before you start Thorp
in a folder that somebody else has made: they can name the models that your words are sent to.

## Settings

| setting | variable | what it is | default | a change holds |
|---|---|---|---|---|
${rows.join("\n")}

\`thorp config set budgets.day 5\` writes one to \`thorp.yaml\`, \`thorp config unset budgets.day\` takes it out. A server
that runs on the data folder takes it up as the last column says; after a change by hand, \`POST /api/settings/reload\`
does the same.

Relative paths start at the folder of the file that names them; in flags and in the environment, at the working folder.

\`\`\`yaml
team: toollama
budgets:
  run: 0.50
  day: 5
deadline: 2m
log:
  level: info
\`\`\`

## Keys

Keys are never in \`thorp.yaml\`. They come from the environment, from \`.env\` (make it readable only for you:
\`chmod 600 .env\`; \`thorp doctor\` looks), or from a file: \`OPENROUTER_API_KEY_FILE=/run/secrets/openrouter\`. Which key a
provider needs stands in the catalogue; \`thorp models\` says which one is missing.
`;
}

/** A file to copy to `.env`: every variable, all of them switched off. */
export function renderEnvExample(): string {
  const lines = listSettings().flatMap(({ variable, description }) =>
    variable === undefined ? [] : [`# ${description.replaceAll("`", "")}`, `#${variable}=`, ""],
  );
  return `# Copy this file to .env and fill in what you need: cp .env.example .env && chmod 600 .env
# Made by \`npm run docs\`. docs/configuration.md explains the settings.

# Keys, for models that are paid by use. NAME_FILE=/path reads the key from a file instead.
#OPENROUTER_API_KEY=
#OPENAI_API_KEY=
#LITELLM_API_KEY=
#VLLM_API_KEY=

${lines.join("\n").trimEnd()}
`;
}

function whatItIs({ description, kind, choices }: Setting): string {
  if (kind === "choice") return `${description} One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.`;
  if (kind === "list") return `${description} In the variable: with commas between them.`;
  if (kind === "paths")
    return `${description} In the variable: with the separator of PATH (\`:\`, on Windows \`;\`) between them.`;
  if (kind === "table") return `${description} Only in thorp.yaml.`;
  return description;
}
