/** The addresses of an API, and the hosts that its calls may go to. */
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { ApiParameter } from "../api.ts";
import type { ProblemList } from "./document-problems.ts";
import { addArgument, type ParameterParts } from "./read-parameters.ts";
import { listOf, nodeOf, plainText, textOf } from "./references.ts";

/** One server of an operation. */
export interface ServerPart {
  /** Without `/` at its end. */
  readonly server: string;
  readonly hosts: readonly string[];
  /** Variables that a call chooses. */
  readonly parameters: readonly ApiParameter[];
}

/** Hosts that one variable may name. */
const MOST_HOSTS = 200;

/**
 * The first server counts. A variable with several allowed values becomes an argument; one without a list keeps its
 * default, since a host that anybody may name is no declared host. Relative addresses count from `source`, the address
 * that the document came from.
 */
export function readServer(
  servers: unknown,
  path: KeyPath,
  { source, ...parts }: ParameterParts & { readonly source: string | undefined },
): ServerPart | undefined {
  const { problems } = parts;
  const node = nodeOf(listOf(servers)[0]);
  const template = textOf(node?.["url"]) ?? "/";
  const variables = nodeOf(node?.["variables"]) ?? {};
  const parameters: ApiParameter[] = [];
  let expanded = [template];
  const server = template.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = nodeOf(variables[name]) ?? {};
    const fallback = plainText(variable["default"]);
    const choices = listOf(variable["enum"]).map(String).slice(0, MOST_HOSTS);
    if (choices.length < 2) {
      expanded = expanded.map((each) => each.replace(whole, fallback));
      return fallback;
    }
    expanded = expanded.flatMap((each) => choices.map((choice) => each.replace(whole, choice))).slice(0, MOST_HOSTS);
    const schema = { type: "string", enum: choices, default: fallback };
    const described = textOf(variable["description"]);
    const argument = addArgument(
      textOf(variable["x-as"]) ?? name,
      described ? { ...schema, description: described } : schema,
      {
        ...{ ...parts, isRequired: false, kind: "server" },
      },
    );
    parameters.push({ name, argument, in: "server", style: "simple", explode: false, choices });
    return whole;
  });
  const first = URL.parse(expanded[0] ?? "", source);
  if (first === null || !/^https?:$/.test(first.protocol)) {
    problems.error([...path, 0, "url"], `\`${template.slice(0, 120)}\` is no whole address; begin it with https://`);
    return undefined;
  }
  if (first.username !== "" || first.password !== "") {
    problems.error([...path, 0, "url"], "a server's address must not hold a user name or password");
    return undefined;
  }
  const hosts = [...new Set(expanded.flatMap((each) => URL.parse(each, source)?.host ?? []))];
  const isRelative = URL.parse(server.replace(/[{}]/g, "x")) === null;
  const address = isRelative ? first.href : server;
  return { server: address.replace(/\/+$/, ""), hosts, parameters };
}

/** What is sent to this machine stays on it; anywhere else a key needs https. */
export function checkEncryption(
  { server, hosts }: ServerPart,
  path: KeyPath,
  { hasSecret, problems }: { readonly hasSecret: boolean; readonly problems: ProblemList },
): boolean {
  if (server.startsWith("https:") || hosts.every((host) => /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host)))
    return true;
  if (!hasSecret) {
    problems.note(path, "this server is not encrypted (http): everybody on the way can read and change what is sent");
    return true;
  }
  problems.error(path, "a key would be sent over http, where everybody on the way can read it; use https");
  return false;
}
