import type { Brief } from "../brief.ts";
import type { Reply } from "./reply.ts";
import { understand } from "./understand/understand.ts";
import type { Correction } from "./understand/rank-capabilities.ts";
export function replyTo(call: unknown, correction?: Correction): Reply { return understand((call as {brief: Brief}).brief, correction); }
