/** What A2A 1.0 clients send, as far as it is read; unknown members are passed over, as the protocol asks. */
import { z } from "zod";

const id = z.string().max(200);
/** Left out and empty are the same in this protocol. */
const optionalId = id.optional().transform((text) => text || undefined);

const partSchema = z.looseObject({
  text: z.string().max(200_000).optional(),
  /** Base64. */
  raw: z.string().optional(),
  url: z.string().max(8192).optional(),
  data: z.unknown().optional(),
  filename: z.string().max(255).optional(),
  mediaType: z.string().max(100).optional(),
});
/** A piece of a message. */
export type Part = z.infer<typeof partSchema>;

/** `tenant` names a team. */
export const sendMessageSchema = z.looseObject({
  tenant: optionalId,
  message: z.looseObject({
    messageId: id.min(1),
    contextId: optionalId,
    taskId: optionalId,
    role: z.literal("ROLE_USER"),
    parts: z.array(partSchema).min(1).max(50),
  }),
  configuration: z
    .looseObject({
      acceptedOutputModes: z.array(z.string().max(100)).max(50).optional(),
      historyLength: z.number().int().min(0).optional(),
      returnImmediately: z.boolean().optional(),
      taskPushNotificationConfig: z.unknown().optional(),
    })
    .optional(),
});
/** A request that begins a task. */
export type SendMessage = z.infer<typeof sendMessageSchema>;

/** One task. */
export const taskIdSchema = z.looseObject({ id: id.min(1), historyLength: z.number().int().min(0).optional() });

const states = [
  "TASK_STATE_UNSPECIFIED",
  "TASK_STATE_SUBMITTED",
  "TASK_STATE_WORKING",
  "TASK_STATE_COMPLETED",
  "TASK_STATE_FAILED",
  "TASK_STATE_CANCELED",
  "TASK_STATE_INPUT_REQUIRED",
  "TASK_STATE_REJECTED",
  "TASK_STATE_AUTH_REQUIRED",
] as const;
/** How far a task is. */
export type TaskState = (typeof states)[number];

/** Which tasks. */
export const listTasksSchema = z.looseObject({
  tenant: optionalId,
  contextId: optionalId,
  status: z.enum(states).optional(),
  pageSize: z.number().int().min(1).max(100).default(50),
  pageToken: optionalId,
  historyLength: z.number().int().min(0).optional(),
  includeArtifacts: z.boolean().default(false),
});
/** A list of tasks that is asked for. */
export type ListTasks = z.infer<typeof listTasksSchema>;
