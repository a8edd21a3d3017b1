/** Conversations: list, search, look, page through, name, take along, delete. */
import type { Calls } from "./calls.ts";
import type {
  Conversation,
  ConversationDetail,
  ConversationExport,
  Exchange,
  FoundMessage,
} from "./wire/conversation.generated.ts";

/** Which page of a list; `cursor` is the `next` of the page before. */
export interface PageQuery {
  /** Default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/** All reject with `ThorpApiError`; `conversation-unknown` for one that is not there. */
export interface ConversationsClient {
  /** Those with the newest runs first; `next` is absent on the last page. */
  list(page?: PageQuery): Promise<{ readonly conversations: readonly Conversation[]; readonly next?: string }>;
  /**
   * Messages that hold all the words, in any order; `"words in quotes"` stand together. `isCut`: there are more, or not
   * everything was looked at.
   */
  search(
    words: string,
    options?: { readonly limit?: number },
  ): Promise<{ readonly found: readonly FoundMessage[]; readonly isCut: boolean }>;
  /** With its branches: `tree` says which run follows which. */
  show(conversation: string): Promise<ConversationDetail>;
  /** The last page first, each in order; `through` is a run whose branch is shown, else the branch that goes on. */
  exchanges(
    conversation: string,
    page?: PageQuery & { readonly through?: string },
  ): Promise<{ readonly exchanges: readonly Exchange[]; readonly next?: string }>;
  /** All that was said, of all branches. */
  export(conversation: string): Promise<ConversationExport>;
  /** The same as one file to keep: Markdown, or HTML that loads nothing. */
  exportText(conversation: string, format: "md" | "html"): Promise<string>;
  /** An empty title gives it its first words back. */
  rename(conversation: string, title: string): Promise<Conversation>;
  /** With all its runs; what was spent stays counted. */
  delete(conversation: string): Promise<void>;
}

/** The part of the client for conversations. */
export function createConversationsClient({ json, done, send }: Calls): ConversationsClient {
  const list = "/api/conversations";
  const one = (conversation: string, rest = ""): string => `${list}/${encodeURIComponent(conversation)}${rest}`;
  return {
    list: (page = {}) => json({ path: list, query: { ...page } }),
    search: (words, options = {}) => json({ path: `${list}/search`, query: { q: words, ...options } }),
    show: (conversation) => json({ path: one(conversation) }),
    exchanges: (conversation, page = {}) => json({ path: one(conversation, "/exchanges"), query: { ...page } }),
    export: (conversation) => json({ path: one(conversation, "/export") }),
    exportText: async (conversation, format) =>
      (await send({ path: one(conversation, "/export"), query: { format } })).text(),
    rename: (conversation, title) => json({ method: "PATCH", path: one(conversation), body: { title } }),
    delete: (conversation) => done({ method: "DELETE", path: one(conversation) }),
  };
}
