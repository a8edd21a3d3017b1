/** Sandboxes over HTTP: what is asked for, what is told of one, and what a program in it tells. */
import { z } from "zod";

const limits = {
  timeMs: z.int().positive().describe("Milliseconds that one program may take."),
  memoryBytes: z.int().positive(),
  outputBytes: z.int().positive().describe("What one program may print, both streams together."),
  processes: z.int().positive(),
  diskBytes: z.int().nonnegative().describe("All files of the sandbox together."),
};

/** Limits are cut to what the server allows. */
export const openSandboxSchema = z.strictObject({
  kind: z.enum(["javascript", "cage"]).describe("javascript: an interpreter; cage: sh and python, as processes."),
  limits: z.strictObject(limits).partial().optional(),
  network: z.boolean().optional().describe("The network of the server, its own services among it. For admins."),
});

/** Times in milliseconds since 1970. */
export const sandboxSchema = z.object({
  id: z.string(),
  owner: z.string().optional().describe("Id of the user; absent where there are none."),
  kind: z.string(),
  languages: z.array(z.string()),
  limits: z.object(limits),
  network: z.boolean(),
  openedAt: z.number(),
  closesAt: z.number().describe("When it is closed unless somebody uses it before."),
});

/** One program. */
export const programSchema = z.strictObject({
  language: z.enum(["sh", "python", "javascript"]),
  source: z.string().min(1).max(100_000),
  input: z
    .string()
    .max(1_000_000)
    .optional()
    .describe("Standard input; `input` in JavaScript, parsed where it is JSON."),
  timeMs: z.int().positive().optional(),
});

/** Output while the program runs; the last event is its end. */
export const programUpdateSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("output"), stream: z.enum(["out", "err"]), text: z.string() }),
  z.object({
    kind: z.literal("end"),
    ms: z.number(),
    end: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("exit"), code: z.number(), value: z.json().optional() }),
      z.object({
        kind: z.literal("limit"),
        limit: z.enum(["time", "memory", "output", "processes", "disk"]),
        message: z.string(),
      }),
      z.object({ kind: z.literal("stopped") }),
    ]),
  }),
]);

/** A file or folder; `path` is relative to the sandbox. */
export const sandboxEntrySchema = z.object({
  path: z.string(),
  kind: z.enum(["file", "folder"]),
  bytes: z.number(),
});

const path = z.string().min(1).max(1000);
/** A file, whole: text or base64. */
export const writeSandboxFileSchema = z.union([
  z.strictObject({ path, text: z.string() }),
  z.strictObject({ path, base64: z.base64() }),
]);

/** A change of a text in one place that is clear. */
export const editSandboxFileSchema = z.union([
  z.strictObject({ path, kind: z.literal("replace"), find: z.string().min(1), put: z.string() }),
  z.strictObject({ path, kind: z.literal("insert"), line: z.int().nonnegative(), text: z.string() }),
]);

/** The line that the change begins on, and the whole text after it. */
export const editedFileSchema = z.object({ line: z.number(), text: z.string() });
