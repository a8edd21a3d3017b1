/** Which question an event asks or answers: the runtime, the rows and the lists of open questions agree on it. */
import type { EventBody } from "../events/event.ts";

/** Undefined for all other events. Different kinds of questions never share an id. */
export function askedId(event: EventBody): string | undefined {
  switch (event.type) {
    case "approval-ask":
      return `approval ${event.approval}`;
    case "question-ask":
      return `question ${event.question}`;
    case "client-call-ask":
      return `client ${event.ask}`;
    default:
      return undefined;
  }
}

/** The id of the question that a signal answers; undefined for all other events. */
export function answeredId(event: EventBody): string | undefined {
  switch (event.type) {
    case "approval-answer":
      return `approval ${event.approval}`;
    case "question-answer":
      return `question ${event.question}`;
    case "client-call-answer":
      return `client ${event.ask}`;
    default:
      return undefined;
  }
}
