/**
 * What the commands under `thorp models` do with the catalogue: on this machine, or by the server that is named, whose
 * catalogue, keys and model servers are then meant.
 */
import { definedOf } from "../../base/defined-of.ts";
import type { Config } from "../../config/load-config.ts";
import { agentModels } from "../../engine/model-desk/agent-models.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";
import { modelSheet } from "../../engine/model-desk/model-sheet.ts";
import type { ModelSheet } from "../../wire/model-desk.ts";
import { type CommandContext, openEngineWithoutData, withThorp } from "../command-context.ts";
import { withDesk } from "./with-desk.ts";

type Added = Awaited<ReturnType<ModelDesk["add"]>>;
type Fields = Parameters<ModelDesk["add"]>[0];
type Synced = Awaited<ReturnType<ModelDesk["sync"]>>;
type Tested = Awaited<ReturnType<ModelDesk["test"]>>;

/** One machine's catalogue. All reject as `ModelDesk` does. */
export interface ModelWork {
  /** The address of the server that does it; undefined for this machine. */
  readonly server: string | undefined;
  sheet(id: string): Promise<ModelSheet>;
  add(
    fields: Fields,
    alias: string | undefined,
  ): Promise<Pick<Added, "file"> & { readonly id: string; readonly isPriced: boolean }>;
  sync(provider: string, options: Parameters<ModelDesk["sync"]>[1]): Promise<Synced>;
  /** A server tells of its checks when all are done. Cost in micro-dollars. */
  test(
    id: string,
    options: Parameters<ModelDesk["test"]>[1],
  ): Promise<Pick<Tested, "id" | "ok" | "cost" | "checks" | "file">>;
  exportLiteLlm(): Promise<ReturnType<ModelDesk["exportLiteLlm"]>>;
}

/** Where the settings say: the server that they name, else here. */
export async function modelWork(context: CommandContext, config: Config): Promise<ModelWork> {
  const { server } = config.settings;
  return server === undefined ? workHere(context, config) : workAt(server, config);
}

function workHere(context: CommandContext, config: Config): ModelWork {
  const both = <Value>(
    use: (desk: ModelDesk, thorp: Awaited<ReturnType<typeof openEngineWithoutData>>) => Promise<Value>,
  ) =>
    withDesk(config, async (desk) =>
      withThorp(await openEngineWithoutData(context, config), (thorp) => use(desk, thorp)),
    );
  return {
    server: undefined,
    sheet: (id) => both((desk, thorp) => modelSheet(id, { desk, thorp })),
    add: (fields, alias) =>
      withDesk(config, async (desk) => {
        const { file, entry } = await desk.add(fields, alias);
        return { file, id: entry.id, isPriced: entry.price !== undefined };
      }),
    sync: (provider, options) => withDesk(config, (desk) => desk.sync(provider, options)),
    test: (id, options) => withDesk(config, (desk) => desk.test(id, options)),
    exportLiteLlm: () =>
      both(async (desk, thorp) => {
        const agents = await agentModels(thorp, desk.catalogue.ownAliases);
        return desk.exportLiteLlm(agents.map(({ models }) => models.map(({ name }) => name)));
      }),
  };
}

async function workAt(server: string, config: Config): Promise<ModelWork> {
  const { reachNamed } = await import("../attach/attach.ts");
  const { call } = reachNamed(server, config);
  return {
    server,
    sheet: (id) => call(async ({ modelAdmin }) => (await modelAdmin.sheet(id)) as ModelSheet),
    add: ({ id, context, max_output: maxOutput, price, capabilities, requires_test: requiresTest }, alias) =>
      call(({ modelAdmin }) =>
        modelAdmin.add(definedOf({ id, alias, context, maxOutput, price: priceOf(price), capabilities, requiresTest })),
      ),
    sync: (provider, { dryRun, accept, signal }) =>
      call(
        async ({ modelAdmin }) => (await modelAdmin.sync(provider, definedOf({ dryRun, accept, signal }))) as Synced,
      ),
    test: (id, { maxCost, maxTokens, signal, onCheck }) =>
      call(async ({ modelAdmin }) => {
        const tested = await modelAdmin.test(id, definedOf({ maxCost: maxCost / 1e6, maxTokens, signal }));
        const checks = tested.checks as Tested["checks"];
        for (const check of checks) onCheck?.(check);
        return { ...tested, checks, cost: Math.round(tested.cost * 1e6), file: undefined } as Tested;
      }),
    exportLiteLlm: () => call(({ modelAdmin }) => modelAdmin.exportProxy()),
  };
}

/** The command sets no more than these two. */
function priceOf(price: Fields["price"]): { readonly input: number; readonly output: number } | undefined {
  return price && { input: price.input, output: price.output };
}
