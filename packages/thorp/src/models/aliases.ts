/** Other names of models: followed to their end once, when the catalogue is made. */
import { nearest } from "../base/nearest.ts";
import { type CatalogueLayer, invalid } from "./catalogue-layer.ts";

/**
 * Target ids by alias; also under the alias in lower case, since team files spell names as their makers do. Throws
 * `catalogue-invalid` for an alias that shadows a model, ends nowhere, or leads back to itself.
 */
export function resolveAliases(
  layers: readonly CatalogueLayer[],
  isModel: (id: string) => boolean,
  modelIds: readonly string[],
): ReadonlyMap<string, string> {
  const direct = new Map<string, { target: string; position: string }>();
  for (const { fields, positionOf } of layers) {
    for (const [alias, target] of Object.entries(fields.aliases ?? {})) {
      direct.set(alias, { target, position: positionOf(["aliases"], alias) });
    }
  }
  const problems: string[] = [];
  const resolved = new Map<string, string>();
  const listed = new Set(modelIds);
  for (const [alias, { position }] of direct) {
    if (listed.has(alias)) {
      problems.push(`${position}: alias "${alias}" is the id of a model`);
      continue;
    }
    const chain = [alias];
    let at = alias;
    let isCircle = false;
    for (let next = direct.get(at); next !== undefined && !listed.has(at) && !isCircle; next = direct.get(at)) {
      at = next.target;
      isCircle = chain.includes(at);
      chain.push(at);
    }
    if (isCircle) problems.push(`${position}: alias "${alias}" leads back to itself: ${chain.join(" -> ")}`);
    else if (!isModel(at)) {
      const meant = nearest(at, [...modelIds, ...direct.keys()]);
      problems.push(
        `${position}: alias "${alias}" names "${at}", which is no model${meant === undefined ? "" : `; did you mean "${meant}"?`}`,
      );
    } else resolved.set(alias, at);
  }
  if (problems.length > 0) throw invalid(problems);
  for (const [alias, target] of [...resolved])
    if (!resolved.has(alias.toLowerCase())) resolved.set(alias.toLowerCase(), target);
  return resolved;
}
