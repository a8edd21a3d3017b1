/** What an engine is put together from. */
import type { Accounts } from "../accounts/accounts.ts";
import type { Clock } from "../base/clock.ts";
import type { Ids } from "../base/ids.ts";
import type { SecretFilter } from "../guard/secret-filter.ts";
import type { Store } from "../storage/store.ts";
import type { Adjustable } from "./adjustable.ts";
import type { EngineCaches } from "./caches.ts";
import type { EmbedCalls } from "./embed-calls.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { EngineTools } from "./engine-tools.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { EngineModels } from "./model-directory.ts";
import type { Operations } from "./operations.ts";
import type { ProgramFor } from "./program-finder.ts";
import type { RunFollowers } from "./run-followers.ts";
import type { SandboxDesk } from "./sandbox-desk.ts";
import type { TeamLibrary } from "./team-library.ts";

/** Everything that stands behind the interface, already chosen. */
export interface EngineParts {
  readonly options: EngineOptions;
  readonly adjustable: Adjustable;
  readonly store: Store;
  readonly runs: LiveRuns;
  readonly followers: RunFollowers;
  readonly teams: TeamLibrary;
  readonly models: EngineModels;
  readonly embeds: EmbedCalls;
  readonly accounts: Accounts;
  readonly caches: EngineCaches;
  readonly operations: Operations;
  readonly sandboxes: SandboxDesk;
  readonly tools: EngineTools;
  /** Of everything that leaves. */
  readonly secrets: SecretFilter;
  readonly programFor: ProgramFor;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly close: () => Promise<void>;
}
