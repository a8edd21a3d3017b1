/**
 * The main thread's side of the writer: collects what is appended in one turn of the event loop, posts it as one
 * batch, and hands the same events on once they are committed.
 *
 * One batch is under way at a time. What is appended meanwhile goes with the next: under load each commit, and each
 * message, carries more events instead of there being more of them.
 */
import { errorFrom, ThorpError } from "../../base/errors.ts";
import type { AppendEvent } from "../store.ts";
import { addEvent, createEventBatch, type EventBatch, postedBatch } from "./event-batch.ts";
import type { FromWriter, ToWriter, WriterAnswers, WriterCommand } from "./writer-protocol.ts";

/** The part of a `Worker` that the link needs. */
export interface WriterThread {
  postMessage(message: ToWriter, transfer?: ArrayBuffer[]): void;
  on(event: "message", listener: (message: FromWriter) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
}

/** What the store hears of the writer. */
export interface WriterLinkOptions {
  /** `first` holds per run of the batch the number of its first event, or the negative time of its deletion. */
  readonly onCommitted: (batch: EventBatch, first: readonly number[]) => void;
  /** Once, when no batch will be committed any more; commands may still be answered. */
  readonly onBroken: (error: ThorpError) => void;
  /** Each time the writer halts: what was appended is dropped, and nothing may be appended until `go-on` is done. */
  readonly onHalted: (error: ThorpError) => void;
}

/** Appends in order. `append` never fails by itself: `onBroken` says that nothing will be committed any more. */
export interface WriterLink {
  /** Resolves when the database is open; rejects when that failed. */
  readonly ready: Promise<void>;
  /** `data` is the body of the event as JSON. */
  append(event: AppendEvent, data: string): void;
  /** Done after everything that was appended before. What is in `transfer` is handed over without a copy. */
  request<Command extends WriterCommand>(
    command: Command,
    transfer?: ArrayBuffer[],
  ): Promise<WriterAnswers[Command["do"]]>;
}

/** Takes over the thread's messages; nobody else may listen to them. */
export function createWriterLink(thread: WriterThread, options: WriterLinkOptions): WriterLink {
  const { onCommitted, onBroken, onHalted } = options;
  const ready = Promise.withResolvers<void>();
  // Nobody has to wait for it: whoever appends hears of the failure through `onBroken`.
  ready.promise.catch(() => {});
  const requests = createRequests(thread);
  const underWay: EventBatch[] = [];
  let next = createEventBatch();
  let scheduled = false;
  let failure: ThorpError | undefined;

  const post = (): void => {
    scheduled = false;
    if (next.events.length === 0) return;
    const batch = next;
    next = createEventBatch();
    underWay.push(batch);
    thread.postMessage({ batch: postedBatch(batch) });
  };
  const drop = (): void => {
    underWay.length = 0;
    next = createEventBatch();
  };
  const broken = (error: ThorpError): void => {
    if (failure) return;
    failure = error;
    drop();
    ready.reject(error);
    onBroken(error);
  };

  thread.on("message", (message) => {
    if ("committed" in message) {
      const batch = underWay.shift();
      // Posted before the listeners run: the writer works while they do.
      if (underWay.length === 0) post();
      if (batch) onCommitted(batch, message.committed);
    } else if ("ready" in message) ready.resolve();
    else if ("broken" in message) broken(errorFrom(message.broken));
    else if ("halted" in message) {
      drop();
      onHalted(errorFrom(message.halted));
    } else requests.answer(message);
  });
  const lost = (reason: string, cause?: unknown): void => {
    const error = new ThorpError("storage-failed", `The thread that writes the data ${reason}.`, { cause });
    if (requests.stop(failure ?? error)) broken(error);
  };
  thread.on("error", (error) => lost(`failed: ${error.message}`, error));
  thread.on("exit", (code) => lost(`ended (code ${code})`));

  return {
    ready: ready.promise,
    append(event, data) {
      addEvent(next, event, data);
      if (scheduled || underWay.length > 0) return;
      scheduled = true;
      setImmediate(post);
    },
    request(command, transfer = []) {
      post();
      return requests.send(command, transfer);
    },
  };
}

interface Requests {
  send<Command extends WriterCommand>(command: Command, transfer: ArrayBuffer[]): Promise<WriterAnswers[Command["do"]]>;
  answer(message: Extract<FromWriter, { done: unknown } | { failed: unknown }>): void;
  /** Rejects what is open and all that comes. False when the end was expected or is known. */
  stop(error: ThorpError): boolean;
}

function createRequests(thread: WriterThread): Requests {
  const open: { readonly command: WriterCommand; resolve(answer: never): void; reject(error: unknown): void }[] = [];
  let stopped: ThorpError | undefined;
  let closed = false;
  return {
    send(command, transfer) {
      if (stopped) return Promise.reject(stopped);
      return new Promise((resolve, reject) => {
        open.push({ command, resolve, reject });
        thread.postMessage({ command }, transfer);
      });
    },
    answer(message) {
      const request = open.shift();
      if ("failed" in message) return request?.reject(errorFrom(message.failed));
      closed ||= request?.command.do === "close";
      request?.resolve(message.done as never);
    },
    stop(error) {
      const isNews = !closed && stopped === undefined;
      stopped ??= error;
      for (const { reject } of open.splice(0)) reject(stopped);
      return isNews;
    },
  };
}
