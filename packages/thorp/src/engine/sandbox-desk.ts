/**
 * Sandboxes that clients open for themselves: whose they are, how many there may be, and that they end.
 *
 * They live as long as this process; one that nobody uses for a while is closed, since nobody else would.
 */
import type { Clock } from "../base/clock.ts";
import { ThorpError } from "../base/errors.ts";
import type {
  ProgramLanguage,
  Sandbox,
  SandboxKind,
  SandboxLimits,
  SandboxMaker,
  SandboxWish,
} from "../sandbox/sandbox.ts";

/** Kinds that a client may have: a bare one has our own rights. */
export type ClientSandboxKind = Exclude<SandboxKind, "bare">;

/** An open sandbox as lists show it. Times in milliseconds since 1970. */
export interface OpenSandbox {
  readonly id: string;
  /** Id of the user; absent where there are none. */
  readonly owner?: string;
  readonly kind: SandboxKind;
  readonly languages: readonly ProgramLanguage[];
  readonly limits: SandboxLimits;
  readonly network: boolean;
  readonly openedAt: number;
  /** When it is closed unless somebody uses it before. */
  readonly closesAt: number;
}

/** What a client asks for. */
export interface OpenWish extends Pick<SandboxWish, "limits" | "network"> {
  readonly kind: ClientSandboxKind;
  readonly owner?: string;
}

/** All members but `list` throw `sandbox-unknown` for an id that is none, or one that was closed. */
export interface SandboxDesk {
  /** Throws `sandbox-limit` when there are too many, `sandbox-missing` and `input-invalid` as its maker does. */
  open(wish: OpenWish): Promise<OpenSandbox>;
  list(): readonly OpenSandbox[];
  show(id: string): OpenSandbox;
  /** Works with it; as long as that lasts it counts as used. */
  use<Result>(id: string, work: (sandbox: Sandbox) => Promise<Result>): Promise<Result>;
  /** The same for what comes in pieces. */
  stream<Piece>(id: string, work: (sandbox: Sandbox) => AsyncIterable<Piece>): AsyncIterable<Piece>;
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** What the desk opens them with. */
export interface SandboxDeskOptions {
  readonly makers: Readonly<Record<ClientSandboxKind, SandboxMaker>>;
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  /** Default 10 minutes. */
  readonly idleMs?: number;
}

const MOST_EACH = 4;
const MOST_OF_ALL = 16;

interface Held {
  readonly sandbox: Sandbox;
  readonly facts: Omit<OpenSandbox, "closesAt">;
  closesAt: number;
  users: number;
  stopTimer: () => void;
}

/** Opens nothing yet. */
export function createSandboxDesk({ makers, clock, newId, idleMs = 10 * 60_000 }: SandboxDeskOptions): SandboxDesk {
  const heldById = new Map<string, Held>();
  const opening = new Map<string, number>();
  const find = (id: string): Held => {
    const held = heldById.get(id);
    if (held === undefined) throw new ThorpError("sandbox-unknown", `There is no open sandbox ${id.slice(0, 60)}.`);
    return held;
  };
  const close = async (id: string): Promise<void> => {
    const held = find(id);
    heldById.delete(id);
    held.stopTimer();
    await held.sandbox.close();
  };
  const touch = (held: Held): void => {
    held.stopTimer();
    held.closesAt = clock.now() + idleMs;
    if (held.users > 0 || heldById.get(held.facts.id) !== held) return;
    held.stopTimer = clock.after(idleMs, () => void close(held.facts.id).catch(() => {}));
  };
  const enter = (id: string): { readonly held: Held; readonly leave: () => void } => {
    const held = find(id);
    held.users++;
    touch(held);
    const leave = (): void => {
      held.users--;
      touch(held);
    };
    return { held, leave };
  };
  const demandRoom = (owner: string): void => {
    const all = [...heldById.values()];
    const begun = [...opening.values()].reduce((sum, count) => sum + count, 0);
    const own = all.filter(({ facts }) => (facts.owner ?? "") === owner).length + (opening.get(owner) ?? 0);
    if (own >= MOST_EACH) throw new ThorpError("sandbox-limit", `${MOST_EACH} sandboxes of yours are open already.`);
    if (all.length + begun >= MOST_OF_ALL)
      throw new ThorpError("sandbox-limit", `${MOST_OF_ALL} sandboxes are open already.`);
  };
  return {
    async open({ kind, owner, network = false, limits = {} }) {
      const who = owner ?? "";
      demandRoom(who);
      opening.set(who, (opening.get(who) ?? 0) + 1);
      try {
        const sandbox = await makers[kind].open({ limits, network });
        const facts = {
          ...{ id: newId("box"), kind, languages: sandbox.languages, limits: sandbox.limits, network },
          ...{ openedAt: clock.now(), ...(owner === undefined ? {} : { owner }) },
        };
        const held: Held = { sandbox, facts, closesAt: 0, users: 0, stopTimer: () => {} };
        heldById.set(facts.id, held);
        touch(held);
        return shown(held);
      } finally {
        opening.set(who, (opening.get(who) ?? 1) - 1);
      }
    },
    list: () => [...heldById.values()].map(shown),
    show: (id) => shown(find(id)),
    async use(id, work) {
      const { held, leave } = enter(id);
      try {
        return await work(held.sandbox);
      } finally {
        leave();
      }
    },
    async *stream(id, work) {
      const { held, leave } = enter(id);
      try {
        yield* work(held.sandbox);
      } finally {
        leave();
      }
    },
    close,
    closeAll: async () => void (await Promise.all([...heldById.keys()].map((id) => close(id)))),
  };
}

function shown({ facts, closesAt }: Held): OpenSandbox {
  return { ...facts, closesAt };
}
