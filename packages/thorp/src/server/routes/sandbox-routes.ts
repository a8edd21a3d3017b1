/** Sandboxes that clients open for themselves. Those of others are not there. */
import { basename } from "node:path";
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { definedOf } from "../../base/defined-of.ts";
import { ThorpError } from "../../base/errors.ts";
import type { OpenSandbox } from "../../engine/sandbox-desk.ts";
import type { ProgramUpdate } from "../../sandbox/sandbox.ts";
import {
  editedFileSchema,
  editSandboxFileSchema,
  openSandboxSchema,
  programSchema,
  programUpdateSchema,
  sandboxEntrySchema,
  sandboxSchema,
  writeSandboxFileSchema,
} from "../../wire/sandboxes.ts";
import { mayAct } from "../caller.ts";
import { fileResponse } from "../file-response.ts";
import { defineRoute, type Route } from "../route.ts";
import { valueStream } from "../value-stream.ts";

const params = z.object({ sandbox: z.string().min(1).max(100) });
const filePath = z.object({ path: z.string().min(1).max(1000).describe("Relative to the sandbox.") });
const shared = { tag: "sandboxes", access: "member", owned: "sandbox" } as const;

/** Every route below one sandbox answers `sandbox-unknown` once it is closed. */
export function sandboxRoutes(options: { readonly clock: Clock; readonly closing: AbortSignal }): readonly Route[] {
  return [openRoute, listRoute, showRoute, runRoute(options), filesRoute, readRoute, writeRoute, editRoute, closeRoute];
}

const openRoute = defineRoute({
  ...shared,
  id: "sandboxes.open",
  method: "post",
  path: "/api/sandboxes",
  summary: "Open a sandbox: files of its own, no network, limits. It is closed when nobody uses it.",
  owned: "caller",
  body: openSandboxSchema,
  reply: { kind: "json", schema: sandboxSchema, status: 201 },
  async handle({ parts, caller, body: { kind, network = false, limits = {} } }) {
    if (network && !mayAct(caller, "admin"))
      throw new ThorpError("access-denied", "Only an admin opens a sandbox with the server's network.", {
        hint: "Open it without `network`.",
      });
    return sandboxOf(await parts.thorp.sandboxes.open({ kind, network, limits: definedOf(limits) }));
  },
});

const listRoute = defineRoute({
  ...shared,
  id: "sandboxes.list",
  method: "get",
  path: "/api/sandboxes",
  summary: "The open sandboxes of the caller; of everyone for admins.",
  owned: "caller",
  reply: { kind: "json", schema: z.object({ sandboxes: z.array(sandboxSchema) }) },
  handle: async ({ parts }) => ({ sandboxes: parts.thorp.sandboxes.list().map(sandboxOf) }),
});

const showRoute = defineRoute({
  ...shared,
  id: "sandboxes.show",
  method: "get",
  path: "/api/sandboxes/{sandbox}",
  summary: "One open sandbox.",
  params,
  reply: { kind: "json", schema: sandboxSchema },
  handle: async ({ parts, params: { sandbox } }) => sandboxOf(parts.thorp.sandboxes.show(sandbox)),
});

function runRoute({ clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal }): Route {
  return defineRoute({
    ...shared,
    id: "sandboxes.exec",
    method: "post",
    path: "/api/sandboxes/{sandbox}/exec",
    summary: "Run a program; output and end as server-sent events `program`. Who leaves stops it.",
    params,
    body: programSchema,
    reply: { kind: "events", schema: programUpdateSchema },
    async handle({ parts, params: { sandbox }, body, signal }) {
      const { sandboxes } = parts.thorp;
      const { languages } = sandboxes.show(sandbox);
      const { language, source, ...rest } = body;
      if (!languages.includes(language))
        throw new ThorpError("input-invalid", `This sandbox runs ${languages.join(" and ")}, not ${language}.`);
      if (source.includes("\0")) throw new ThorpError("input-invalid", "The program holds a NUL character.");
      const either = AbortSignal.any([signal, closing]);
      const program = { language, source, ...definedOf(rest) };
      const updates = sandboxes.stream(sandbox, (open) => open.run(program, either));
      return valueStream(toldEnd(updates), { event: "program", clock });
    },
  });
}

/** A stream has no status any more: what is closed under it ends it as stopped. */
async function* toldEnd(updates: AsyncIterable<ProgramUpdate>): AsyncGenerator<ProgramUpdate> {
  try {
    yield* updates;
  } catch (error) {
    const words = error instanceof ThorpError ? error.message : "The program could not be run.";
    yield { kind: "output", stream: "err", text: `${words}\n` };
    yield { kind: "end", end: { kind: "stopped" }, ms: 0 };
  }
}

const filesRoute = defineRoute({
  ...shared,
  id: "sandboxes.files",
  method: "get",
  path: "/api/sandboxes/{sandbox}/files",
  summary: "Its files and folders, at most 1,000.",
  params,
  query: z.object({ folder: z.string().max(1000).optional() }),
  reply: { kind: "json", schema: z.object({ files: z.array(sandboxEntrySchema) }) },
  handle: async ({ parts, params: { sandbox }, query: { folder } }) => ({
    files: await parts.thorp.sandboxes.use(sandbox, (open) => open.listFiles(folder)),
  }),
});

const readRoute = defineRoute({
  ...shared,
  id: "sandboxes.read",
  method: "get",
  path: "/api/sandboxes/{sandbox}/file",
  summary: "The bytes of a file.",
  params,
  query: filePath,
  reply: { kind: "bytes" },
  async handle({ parts, params: { sandbox }, query: { path }, headers }) {
    const bytes = await parts.thorp.sandboxes.use(sandbox, (open) => open.readFile(path));
    return fileResponse(bytes, { name: basename(path), mediaType: "application/octet-stream", headers });
  },
});

const writeRoute = defineRoute({
  ...shared,
  id: "sandboxes.write",
  method: "put",
  path: "/api/sandboxes/{sandbox}/file",
  summary: "Make or replace a file.",
  params,
  body: writeSandboxFileSchema,
  reply: { kind: "nothing" },
  async handle({ parts, params: { sandbox }, body }) {
    const bytes = "text" in body ? Buffer.from(body.text) : Buffer.from(body.base64, "base64");
    await parts.thorp.sandboxes.use(sandbox, (open) => open.writeFile(body.path, bytes));
  },
});

const editRoute = defineRoute({
  ...shared,
  id: "sandboxes.edit",
  method: "post",
  path: "/api/sandboxes/{sandbox}/edit",
  summary: "Change a text in one place: replace what stands exactly once, or insert below a line.",
  params,
  body: editSandboxFileSchema,
  reply: { kind: "json", schema: editedFileSchema },
  handle: async ({ parts, params: { sandbox }, body: { path, ...edit } }) =>
    parts.thorp.sandboxes.use(sandbox, (open) => open.editFile(path, edit)),
});

const closeRoute = defineRoute({
  ...shared,
  id: "sandboxes.close",
  method: "delete",
  path: "/api/sandboxes/{sandbox}",
  summary: "Stop what runs in it and remove its files.",
  params,
  reply: { kind: "nothing" },
  handle: async ({ parts, params: { sandbox } }) => parts.thorp.sandboxes.close(sandbox),
});

function sandboxOf({ languages, ...facts }: OpenSandbox): z.infer<typeof sandboxSchema> {
  return { ...facts, languages: [...languages] };
}
