/** Sandboxes: places for programs, with files of their own. */
import type { Calls } from "./calls.ts";
import { readServerEvents } from "./event-reader.ts";
import type {
  EditedFile,
  EditFile,
  OpenSandboxRequest,
  Program,
  ProgramUpdate,
  Sandbox,
  SandboxEntry,
} from "./wire/sandbox.generated.ts";

/** Members reject with `ThorpApiError`: `sandbox-unknown` for one that is closed, or of somebody else. */
export interface SandboxesClient {
  /** Rejects with `sandbox-limit`, or `sandbox-missing` where the server cannot make a cage. */
  open(request: OpenSandboxRequest): Promise<Sandbox>;
  list(): Promise<readonly Sandbox[]>;
  show(sandbox: string): Promise<Sandbox>;
  /** Output while it comes; the last update is the end. Leaving the loop, or `signal`, stops the program. */
  exec(sandbox: string, program: Program, options?: { readonly signal?: AbortSignal }): AsyncIterable<ProgramUpdate>;
  files(sandbox: string, folder?: string): Promise<readonly SandboxEntry[]>;
  /** Rejects with `file-unknown`. */
  read(sandbox: string, path: string): Promise<Blob>;
  write(sandbox: string, path: string, text: string): Promise<void>;
  /** Rejects with `input-invalid` where the place is not clear. */
  edit(sandbox: string, edit: EditFile): Promise<EditedFile>;
  close(sandbox: string): Promise<void>;
}

/** The part of the client for sandboxes. */
export function createSandboxesClient({ json, done, send }: Calls): SandboxesClient {
  const all = "/api/sandboxes";
  const at = (sandbox: string, rest = ""): string => `${all}/${encodeURIComponent(sandbox)}${rest}`;
  return {
    open: (body) => json({ method: "POST", path: all, body }),
    list: async () => (await json<{ sandboxes: readonly Sandbox[] }>({ path: all })).sandboxes,
    show: (sandbox) => json({ path: at(sandbox) }),
    async *exec(sandbox, program, { signal } = {}) {
      const { body: bytes } = await send({ method: "POST", path: at(sandbox, "/exec"), body: program, signal });
      if (bytes === null) throw new TypeError("The stream has no body.");
      for await (const { data } of readServerEvents(bytes)) yield JSON.parse(data) as ProgramUpdate;
    },
    files: async (sandbox, folder) => {
      const query = folder === undefined ? {} : { folder };
      return (await json<{ files: readonly SandboxEntry[] }>({ path: at(sandbox, "/files"), query })).files;
    },
    read: async (sandbox, path) => (await send({ path: at(sandbox, "/file"), query: { path } })).blob(),
    write: (sandbox, path, text) => done({ method: "PUT", path: at(sandbox, "/file"), body: { path, text } }),
    edit: (sandbox, body) => json({ method: "POST", path: at(sandbox, "/edit"), body }),
    close: (sandbox) => done({ method: "DELETE", path: at(sandbox) }),
  };
}
