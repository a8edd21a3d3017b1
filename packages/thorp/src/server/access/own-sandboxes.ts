/** The desk of sandboxes as a caller sees it: those of others are not there. */
import { ThorpError } from "../../base/errors.ts";
import type { SandboxDesk } from "../../engine/sandbox-desk.ts";
import { type Caller, ownerOf, seesAll } from "../caller.ts";

/** What the caller opens is theirs; admins reach all. */
export function ownSandboxes(desk: SandboxDesk, caller: Caller): SandboxDesk {
  const owner = ownerOf(caller)?.user;
  const demand = (id: string): void => {
    const theirs = desk.show(id).owner;
    if (seesAll(caller) || (owner !== undefined && theirs === owner)) return;
    throw new ThorpError("sandbox-unknown", `There is no open sandbox ${id.slice(0, 60)}.`);
  };
  return {
    async open(wish) {
      if (owner === undefined)
        throw new ThorpError("auth-required", "Nobody opens a sandbox without having said who they are.");
      return desk.open({ ...wish, owner });
    },
    list: () => desk.list().filter((box) => seesAll(caller) || (owner !== undefined && box.owner === owner)),
    show: (id) => (demand(id), desk.show(id)),
    use: async (id, work) => (demand(id), desk.use(id, work)),
    async *stream(id, work) {
      demand(id);
      yield* desk.stream(id, work);
    },
    close: async (id) => (demand(id), desk.close(id)),
    closeAll: () => Promise.reject(new ThorpError("access-denied", "All sandboxes are closed by the server alone.")),
  };
}
