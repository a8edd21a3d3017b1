/** The catalogue, the model servers behind it, the keys they need, and the teams that use them. */

import { oneLine } from "../../base/clean-text.ts";
import { failureFrom } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import type { ModelSummary, Thorp } from "../../engine/thorp.ts";
import { processWords } from "../model-servers/process-words.ts";
import { broken, type Finding, missing, ok } from "./finding.ts";

/** Asks every server of the catalogue whether it answers. */
export async function checkModels(thorp: Thorp): Promise<readonly Finding[]> {
  const models = await thorp.listModels({ check: true });
  const byProvider = Map.groupBy(models, ({ provider }) => provider);
  return [
    ok("catalogue", `${countWords(models.length, "model")} of ${countWords(byProvider.size, "provider")}`),
    ...[...byProvider].map(([provider, own]) => providerFinding(provider, own)),
    ...(await processFindings(thorp)),
    ...(await teamFindings(thorp)),
  ];
}

/** What is left of accounts whose providers tell. One that does not answer in time says nothing about the rest. */
export async function checkAccounts(desk: Pick<ModelDesk, "catalogue" | "account">): Promise<readonly Finding[]> {
  const asked = [...desk.catalogue.providers.keys()].map(async (provider): Promise<readonly Finding[]> => {
    try {
      const account = await desk.account(provider);
      if (account === undefined) return [];
      const isEmpty = /^\$0\.00 |credits (\$0\.00|-)/.test(account);
      return [
        isEmpty ? broken(provider, account, `add credits, or raise the limit of the key`) : ok(provider, account),
      ];
    } catch (error) {
      const { message, hint } = failureFrom(error);
      return [broken(provider, message, hint ?? "check the key and the address")];
    }
  });
  return (await Promise.all(asked)).flat();
}

function providerFinding(provider: string, models: readonly ModelSummary[]): Finding {
  const ready = models.filter(({ obstacle }) => obstacle === undefined);
  const tier = models[0]?.tier ?? "local";
  const unfetched = models.filter(({ obstacle }) => obstacle?.startsWith("not pulled"));
  if (ready.length > 0) {
    const others = unfetched.length === 0 ? "" : `, ${unfetched.length} not pulled`;
    return ok(provider, `${countWords(ready.length, "model")} ready${others} (${tier})`);
  }
  if (unfetched.length > 1)
    return missing(
      provider,
      `it answers, but has none of its ${unfetched.length} models`,
      `thorp models pull ${unfetched[0]?.id}`,
    );
  const obstacle = oneLine(models[0]?.obstacle ?? "no model");
  return missing(provider, obstacle, remedy(provider, obstacle));
}

/** The servers that Thorp starts itself. */
async function processFindings({ modelAdmin }: Thorp): Promise<readonly Finding[]> {
  const servers = await modelAdmin.loaded();
  return servers.flatMap(({ server, process, log = "" }) => {
    if (process === undefined) return [];
    const text = processWords(process);
    return [
      process.state === "failed" ? broken(server, text, `look into ${log}`) : ok(server, `${text} (output: ${log})`),
    ];
  });
}

function remedy(provider: string, obstacle: string): string {
  const key = /needs the key (\w+)/.exec(obstacle)?.[1];
  if (key !== undefined) return `put ${key}=... into .env, when you have one`;
  if (obstacle.includes("price")) return `thorp models sync ${provider}, or give the model a price in models.yaml`;
  const command = /`(thorp models (?:test|pull) \S+)`/.exec(obstacle)?.[1];
  if (command !== undefined) return command;
  if (obstacle.includes("does not list it"))
    return "correct its name in models.yaml, or start the server with this model";
  if (provider === "ollama") return "ollama serve (install it from https://ollama.com)";
  return `start the server, or correct the address of ${provider} in models.yaml of the configuration folder`;
}

async function teamFindings(thorp: Thorp): Promise<readonly Finding[]> {
  const teams = await thorp.listTeams();
  // A team that could not be read is listed without agents, its description says why.
  const wrong = teams.filter(({ agents }) => agents.length === 0);
  const right = teams.filter(({ agents }) => agents.length > 0);
  return [
    ...(right.length > 0
      ? [ok("teams", right.map(({ name }) => name).join(", "))]
      : [broken("teams", "there is no team", "install Thorp again")]),
    ...wrong.map(({ name, description, folder }) =>
      broken("teams", `${name}: ${description}`, `thorp teams check ${folder}`),
    ),
  ];
}
