/**
 * Which approvals may hold for later calls, and whether one does.
 *
 * As narrow as the harm that a later call could do: nothing that was read in between may widen what a person meant. So
 * a tool as a whole stands only for changes inside the workspace, an address for its host, and what cannot be taken
 * back only for exactly the same call, its folder or its host. A payment never stands: the same again is a second one.
 */
import { dirname, isAbsolute, parse, relative, resolve, sep } from "node:path";
import type { Intent } from "../base/intent.ts";
import { type Standing, type StandingMatch, type StandingScope, standingScopes } from "../wire/standing.ts";

/** What was allowed once for calls of its kind. */
export interface Grant extends Pick<Standing, "match" | "value"> {
  readonly tool: string;
  readonly effect: string;
}

/** A call that is asked about. */
export interface StandingCall {
  readonly tool: string;
  readonly intent: Intent;
  /** Hash of the tool and its arguments. */
  readonly digest: string;
  /** Absolute paths of the workspace and the out folder. */
  readonly folders: readonly string[];
}

/** The ways to allow more than this call, the usual one first; none where each call has to be asked about. */
export function standingOf(call: StandingCall): readonly Standing[] {
  const { intent } = call;
  // With all rights of the person the same program may do something else the next time.
  if (intent.uncaged !== undefined) return [];
  const exact = offer("arguments", call.digest);
  switch (intent.effect) {
    case "none":
    case "read":
      return [...offer("tool", call.tool), ...folderOf(intent)];
    case "create":
    case "write":
      return [...(staysInside(intent, call.folders) ? offer("tool", call.tool) : []), ...folderOf(intent)];
    case "fetch":
      return [...hostOf(intent), ...exact];
    case "send":
      return [...exact, ...hostOf(intent)];
    case "delete":
      return [...exact, ...folderOf(intent)];
    case "exec":
      return exact;
    case "pay":
      return [];
  }
}

/** What is asked about, as an ask tells it. */
export interface StandingAsk {
  readonly tool: string;
  readonly effect: string;
  readonly stands?: readonly Standing[];
}

/** An answer as far as it is about later calls. */
export interface StandingAnswer {
  readonly scope?: StandingScope | undefined;
  readonly match?: StandingMatch | undefined;
  /** Arguments that the person put in the place of those that were asked about. */
  readonly input?: unknown;
}

/**
 * What an answer allows for later; undefined when the ask does not offer it. Without `match`: the usual way. Whoever
 * puts other arguments in did not mean the kind that was asked about.
 */
export function grantFrom(ask: StandingAsk, { scope, match, input }: StandingAnswer): Grant | undefined {
  if (scope === undefined || input !== undefined) return undefined;
  const offered = (ask.stands ?? []).find((standing) => match === undefined || standing.match === match);
  if (offered?.scopes.includes(scope) !== true) return undefined;
  return { tool: ask.tool, effect: ask.effect, match: offered.match, value: offered.value };
}

/** True when what a person allowed before answers this ask as well. */
export function grantCovers(grant: Grant, ask: StandingAsk): boolean {
  if (grant.tool !== ask.tool || grant.effect !== ask.effect) return false;
  return (ask.stands ?? []).some(
    ({ match, value }) =>
      match === grant.match && (match === "folder" ? isBelow(grant.value, value) : value === grant.value),
  );
}

/** True for paths that all lie in one of the folders; a call that names none stays where its tool works. */
export function staysInside({ paths = [] }: Intent, folders: readonly string[]): boolean {
  return paths.every((path) => folders.some((folder) => isBelow(resolve(folder), resolve(folder, path))));
}

/** True for the folder itself and all that lies in it. Both are absolute. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function offer(match: StandingMatch, value: string): readonly Standing[] {
  return [{ match, value, scopes: standingScopes }];
}

/** The folder that holds all paths, unless that is the root of the disk. */
function folderOf({ paths = [] }: Intent): readonly Standing[] {
  const [first, ...others] = paths.map((path) => dirname(resolve(path)));
  if (first === undefined) return [];
  let common = first;
  while (!others.every((other) => isBelow(common, other))) common = dirname(common);
  return common === parse(common).root ? [] : offer("folder", common);
}

/** The host that all addresses are at. */
function hostOf({ urls = [] }: Intent): readonly Standing[] {
  const hosts = new Set(urls.map((url) => (URL.canParse(url) ? new URL(url).host : "")));
  const [host = ""] = hosts;
  return hosts.size === 1 && host !== "" ? offer("host", host) : [];
}
