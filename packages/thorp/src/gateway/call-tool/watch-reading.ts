/**
 * What a tool reads while it works, whatever it says of it afterwards: the labels of its output do not depend on its
 * honesty, nor on whether it failed half-way.
 */
import type { Label, Labels } from "../../base/label.ts";
import { sourceLabel } from "../../tools/source-label.ts";
import type { ReadResult, ToolContext } from "../../tools/tool.ts";

/** The same context; the labels of what it gives are put into `read`. */
export function watchReading(context: ToolContext, read: Set<Label>): ToolContext {
  const members = Object.entries(context).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member];
    const use = (...given: readonly unknown[]): unknown => {
      const answer: unknown = Reflect.apply(member, context, given);
      if (!(answer instanceof Promise)) return answer;
      return answer.then((value: unknown) => {
        for (const label of labelsOf(name, given[0], value)) read.add(label);
        return value;
      });
    };
    return [name, use];
  });
  return Object.fromEntries(members) as ToolContext;
}

function labelsOf(member: string, subject: unknown, value: unknown): Labels {
  if (member === "readFile" && typeof subject === "string") return [sourceLabel(subject)];
  if (member === "readResult")
    return value === undefined ? [] : ((value as ReadResult).labels ?? [`agent:${String(subject)}`]);
  // Whatever asks another machine says where the answer came from.
  const { url } = (typeof value === "object" && value !== null ? value : {}) as { readonly url?: unknown };
  return typeof url === "string" ? [`web:${url}`] : [];
}
