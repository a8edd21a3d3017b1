/**
 * The composition root: with `open-store.ts` the only place that says which implementation stands behind a seam.
 *
 * It puts the gateway together and answers through the `Thorp` interface.
 */

import { open } from "node:fs/promises";
import type { Accounts } from "../accounts/accounts.ts";
import { createAccounts } from "../accounts/create-accounts.ts";
import type { AgentServices } from "../agents/assignment.ts";
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { createIds } from "../base/ids.ts";
import { createLedger, type Ledger } from "../budget/ledger.ts";
import { createTokenBus } from "../events/token-bus.ts";
import { createCallBudget } from "../gateway/call-model/call-budget.ts";
import { createCallModel } from "../gateway/call-model/call-model.ts";
import { createServerChooser } from "../gateway/call-model/choose-server.ts";
import { createModelQueue, type ModelQueue } from "../gateway/call-model/model-queue.ts";
import { createCallTools } from "../gateway/call-tool/call-tools.ts";
import { createResourceSlots } from "../gateway/call-tool/resource-slots.ts";
import type { SecretFilter } from "../guard/secret-filter.ts";
import { createEmbeddedRuntime } from "../runtime/embedded/embedded-runtime.ts";
import type { Store } from "../storage/store.ts";
import type { GuardedFetch } from "../tools/context/guarded-fetch.ts";
import { createKnowledgeLibrary } from "../tools/knowledge/knowledge-library.ts";
import { type Adjustable, createAdjustable } from "./adjustable.ts";
import { createCaches, type EngineCaches } from "./caches.ts";
import { cleanErrors } from "./clean-errors.ts";
import { cleanLogger } from "./clean-logger.ts";
import { environmentSecrets } from "./clean-secrets.ts";
import { createEmbedCalls } from "./embed-calls.ts";
import { engineFace } from "./engine-face.ts";
import type { EngineOptions } from "./engine-options.ts";
import { openEngineTools } from "./engine-tools.ts";
import { createLiveRuns } from "./live-runs.ts";
import { liveSecretFilter } from "./live-secret-filter.ts";
import { createModelDirectory } from "./model-directory.ts";
import { createNeededValues } from "./needed-values.ts";
import { type EngineGround, openEngine } from "./open-engine.ts";
import { createOperations, createServedCalls, type ServedCalls } from "./operations.ts";
import { filePeeker } from "./peek-files.ts";
import { programFinder } from "./program-finder.ts";
import { createRunFollowers } from "./run-followers.ts";
import { createSandboxDesk } from "./sandbox-desk.ts";
import { createSandboxMakers, type SandboxMakers } from "./sandboxes.ts";
import { shippedTeamsFolder } from "./shipped-files.ts";
import { keepStandingApprovals } from "./standing-approvals.ts";
import { createTeamLibrary } from "./team-library.ts";
import type { Thorp } from "./thorp.ts";
import { toolContexts } from "./tool-contexts.ts";

/** Rejects with `data-locked` when another engine owns the data folder, `data-corrupt` and others as the Store says. */
export function createEngine(options: EngineOptions = {}): Promise<Thorp> {
  return openEngine(options, async () => composeEngine);
}

/** Puts an engine together over an open store, which it owns and closes, also when it rejects. */
export async function composeEngine(options: EngineOptions, ground: EngineGround): Promise<Thorp> {
  const ends: (() => Promise<void>)[] = [() => ground.opened.close()];
  try {
    return await composeWith(options, ground, ends);
  } catch (error) {
    for (const end of ends.toReversed()) await end();
    throw error;
  }
}

/** `ends`: what has to be ended when it rejects, the last first. */
async function composeWith(
  options: EngineOptions,
  ground: EngineGround,
  ends: (() => Promise<void>)[],
): Promise<Thorp> {
  const { opened, clock, dice } = ground;
  const { logger, cleanWith } = cleanLogger(ground.logger);
  const { env = process.env } = options;
  const { store } = opened;
  const ids = createIds(clock, dice);
  const accounts = await openAccounts(store, { clock, env, newId: ids.other, configFolder: options.configFolder });
  const guardedFetch = lazyGuardedFetch(options, clock);
  const caches = createCaches(options, clock);
  const hidden = [opened.folder, options.configFolder].filter((path) => path !== undefined);
  const sandboxes = createSandboxMakers({ clock, env, hidden });
  const sandboxDesk = createSandboxDesk({ makers: sandboxes.makers, clock, newId: ids.other });
  const tools = await openEngineTools({
    store,
    ...{ options, env, clock, dice, logger, guardedFetch, caches },
    ...{ folder: opened.folder, credentials: accounts.credentials },
  });
  ends.push(() => tools.close());
  const adjustable = createAdjustable(options);
  const models = await createModelDirectory({
    ...{ ...options, env, clock, dice, logger },
    embeddings: caches.embeddings,
    credentials: accounts.credentials,
  });
  const secrecy = createSecrecy({ env, credentials: accounts.credentials, models });
  cleanWith(secrecy.secrets.clean);
  const bus = createTokenBus();
  const ledger = createLedger(await store.spend());
  const queue = createModelQueue(clock);
  const served = createServedCalls();
  const services = agentServices({
    ...{ store, models, caches, clock, dice, ledger, queue, served, accounts, guardedFetch, adjustable },
    ...{ sandboxes, ...secrecy },
  });
  const followers = createRunFollowers(store, bus);
  const operations = createOperations({ folder: opened.folder, store, followers, queue, served, adjustable });
  const teams = createTeamLibrary({
    folders: [...(options.teamFolders ?? []), shippedTeamsFolder()],
    ...{ toolSpecs: tools.specs, withheld: tools.withheld, lookAtTools: tools.lookAt },
    ...{ store, clock, memory: caches.teams },
  });
  const peekFiles = filePeeker(store, secrecy.secrets);
  const programFor = programFinder({ store, teams, services, tools, models, peekFiles });
  const runs = createLiveRuns({
    store,
    runtime: createEmbeddedRuntime({ store, bus, clock, logger }),
    clock,
    logger,
    followers,
    programFor,
  });
  const embeds = createEmbedCalls({ ...{ store, ledger, models, accounts, clock, ids, adjustable }, ...secrecy });
  const stopStanding = keepStandingApprovals({
    ...{ store, rules: accounts.approvals, signal: (run, signal) => runs.signal(run, signal) },
  });
  const stopPauses = store.onPause({ paused: runs.pause, resumed: () => void runs.goOn() });
  if (options.recover) await Promise.all([embeds.recover(), runs.recover()]);
  const face = engineFace({
    ...{ options, store, runs, followers, teams, models, embeds, accounts, caches, operations, tools },
    ...{ programFor, clock, ids, adjustable, sandboxes: sandboxDesk, secrets: secrecy.secrets },
    close: async () => {
      stopStanding();
      await sandboxDesk.closeAll();
      stopPauses();
      await runs.abandonAll(new ThorpError("cancelled", "Thorp is closing."));
      followers.close();
      await models.close();
      await tools.close();
      await caches.close();
      await opened.close();
    },
  });
  return cleanErrors(face, secrecy.secrets);
}

async function openAccounts(
  store: Store,
  parts: Pick<Parameters<typeof createAccounts>[0], "clock" | "env" | "newId" | "configFolder">,
): Promise<Accounts> {
  const documents = await store.accounts.documents();
  return createAccounts({ tables: store.accounts, documents, spend: () => store.spend(), ...parts });
}

/** The filter of everything that leaves, over all that this process knows of secrets. */
function createSecrecy({ env, credentials, models }: Secrecy) {
  const needed = createNeededValues({ env, credentials });
  const ofEnvironment = environmentSecrets(env);
  const secrets = liveSecretFilter({
    values: () => [...ofEnvironment, ...models.secrets(), ...credentials.secrets(), ...needed.secrets()],
    revision: () => credentials.revision() + needed.revision(),
  });
  return { needed, secrets };
}

interface Secrecy {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly credentials: Accounts["credentials"];
  readonly models: Pick<ServiceParts["models"], "secrets">;
}

interface ServiceParts extends ReturnType<typeof createSecrecy> {
  readonly store: Store;
  readonly models: Awaited<ReturnType<typeof createModelDirectory>>;
  readonly caches: EngineCaches;
  readonly clock: NonNullable<EngineOptions["clock"]>;
  readonly dice: NonNullable<EngineOptions["dice"]>;
  readonly ledger: Ledger;
  readonly accounts: Pick<Accounts, "budgets">;
  readonly needed: ReturnType<typeof createNeededValues>;
  readonly secrets: SecretFilter;
  readonly queue: ModelQueue;
  readonly served: ServedCalls;
  readonly guardedFetch: GuardedFetch;
  readonly adjustable: Adjustable;
  readonly sandboxes: SandboxMakers;
}

function agentServices(parts: ServiceParts): Omit<AgentServices, "toolSpecs"> {
  const { store, models, caches, clock, dice, ledger, queue, served, guardedFetch, needed, secrets } = parts;
  const { budgets } = parts.accounts;
  const callModel = createCallModel({
    clock,
    dice,
    directory: models,
    servers: served.telling(createServerChooser({ clock, dice, admits: models.admits })),
    queue,
    budget: createCallBudget({
      ledger,
      settings: () => parts.adjustable.now().budgets ?? {},
      now: () => clock.now(),
      ceilings: (call) => budgets.ceilings(call),
    }),
    secrets,
    cache: caches.answers,
    readBlob: (blob) => store.blob(blob),
  });
  const keepText: AgentServices["keepText"] = async ({ id, title, text }) => {
    const blob = await store.putBlob(Buffer.from(text));
    return { id, title, mediaType: "text/plain", bytes: Buffer.byteLength(text), blob };
  };
  const readArtifact: AgentServices["readArtifact"] = async ({ blob, file }, limit) => {
    const bytes = blob === undefined ? undefined : await store.blob(blob);
    if (bytes !== undefined) return bytes.subarray(0, limit);
    return file === undefined ? undefined : readBeginning(file, limit);
  };
  const knowledge = createKnowledgeLibrary({ clock, cache: caches.file });
  const callTools = createCallTools({
    clock,
    secrets,
    toolMemory: caches.tools,
    kept: caches.kept,
    resources: createResourceSlots(createModelQueue(clock)),
    toolContext: toolContexts({ clock, store, guardedFetch, knowledge, needed, sandboxes: parts.sandboxes }),
    findCage: parts.sandboxes.findCage,
    keepText,
  });
  return {
    callModel,
    callTools,
    keepText,
    readArtifact,
    countTokens: (messages) => models.countMessages(messages),
    searchKnowledge: (shelf, query, signal) => knowledge.search(shelf, query, signal),
  };
}

/** Undefined when the file is gone. */
async function readBeginning(file: string, limit: number): Promise<Uint8Array | undefined> {
  const handle = await open(file, "r").catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(limit), 0, limit, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Node's HTTP client takes a tenth of a start to load, and most runs fetch nothing. */
function lazyGuardedFetch({ allowHosts = [] }: EngineOptions, clock: Clock): GuardedFetch {
  let loading: Promise<GuardedFetch> | undefined;
  const load = async (): Promise<GuardedFetch> => {
    const { createGuardedFetch } = await import("../tools/context/guarded-fetch.ts");
    return createGuardedFetch({ clock, allowHosts });
  };
  return async (url, how) => (await (loading ??= load()))(url, how);
}
