/** The content filter over the arguments of a call: each text by itself, with the name of its member before it. */
import type { Json } from "../../base/json.ts";
import type { ContentDirection, ContentFinding } from "../../events/content-finding.ts";
import { type ContentPolicy, maskFor } from "./content-policy.ts";
import { filterText } from "./filter-text.ts";

/** Arguments after the filter. */
export interface FilteredJson {
  /** What is to be masked is; what is to be blocked or asked about still stands. Of the same shape. */
  readonly value: Json;
  /** Each category once. */
  readonly findings: readonly ContentFinding[];
}

/** Names of members are looked at only together with their text: `{"password": "..."}` names one. */
export function filterJson(value: Json, policy: ContentPolicy, direction: ContentDirection): FilteredJson {
  const found = new Map<string, ContentFinding>();
  const note = (findings: readonly ContentFinding[]): void => {
    for (const finding of findings) {
      const times = (found.get(finding.category)?.times ?? 0) + finding.times;
      found.set(finding.category, { ...finding, times });
    }
  };
  const walk = (inner: Json, name: string): Json => {
    if (typeof inner === "number") {
      const written = walk(String(inner), name);
      return written === String(inner) ? inner : written;
    }
    if (inner === null || typeof inner === "boolean") return inner;
    if (Array.isArray(inner)) return inner.map((each: Json) => walk(each, name));
    if (typeof inner === "object")
      return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, walk(each, key)]));
    const label = name === "" ? "" : `${name.replaceAll("_", " ")}: `;
    const { text, findings } = filterText(`${label}${inner}`, policy, direction);
    note(findings);
    if (text.startsWith(label)) return text.slice(label.length);
    // The name was a part of what was found: then the text is the rest of it.
    return maskFor(findings.find(({ action }) => action === "mask")?.category ?? "credentials");
  };
  return { value: walk(value, ""), findings: [...found.values()] };
}
