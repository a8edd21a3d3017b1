/**
 * The thread that runs one JavaScript program in QuickJS and ends with it.
 *
 * The interpreter is WebAssembly without imports but those that it needs for memory and time: nothing of Node is in reach of
 * a program, only the few functions below. It runs in a thread because deep recursion overflows the stack of whoever calls
 * it: here that is an error of the thread, on the main thread it would be one of Thorp.
 */
import { parentPort } from "node:worker_threads";
import { default as variant } from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { type Json, parseJson } from "../../base/json.ts";
import { filePartsOf } from "../sandbox-path.ts";
import type { QuickjsMessage, QuickjsOrder } from "./quickjs-protocol.ts";

/** The interpreter's own bound on recursion, well below the stack of the thread. */
const STACK_BYTES = 256 * 1024;

parentPort?.once("message", (order: QuickjsOrder) => void run(order));

async function run(order: QuickjsOrder): Promise<void> {
  const quickjs = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);
  const files = new Map(order.files);
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(order.memoryBytes);
  runtime.setMaxStackSize(STACK_BYTES);
  send({ type: "begin" });
  const deadline = performance.now() + order.timeMs;
  let stopped: "time" | "output" | "disk" | undefined;
  const stop = (limit: "output" | "disk"): void => {
    stopped ??= limit;
  };
  runtime.setInterruptHandler(() => {
    if (performance.now() > deadline) stopped ??= "time";
    return stopped !== undefined;
  });
  const context = runtime.newContext();
  const output = outputOf(order.outputBytes, () => stop("output"));
  addFunctions(context, { files, output, diskBytes: order.diskBytes, onFull: () => stop("disk") });
  addInput(context, order.input);
  const tell = (end: WorkerEnd): void => {
    output.flush();
    // The owner ends this thread: to free what a hostile program left behind could take as long as the program.
    send({ type: "end", files, end });
  };
  const end = evaluate(context, order.source);
  if (stopped !== undefined) return tell({ kind: "limit", limit: stopped });
  if (end.kind !== "failed") return tell(end);
  if (/^InternalError: out of memory/.test(end.words)) return tell({ kind: "limit", limit: "memory" });
  output.write("err", `${end.words.trimEnd().slice(0, 4000)}\n`);
  tell({ kind: "exit", code: 1 });
}

function send(message: QuickjsMessage): void {
  parentPort?.postMessage(message);
}

interface Output {
  write(stream: "out" | "err", text: string): void;
  /** Sends what is still held. */
  flush(): void;
}

/** Prints that come this close together go as one message: characters and milliseconds. */
const HELD_TEXT = 16_384;
const HELD_MS = 50;

/** Bytes beyond the bound are dropped, and told. */
function outputOf(bytes: number, onFull: () => void): Output {
  let room = bytes;
  let held = { stream: "out" as "out" | "err", text: "", since: 0 };
  const flush = (): void => {
    if (held.text !== "") send({ type: "output", stream: held.stream, text: held.text });
    held = { ...held, text: "" };
  };
  return {
    flush,
    write(stream, text) {
      const whole = Buffer.from(text);
      const kept = whole.subarray(0, room);
      room -= kept.length;
      if (held.stream !== stream) flush();
      if (held.text === "") held = { stream, text: "", since: performance.now() };
      held.text += kept.length === whole.length ? text : new TextDecoder().decode(kept);
      if (held.text.length > HELD_TEXT || performance.now() - held.since > HELD_MS) flush();
      if (kept.length < whole.length) onFull();
    },
  };
}

interface World {
  readonly files: Map<string, Uint8Array>;
  readonly output: Output;
  readonly diskBytes: number;
  readonly onFull: () => void;
}

/** All that a program has beside the language: printing, and the files of its sandbox. */
function addFunctions(context: QuickJSContext, { files, output, diskBytes, onFull }: World): void {
  const text = (handle: QuickJSHandle): string => context.getString(handle);
  const add = (target: QuickJSHandle, name: string, work: (...args: QuickJSHandle[]) => QuickJSHandle | void) => {
    context
      .newFunction(name, (...args) => work(...args) ?? context.undefined)
      .consume((made) => {
        context.setProp(target, name, made);
      });
  };
  const nameOf = (path: QuickJSHandle | undefined): string =>
    filePartsOf(path === undefined ? "" : text(path)).join("/");
  const words = (args: readonly QuickJSHandle[]): string => `${args.map((arg) => shown(context, arg)).join(" ")}\n`;
  add(context.global, "print", (...args) => output.write("out", words(args)));
  const ownConsole = context.newObject();
  for (const name of ["log", "info", "debug"]) add(ownConsole, name, (...args) => output.write("out", words(args)));
  for (const name of ["warn", "error"]) add(ownConsole, name, (...args) => output.write("err", words(args)));
  context.setProp(context.global, "console", ownConsole);
  ownConsole.dispose();
  add(context.global, "readFile", (path) => {
    const name = nameOf(path);
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`There is no file "${name}".`);
    return context.newString(new TextDecoder().decode(bytes));
  });
  add(context.global, "writeFile", (path, content) => {
    const name = nameOf(path);
    const bytes = Buffer.from(content === undefined ? "" : text(content));
    const others = [...files].reduce((sum, [other, own]) => sum + (other === name ? 0 : other.length + own.length), 0);
    if (others + name.length + bytes.length > diskBytes) {
      onFull();
      throw new Error("There is no more room for files.");
    }
    files.set(name, bytes);
    return undefined;
  });
  add(context.global, "listFiles", () => {
    const list = context.newArray();
    for (const [at, name] of [...files.keys()].sort().entries()) {
      context.newString(name).consume((made) => context.setProp(list, at, made));
    }
    return list;
  });
}

function addInput(context: QuickJSContext, input: string | undefined): void {
  const text = context.newString(input ?? "");
  context.setProp(context.global, "inputText", text);
  const parsed = input === undefined ? undefined : parseJson(input);
  const value = parsed === undefined ? text.dup() : fromJson(context, input ?? "");
  context.setProp(context.global, "input", value);
  value.dispose();
  text.dispose();
}

function fromJson(context: QuickJSContext, text: string): QuickJSHandle {
  const json = context.getProp(context.global, "JSON");
  const parse = context.getProp(json, "parse");
  const result = context.callFunction(parse, context.undefined, context.newString(text));
  return context.unwrapResult(result);
}

type WorkerEnd = Extract<QuickjsMessage, { type: "end" }>["end"];
type Failed = { readonly kind: "failed"; readonly words: string };

function evaluate(context: QuickJSContext, source: string): WorkerEnd | Failed {
  // Before the program runs, which may put another one in its place.
  const stringify = context.getProp(context.getProp(context.global, "JSON"), "stringify");
  try {
    const result = context.evalCode(source, "program.js");
    if (result.error) return failed(context, result.error);
    let value = result.value;
    const jobs = context.runtime.executePendingJobs();
    if (jobs.error) return failed(context, jobs.error);
    const state = context.getPromiseState(value);
    if (state.type === "rejected") return failed(context, state.error);
    if (state.type === "fulfilled") value = state.value;
    const json = jsonOf(context, stringify, value);
    return { kind: "exit", code: 0, ...(json === undefined ? {} : { value: json }) };
  } catch (error) {
    // The stack of this thread, or the memory of the interpreter.
    return { kind: "failed", words: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** Undefined for what JSON has no words for. */
function jsonOf(context: QuickJSContext, stringify: QuickJSHandle, value: QuickJSHandle): Json | undefined {
  const result = context.callFunction(stringify, context.undefined, value);
  if (result.error || context.typeof(result.value) !== "string") return undefined;
  const text = context.getString(result.value);
  return text.length > 1_000_000 ? undefined : (parseJson(text) as Json | undefined);
}

function failed(context: QuickJSContext, error: QuickJSHandle): Failed {
  const read = (name: string): string => {
    if (context.typeof(error) !== "object") return "";
    const part = context.getProp(error, name);
    return context.typeof(part) === "string" ? context.getString(part) : "";
  };
  const [name, message, stack] = [read("name"), read("message"), read("stack")];
  return { kind: "failed", words: name === "" ? `thrown: ${shown(context, error)}` : `${name}: ${message}\n${stack}` };
}

/** Objects as JSON, everything else as the language writes it. */
function shown(context: QuickJSContext, handle: QuickJSHandle): string {
  if (context.typeof(handle) !== "object") return context.getString(handle);
  const json = context.getProp(context.global, "JSON");
  const stringify = context.getProp(json, "stringify");
  const result = context.callFunction(stringify, context.undefined, handle);
  const isText = !result.error && context.typeof(result.value) === "string";
  return isText ? context.getString(result.value) : context.getString(handle);
}
