/** Which keys an operation needs and where they go: security schemes, and what has none in OpenAPI. */
import type { KeyPath } from "../../../base/yaml-source.ts";
import type { ToolNeed } from "../../tool.ts";
import type { SecretUse } from "../api.ts";
import type { ProblemList } from "./document-problems.ts";
import type { Extensions } from "./extensions.ts";
import { listOf, type Node, nodeOf, type References, textOf } from "./references.ts";

/** What the reading of keys needs of a document. */
export interface SecurityParts {
  readonly id: string;
  readonly root: Node;
  readonly references: References;
  readonly problems: ProblemList;
}

/** The first of the alternatives that `security` lists; optional where nothing is one of them. */
export function readSecurity(operation: Node, path: KeyPath, parts: SecurityParts): readonly SecretUse[] {
  const own = operation["security"] === undefined ? parts.root["security"] : operation["security"];
  const where: KeyPath = operation["security"] === undefined ? ["security"] : [...path, "security"];
  const alternatives = listOf(own).map((each) => nodeOf(each) ?? {});
  const isOptional = alternatives.some((each) => Object.keys(each).length === 0);
  const chosen = alternatives.find((each) => Object.keys(each).length > 0);
  const schemes = nodeOf(nodeOf(parts.root["components"])?.["securitySchemes"]) ?? {};
  return Object.keys(chosen ?? {}).flatMap((name) => {
    const place: KeyPath = ["components", "securitySchemes", name];
    if (schemes[name] === undefined) {
      const known = Object.keys(schemes).join(", ");
      parts.problems.error(where, `there is no security scheme \`${name}\`; the document has: ${known || "none"}`);
      return [];
    }
    const scheme = parts.references.follow(schemes[name], place);
    return scheme === undefined ? [] : useOf(scheme, place, { ...parts, isOptional });
  });
}

function useOf(scheme: Node, path: KeyPath, parts: SecurityParts & { isOptional: boolean }): readonly SecretUse[] {
  const { id, root, problems, isOptional } = parts;
  const prefix = id.toUpperCase();
  const where = textOf(scheme["x-where"]) ?? textOf(nodeOf(root["externalDocs"])?.["url"]);
  const common = { isOptional, isSecret: true, ...(where === undefined ? {} : { where }) };
  const env = (fallback: readonly string[]): readonly string[] => {
    const given = scheme["x-env"];
    const named = (typeof given === "string" ? [given] : listOf(given)).filter((each) => typeof each === "string");
    return named.length === 0 ? fallback : named;
  };
  const value = textOf(scheme["x-value"]);
  const type = textOf(scheme["type"]);
  if (type === "apiKey") {
    const place = scheme["in"];
    const name = textOf(scheme["name"]);
    if ((place !== "header" && place !== "query") || name === undefined) {
      problems.error(
        path,
        "this key goes where the engine cannot put it: only `in: header` and `in: query` with a name",
      );
      return [];
    }
    return [{ ...common, env: env([`${prefix}_API_KEY`]), in: place, name, format: value ?? "{key}" }];
  }
  const kind = type === "http" ? textOf(scheme["scheme"])?.toLowerCase() : type;
  if (kind === "basic")
    return [
      { ...common, env: env([`${prefix}_USER`, `${prefix}_PASSWORD`]), in: "basic", name: "authorization", format: "" },
    ];
  if (kind === "bearer" || kind === "oauth2" || kind === "openIdConnect")
    return [
      {
        ...common,
        env: env([`${prefix}_TOKEN`]),
        in: "header",
        name: "authorization",
        format: value ?? "Bearer {key}",
      },
    ];
  problems.error(path, `the security scheme \`${String(type)} ${kind ?? ""}\` is none that can be carried out`);
  return [];
}

/** Keys in paths and bodies, and addresses that an API wants to know. */
export function namedUses(extensions: Extensions): readonly SecretUse[] {
  const uses = (list: Extensions["x-secret"], isSecret: boolean) =>
    (list ?? []).map(
      ({ in: place, name, env, format, optional, where }): SecretUse => ({
        ...{ env: [env], in: place, name, isSecret },
        format: format ?? "{key}",
        isOptional: optional ?? false,
        ...(where === undefined ? {} : { where }),
      }),
    );
  return [...uses(extensions["x-secret"], true), ...uses(extensions["x-setting"], false)];
}

/** The same for whoever lists what is missing. */
export function needsOf(uses: readonly SecretUse[], extensions: Extensions): readonly ToolNeed[] {
  const needs = uses.flatMap(({ env, isOptional, isSecret, where }) =>
    env.map(
      (name): ToolNeed =>
        isSecret
          ? { kind: "key", env: name, isOptional, ...(where === undefined ? {} : { where }) }
          : { kind: "setting", env: name, isOptional, what: contact },
    ),
  );
  const asked = new Set(uses.flatMap(({ env }) => env));
  return extensions["x-contact"] === true && !asked.has("CONTACT_EMAIL")
    ? [...needs, { kind: "setting", env: "CONTACT_EMAIL", isOptional: true, what: contact }]
    : needs;
}

const contact = "your e-mail address: the service wants to know whom to write to";
