/** Where in the application one can be: addresses, so that a reload, a link and the back button work. */

export const settingsSections = ["preferences", "providers", "budgets", "keys", "credentials", "users"] as const;
export type SettingsSection = (typeof settingsSections)[number];
export const runTabs = ["overview", "timeline", "calls", "events"] as const;
export type RunTab = (typeof runTabs)[number];
const plainPages = ["inbox", "dashboard", "teams", "models", "tools"] as const;
type PlainPage = (typeof plainPages)[number];

export interface RunFilter {
  readonly search?: string;
  readonly state?: string;
  readonly team?: string;
}

export type Place =
  | { readonly page: "chat"; readonly conversation?: string }
  | ({ readonly page: "runs" } & RunFilter)
  | { readonly page: "run"; readonly run: string; readonly tab: RunTab; readonly task?: string }
  | {
      readonly page: "settings";
      readonly section: SettingsSection;
      /** The name of a credential that is wanted. */
      readonly variable?: string;
    }
  | { readonly page: PlainPage };

/** Whatever is no address of the application is the place for a new conversation. */
export function placeFrom(path: string, search = ""): Place {
  const [first = "", second, third] = path
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  const query = new URLSearchParams(search);
  if (first === "c" && second !== undefined) return { page: "chat", conversation: second };
  if (first === "runs" && second !== undefined) {
    const task = query.get("task");
    return { page: "run", run: second, tab: oneOf(runTabs, third, "overview"), ...(task === null ? {} : { task }) };
  }
  if (first === "runs") return { page: "runs", ...filterFrom(query) };
  if (first === "settings") {
    const variable = query.get("variable");
    const section = oneOf(settingsSections, second, "preferences");
    return { page: "settings", section, ...(variable === null ? {} : { variable }) };
  }
  const plain = plainPages.find((page) => page === first);
  return plain === undefined ? { page: "chat" } : { page: plain };
}

export function pathOf(place: Place): string {
  switch (place.page) {
    case "chat":
      return place.conversation === undefined ? "/" : `/c/${encodeURIComponent(place.conversation)}`;
    case "run": {
      const tab = place.tab === "overview" ? "" : `/${place.tab}`;
      return `/runs/${encodeURIComponent(place.run)}${tab}${queryText({ task: place.task })}`;
    }
    case "runs":
      return `/runs${queryText({ search: place.search, state: place.state, team: place.team })}`;
    case "settings":
      return `/settings/${place.section}${queryText({ variable: place.variable })}`;
    default:
      return `/${place.page}`;
  }
}

function filterFrom(query: URLSearchParams): RunFilter {
  const entries = ["search", "state", "team"].flatMap((name) => {
    const value = query.get(name);
    return value === null || value === "" ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as RunFilter;
}

function queryText(values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

function oneOf<Name extends string>(names: readonly Name[], name: string | undefined, fallback: Name): Name {
  return names.find((known) => known === name) ?? fallback;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
