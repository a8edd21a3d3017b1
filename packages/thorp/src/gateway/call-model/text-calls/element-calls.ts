/** Calls in the form of XML: a tag says that it is a call, tags inside of it hold the arguments. */
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
    // A parameter that has no end is not among them.
    isCut: closed === null && /<parameter/.test(text.slice(end)),
  };
}
