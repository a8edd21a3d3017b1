/** One step in one line, for --verbose: who does what, with which model, and why that one. */
import type { RunEvent } from "../../events/event.ts";
import { callNotices } from "./call-notices.ts";
import { modelWords } from "./plan-lines.ts";

/** Undefined for events that are no news about steps. */
export function stepLine(event: RunEvent): string | undefined {
  const where = event.path === "" ? "" : `${event.path}: `;
  switch (event.type) {
    case "step-start": {
      const { call } = event;
      if (call.kind === "tool") return `${where}${call.agent} calls ${call.tool} ${JSON.stringify(call.input)}`;
      if (call.kind === "other") return undefined;
      return `${where}${call.agent} asks ${modelWords(call.route.model)} (${call.purpose}; ${call.route.reasons.join("; ")})`;
    }
    case "server-choose":
      return `${where}${event.step} goes to ${event.server}`;
    case "step-fail":
      return `${where}${event.step} failed: ${event.failure.message}`;
    case "step-end": {
      const notices = callNotices(event.result);
      return notices.length === 0 ? undefined : `${where}${event.step}: ${notices.join("; ")}`;
    }
    case "check-end":
      return `${where}check by ${event.by}: ${event.verdict}${event.reason === undefined ? "" : `, ${event.reason}`}`;
    default:
      return undefined;
  }
}
