/** What a person asked for, as `run-start` keeps it: everything a replay needs to know about the asking. */
import type { ConversationId } from "../base/ids.ts";
import type { MicroDollars } from "../base/money.ts";
import type { Preferences } from "../wire/preferences.ts";
import type { ClientTerms } from "./client-terms.ts";
import type { ContentFinding } from "./content-finding.ts";

/** A file handed over with the request; its bytes are a blob of the store. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  /** Its size. */
  readonly bytes: number;
  /** Hash under which the store has it. */
  readonly blob: string;
}

/** Whose a run is: who asked, and with which key. */
export interface RunOwner {
  /** Id of the user. */
  readonly user: string;
  /** Id of the API key; absent for a login by cookie. */
  readonly key?: string;
}

/** How the person wants to be answered, as far as it is not left to the team. */
export type AnswerStyle = Pick<Preferences, "language" | "units" | "length" | "format">;

/** The request as it was accepted: cleaned, with all defaults filled in. */
export interface RunRequest {
  readonly text: string;
  /** What the team's filters found in the words: masked already, or to be asked about before anything is done. */
  readonly found?: readonly ContentFinding[];
  readonly conversation: ConversationId;
  /** Absent for what was asked on the machine itself, while there were no users or in the terminal. */
  readonly owner?: RunOwner;
  readonly attachments: readonly Attachment[];
  /**
   * The run that this one follows: what was said up to it is its context. Empty at the beginning of a conversation; in
   * journals of releases without branches absent, and then it follows all earlier ones of its conversation.
   */
  readonly after?: string;
  /** Nothing is taken from a cache: somebody wants another answer to the same words. */
  readonly fresh?: boolean;
  /** Hash of the idempotency key that the asker gave, and of all that was asked under it. */
  readonly once?: { readonly key: string; readonly digest: string };
  /** What was said before, brought along by the asker; else it is read from the conversation. */
  readonly history?: readonly { readonly role: "person" | "team"; readonly text: string }[];
  /** Absolute path of the folder that tools may read. */
  readonly workspace: string;
  /** Absolute path of the folder that results are written to. */
  readonly out: string;
  /** A model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that the run may cost. */
  readonly budget?: MicroDollars;
  /** Milliseconds from the start of the run; waiting for a person and downtime do not count. */
  readonly deadlineMs?: number;
  readonly style?: AnswerStyle;
  /** No call leaves for a model that others run. */
  readonly localOnly?: true;
  /** IANA name, for dates. */
  readonly timeZone: string;
  /** Higher overtakes lower at the model queue; 0 is normal, negative is background. */
  readonly priority: number;
  /** `yes` covers writes under the workspace and the out folder and nothing else. */
  readonly approve: "ask" | "yes";
  /** False: nobody can answer, so what needs approval is denied and questions are not asked. */
  readonly interactive: boolean;
  /** True when a person wants to see and accept the plan before it runs. */
  readonly approvePlan?: boolean;
  /** What a program brings along that asks for somebody else. */
  readonly client?: ClientTerms;
}
