/** Calls in the form of XML: a tag says that it is a call, tags inside of it hold the arguments. */
import { toolMeant } from "../../call-tool/repair/tool-name.ts";
import { withJson } from "./with-json.ts";
import { matchAt, type Place, type ReadCalls } from "./written-call.ts";

/** `<function=name>{…}</function>`, or with `<parameter=key>value</parameter>` inside. */
export function xmlFunction({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/<function=["']?([\w.:-]+)["']?>\s*/y, text, at);
  if (head === null) return undefined;
  const start = at + head[0].length;
  const name = head[1] ?? "";
  if (text[start] === "{") return withJson(text, start, name);
  return withParameters({
    text,
    start,
    name,
    pattern: /\s*<parameter=["']?([\w.-]+)["']?>\n?([\s\S]*?)\n?<\/parameter>/y,
    close: /\s*<\/function>/y,
  });
}

/** `<invoke name="x"><parameter name="y">v</parameter></invoke>` */
export function invoke({ text, at }: Place): ReadCalls | undefined {
  const head = matchAt(/<invoke\s+name=["']([\w.:-]+)["']\s*>/y, text, at);
  if (head === null) return undefined;
  const pattern = /\s*<parameter\s+name=["']([\w.-]+)["']\s*>([\s\S]*?)<\/parameter>/y;
  return withParameters({ text, start: at + head[0].length, name: head[1] ?? "", pattern, close: /\s*<\/invoke>/y });
}

const NAME_ELEMENT = /<(name|tool_name|tool|function|function_name)>\s*([\w.:-]+)\s*<\/\1>\s*/y;
const ARGUMENTS_ELEMENT = /<(arguments|parameters|args|params|input|tool_input)>\s*/y;
const CHILD = /\s*<([A-Za-z_][\w.-]*)>([\s\S]*?)<\/\1>/y;

/** `<name>x</name><arguments>{…}</arguments>`, mostly in a tag that says that it is a call. */
export function namedElements({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(NAME_ELEMENT, text, at);
  const name = head?.[2] ?? "";
  if (head === null || toolMeant(name, tools)?.isCertain !== true) return undefined;
  const opening = matchAt(ARGUMENTS_ELEMENT, text, at + head[0].length);
  if (opening === null) return undefined;
  return inElement({ text, start: at + head[0].length + opening[0].length, name, element: opening[1] ?? "" });
}

/** `<read_file><path>a.md</path></read_file>`; only for tools that there are. */
export function toolElement({ text, at, tools }: Place): ReadCalls | undefined {
  const head = matchAt(/<([A-Za-z_][\w-]*)>\s*/y, text, at);
  const name = head?.[1] ?? "";
  if (head === null || !tools.includes(name)) return undefined;
  return inElement({ text, start: at + head[0].length, name, element: name });
}

interface Element {
  readonly text: string;
  readonly start: number;
  readonly name: string;
  readonly element: string;
}

/** An object, or a tag for each argument. Other content is no call. */
function inElement({ text, start, name, element }: Element): ReadCalls | undefined {
  const close = new RegExp(`\\s*</${element}>`, "y");
  if (text[start] !== "{") {
    const read = withParameters({ text, start, name, pattern: CHILD, close });
    if (!read.isCut && text.slice(start, read.end).trim() === "") return undefined;
    // Without its end more arguments may have been to come.
    return { ...read, isCut: read.isCut || !text.slice(start, read.end).endsWith(`</${element}>`) };
  }
  const read = withJson(text, start, name);
  return { ...read, end: read.end + (matchAt(close, text, read.end)?.[0].length ?? 0) };
}

interface Parameters {
  readonly text: string;
  readonly start: number;
  readonly name: string;
  readonly pattern: RegExp;
  readonly close: RegExp;
}

function withParameters({ text, start, name, pattern, close }: Parameters): ReadCalls {
  const input: Record<string, string> = {};
  let end = start;
  for (let found = matchAt(pattern, text, end); found !== null; found = matchAt(pattern, text, end)) {
    input[found[1] ?? ""] = found[2] ?? "";
    end += found[0].length;
  }
  const closed = matchAt(close, text, end);
  return {
    calls: [{ tool: name, input: JSON.stringify(input) }],
    end: end + (closed?.[0].length ?? 0),
    // An argument that has no end is not among them.
    isCut: closed === null && /<[A-Za-z]/.test(text.slice(end)),
  };
}
