/** Calls in the form of Python, as Llama and Gemma write them: text of a program, of which nothing is run. */
import { pythonArguments } from "../../call-tool/python-arguments.ts";
import { matchAt, type Place, type ReadCalls, type WrittenCall } from "./written-call.ts";

/** `name(key="value")`, `[name(…), name(…)]`, `print(name(…))`, `name.call(…)`, `x = name(…)`; only for tools that there are. */
export function python({ text, at, tools }: Place): ReadCalls | undefined {
  const calls: WrittenCall[] = [];
  const open = matchAt(/\[\s*/y, text, at);
  let isProgram = false;
  let end = at + (open?.[0].length ?? 0);
  for (;;) {
    const head = matchAt(
      /(?:([A-Za-z_]\w*)[ \t]*=[ \t]*)?(print\(\s*)?(?:default_api\.|functions\.|tools\.)?([A-Za-z_][\w-]*)(?:\.call)?\(/y,
      text,
      end,
    );
    const name = head?.[3] ?? "";
    if (head === null || !tools.includes(name)) break;
    const start = end + head[0].length;
    const close = closingParenthesis(text, start);
    if (close === undefined) break;
    const input = pythonArguments(text.slice(start, close));
    if (input === undefined) break;
    calls.push({ tool: name, input });
    end = close + 1 + (head[2] === undefined ? 0 : (matchAt(/\s*\)/y, text, close + 1)?.[0].length ?? 0));
    if (head[1] !== undefined) {
      isProgram = true;
      end += matchAt(new RegExp(`\\s*\\n\\s*print\\(\\s*${head[1]}\\s*\\)`, "y"), text, end)?.[0].length ?? 0;
    }
    const gap = matchAt(open === null ? /\s*\n\s*(?=[A-Za-z_])/y : /\s*,\s*/y, text, end);
    if (gap === null) break;
    end += gap[0].length;
  }
  if (calls.length === 0) return undefined;
  if (open !== null) end += matchAt(/\s*\]/y, text, end)?.[0].length ?? 0;
  return { calls, end, isCut: false, isProgram };
}

/** Where the bracket closes that opened before `from`; texts are passed over. */
export function closingParenthesis(text: string, from: number): number | undefined {
  let depth = 1;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(") depth++;
    else if (sign === ")" && --depth === 0) return at;
  }
  return undefined;
}
