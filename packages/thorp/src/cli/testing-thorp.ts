/** For tests: a `Thorp` whose runs go as a script says, and the surroundings of a CLI that remembers what it wrote. */

import { createAccounts } from "../accounts/create-accounts.ts";
import { createSystemClock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import { noMoney } from "../base/money.ts";
import { backupsOf } from "../engine/backups.ts";
import type { EngineOptions } from "../engine/engine-options.ts";
import { createSandboxDesk } from "../engine/sandbox-desk.ts";
import type { AskRequest, RunDetail, RunUpdate, Thorp } from "../engine/thorp.ts";
import type { EventBody, RunEvent, SignalEvent } from "../events/event.ts";
import type { Frame } from "../events/frame.ts";
import type { RunRow } from "../storage/store.ts";
import type { Output, Surroundings } from "./surroundings.ts";

export type ScriptStep =
  | EventBody
  | Pick<Frame, "step" | "attempt" | "offset" | "delta">
  | { readonly waitFor: SignalEvent["type"] };

export interface TestingThorp extends Thorp {
  readonly asked: AskRequest[];
  readonly sent: SignalEvent[];
  isClosed: boolean;
}

export interface TestingThorpOptions {
  readonly script?: readonly ScriptStep[];
  readonly runs?: readonly RunRow[];
  readonly overrides?: Partial<Thorp>;
}

export const testingRun = "run_01m7y74n1wcp4sh1t959";

export function createTestingThorp({ script = [], runs = [], overrides = {} }: TestingThorpOptions = {}): TestingThorp {
  const asked: AskRequest[] = [];
  const sent: SignalEvent[] = [];
  let wake: () => void = () => {};
  const take = (signal: SignalEvent): void => {
    sent.push(signal);
    wake();
  };
  const row: RunRow = runRow({ id: testingRun });

  async function* follow(run: string): AsyncGenerator<RunUpdate> {
    let seq = 0;
    const numbered = (body: EventBody): RunUpdate => ({
      kind: "event",
      event: { ...body, run, seq: ++seq, at: 1000 + seq * 100 } as RunEvent,
    });
    for (const step of script) {
      if ("delta" in step) yield { kind: "frame", frame: { run, path: "", kind: "text", ...step } };
      else if ("type" in step) yield numbered(step);
      else {
        const isThere = () => sent.find((signal) => signal.type === step.waitFor || signal.type === "run-cancel");
        while (isThere() === undefined) await new Promise<void>((resolve) => (wake = resolve));
        const signal = isThere();
        if (signal !== undefined) yield numbered({ path: "", ...signal });
        if (signal?.type !== "run-cancel" || step.waitFor === "run-cancel") continue;
        yield numbered({
          path: "",
          type: "run-end",
          state: "cancelled",
          failure: { code: "cancelled", message: signal.reason },
        });
        return;
      }
    }
  }

  const detail: RunDetail = { run: row, tasks: [], modelCalls: [], messages: [], live: false, open: [] };
  return {
    asked,
    sent,
    isClosed: false,
    async ask(request) {
      asked.push(request);
      return { run: testingRun, conversation: row.conversation };
    },
    retry: async () => ({ run: testingRun, conversation: row.conversation }),
    follow: (run) => follow(run),
    signal: async (_run, signal) => take(signal),
    answerClientCalls: async () => ({ kind: "gone" }),
    resume: async () => {},
    cancel: async (_run, reason) => take({ type: "run-cancel", reason }),
    listRuns: async ({ conversation, unfinished, limit } = {}) =>
      runs
        .filter((run) => conversation === undefined || run.conversation === conversation)
        .filter((run) => !unfinished || run.endedAt === undefined)
        .slice(0, limit),
    showPlan: () => Promise.reject(new ThorpError("run-state", "There is no plan.")),
    editPlan: () => Promise.reject(new ThorpError("run-state", "There is no plan.")),
    approvePlan: async () => {},
    findRun: async () => undefined,
    showRun: async () => detail,
    events: async () => [],
    replay: async () => [],
    undo: async () => ({ restored: [], removed: [], left: [] }),
    deleteRun: async () => {},
    modelCalls: async () => [],
    messages: async () => [],
    lineage: async () => [],
    renameConversation: async () => {},
    deleteConversation: async () => {},
    giveFeedback: async () => {},
    feedback: async () => [],
    blob: async () => undefined,
    ownersOf: async () => [undefined],
    accounts: testingAccounts(),
    seenCall: () => Promise.reject(new ThorpError("run-unknown", "There is no such call.")),
    artifacts: async () => [],
    readArtifact: () => Promise.reject(new ThorpError("blob-unknown", "There is no such artifact.")),
    inbox: async () => [],
    async *watchInbox() {},
    usage: () => Promise.reject(new ThorpError("internal", "Nothing was counted.")),
    async *watchUsage() {},
    showTeam: () => Promise.reject(new ThorpError("team-unknown", "There is no team.")),
    teamPicture: () => Promise.reject(new ThorpError("team-unknown", "There is no team.")),
    listTeams: async () => [],
    listModels: async () => [],
    listTools: async () => [],
    toolProblems: async () => [],
    serverOffers: async () => ({ prompts: [], resources: [] }),
    trustTools: async () => [],
    explainPolicy: () => Promise.reject(new ThorpError("team-unknown", "There is no team.")),
    embed: async ({ inputs }) => ({ model: "rules", vectors: inputs.map(() => [0]), tokens: 0, cost: noMoney }),
    listCaches: async () => [],
    clearCaches: async () => 0,
    operations: {
      folder: undefined,
      backups: backupsOf({ folder: "/nowhere" }),
      adjust: () => {},
      watch: () => () => {},
      queues: () => [],
      readers: () => ({ readers: 0, events: 0, characters: 0, falls: 0 }),
      checkStore: async () => {},
    },
    sandboxes: createSandboxDesk({ makers: noMakers, clock: createSystemClock(), newId: (prefix) => prefix }),
    compliance: {
      report: async () => ({ providers: [] }),
      calls: async () => [],
      trainingData: async () => ({ examples: [], leftOut: [] }),
    },
    modelAdmin: {
      async *pull() {},
      load: async () => [],
      unload: async () => [],
      loaded: async () => [],
      startServer: () => Promise.reject(new ThorpError("model-unknown", "There is no such server.")),
      serverStatus: async () => ({ state: "stopped" }),
      stopServer: async () => false,
    },
    async close() {
      this.isClosed = true;
    },
    ...overrides,
  };
}

/** Nobody is there, and whatever is changed is forgotten with the test. */
function testingAccounts(): Thorp["accounts"] {
  const tables = {
    documents: async () => [],
    change: async () => {},
    audit: async () => [],
    verifyAudit: async () => [],
  };
  const clock = { now: () => 0, after: () => () => {} };
  let ids = 0;
  return createAccounts({
    tables,
    documents: [],
    clock,
    newId: (prefix) => `${prefix}_${++ids}`,
    spend: async () => [],
    env: {},
  });
}

export function runRow(changes: Partial<RunRow>): RunRow {
  return {
    id: testingRun,
    conversation: "con_01m7y74n1twh8z9n1d00",
    team: "alma",
    text: "add",
    state: "done",
    startedAt: 1000,
    endedAt: 3000,
    cost: noMoney,
    recoveries: 0,
    lastSeq: 1,
    ...changes,
  };
}

export interface RememberingOutput extends Output {
  text: string;
}

export function rememberingOutput(look: Omit<Output, "write"> = {}): RememberingOutput {
  const output: RememberingOutput = {
    ...look,
    text: "",
    write(text) {
      output.text += text;
    },
  };
  return output;
}

export interface TestingSurroundings extends Surroundings {
  readonly stdout: RememberingOutput;
  readonly stderr: RememberingOutput;
  readonly opened: EngineOptions[];
  readonly exits: number[];
  sendSignal(signal: "SIGINT" | "SIGTERM" | "SIGHUP"): void;
}

export interface TestingSurroundingsOptions {
  readonly cwd: string;
  readonly thorp?: Thorp;
  /** What comes in over standard input; a terminal when absent. */
  readonly input?: string;
  readonly isTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Whoever owns the data folder, for so many tries. */
  readonly lockedFor?: number;
}

export function testingSurroundings(options: TestingSurroundingsOptions): TestingSurroundings {
  const { cwd, thorp = createTestingThorp(), input, isTerminal = false, env = {} } = options;
  const listeners = new Set<(signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void>();
  const opened: EngineOptions[] = [];
  const exits: number[] = [];
  let locked = options.lockedFor ?? 0;
  const look = isTerminal ? { isTTY: true, columns: 80, rows: 24 } : {};
  return {
    stdin: {
      isTTY: input === undefined,
      async *[Symbol.asyncIterator]() {
        if (input) yield Buffer.from(input);
      },
    },
    stdout: rememberingOutput(look),
    stderr: rememberingOutput(look),
    env: { XDG_CONFIG_HOME: `${cwd}/config`, XDG_DATA_HOME: `${cwd}/data`, NO_COLOR: "1", ...env },
    cwd,
    now: () => 5000,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code) => void exits.push(code),
    async openEngine(engineOptions) {
      opened.push(engineOptions);
      if (locked-- > 0) throw new ThorpError("data-locked", "`thorp serve` (process 7) uses the data in D.");
      return thorp;
    },
    opened,
    exits,
    sendSignal(signal) {
      for (const listener of listeners) listener(signal);
    },
  };
}

const noMaker = { languages: [], open: () => Promise.reject(new ThorpError("sandbox-missing", "None here.")) };
const noMakers = {
  javascript: { ...noMaker, kind: "javascript" },
  cage: { ...noMaker, kind: "cage" },
} as const;
