/** Requests that wait until the run before them has ended. Pure; kept in the browser, so that a reload loses none. */

export interface QueuedRequest {
  readonly id: string;
  readonly text: string;
  readonly team?: string;
  readonly model?: string;
  readonly approvePlan?: boolean;
}

export type QueueChange =
  | { readonly type: "add"; readonly request: QueuedRequest }
  | { readonly type: "edit"; readonly id: string; readonly text: string }
  | { readonly type: "remove"; readonly id: string }
  /** It is the next one to be sent. */
  | { readonly type: "first"; readonly id: string };

export function changeQueue(queue: readonly QueuedRequest[], change: QueueChange): readonly QueuedRequest[] {
  switch (change.type) {
    case "add":
      return [...queue, change.request];
    case "edit": {
      const text = change.text.trim();
      if (text === "") return queue.filter(({ id }) => id !== change.id);
      return queue.map((request) => (request.id === change.id ? { ...request, text } : request));
    }
    case "remove":
      return queue.filter(({ id }) => id !== change.id);
    case "first": {
      const request = queue.find(({ id }) => id === change.id);
      return request === undefined ? queue : [request, ...queue.filter(({ id }) => id !== change.id)];
    }
  }
}

/** From storage, where anything may stand. */
export function isQueue(value: unknown): value is readonly QueuedRequest[] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => {
      const { id, text } = (entry ?? {}) as Record<string, unknown>;
      return typeof id === "string" && typeof text === "string";
    })
  );
}
