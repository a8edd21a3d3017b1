/** Everything that is known about one model: what the catalogue says, how it stands, who uses it. Plain JSON. */
import type { ModelEntry } from "../../models/catalogue.ts";
import type { Price } from "../../models/price.ts";
import type { ModelSheet } from "../../wire/model-desk.ts";
import type { Thorp } from "../thorp.ts";
import { type AgentModels, agentModels } from "./agent-models.ts";
import type { ModelDesk } from "./model-desk.ts";

/** Throws `model-unknown` with the nearest name. */
export async function modelSheet(
  wanted: string,
  { desk, thorp }: { readonly desk: ModelDesk; readonly thorp: Pick<Thorp, "listModels" | "listTeams" | "showTeam"> },
): Promise<ModelSheet> {
  const { catalogue } = desk;
  const entry = catalogue.resolveModel(wanted);
  const { price, ceiling, keepAlive: _keepAlive, ...model } = entry;
  const { kind, dialect, urls } = catalogue.providers.get(entry.provider) ?? {};
  const test = await desk.lastTest(entry.id);
  // An account that does not answer is no reason to show nothing.
  const account = await desk.account(entry.provider).catch((error: unknown) => `unknown (${String(error)})`);
  const sheet = {
    ...model,
    ...{ price: inDollars(price), ceiling: inDollars(ceiling), kind, dialect, urls, account },
    state: await stateOf(thorp, entry),
    aliases: [...catalogue.aliases].flatMap(([alias, id]) => (id === entry.id ? [alias] : [])),
    usedBy: usersOf(desk, entry, await agentModels(thorp, catalogue.ownAliases)),
    test: test && { at: test.at, ok: test.ok, checks: test.checks },
  };
  // What is undefined is not there, on this machine as over a wire.
  return JSON.parse(JSON.stringify(sheet)) as ModelSheet;
}

async function stateOf(thorp: Pick<Thorp, "listModels">, { id, isListed }: ModelEntry): Promise<string> {
  if (!isListed) return "not in the catalogue; taken as the provider's";
  const found = (await thorp.listModels()).find((model) => model.id === id);
  return found?.obstacle ?? "ready";
}

function usersOf({ catalogue }: ModelDesk, entry: ModelEntry, agents: readonly AgentModels[]): readonly string[] {
  return agents.flatMap(({ team, agent, models }) =>
    models.flatMap(({ tier, name }) => (isModel(catalogue, name, entry.id) ? [`${team}/${agent} (${tier})`] : [])),
  );
}

function isModel(catalogue: ModelDesk["catalogue"], name: string, id: string): boolean {
  try {
    return catalogue.resolveModel(name).id === id;
  } catch {
    return false;
  }
}

/** Per million tokens, a picture or a call. */
function inDollars(price: Price | undefined): ModelSheet["price"] {
  return price && Object.fromEntries(Object.entries(price).map(([name, amount]) => [name, amount / 1e6]));
}
