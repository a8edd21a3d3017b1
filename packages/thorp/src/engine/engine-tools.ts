/** The tools of an engine: the registry over all sources, and what calls need of them in its newest state. */
import { type InputSchemas, type ToolSpecs, toolSpecsOf } from "../agents/tool-specs.ts";
import { readCompiled } from "../base/compiled.ts";
import { openToolRegistry, type ToolRegistry } from "../tools/registry/tool-registry.ts";
import { type ToolGround, toolSourcesOf } from "./tool-sources.ts";

/** Live: a later call may give other tools. A run keeps those that it began with. */
export interface EngineTools {
  readonly registry: ToolRegistry;
  specs(): ToolSpecs;
  close(): Promise<void>;
}

/** Never rejects for what a source does. */
export async function openEngineTools(ground: ToolGround): Promise<EngineTools> {
  const known = ((await readCompiled("tool-inputs")) ?? {}) as InputSchemas;
  const registry = await openToolRegistry({ ...toolSourcesOf(ground), clock: ground.clock });
  let made: { readonly revision: number; readonly specs: ToolSpecs } | undefined;
  return {
    registry,
    specs() {
      const set = registry.current();
      if (made?.revision !== set.revision) made = { revision: set.revision, specs: toolSpecsOf(set.tools, known) };
      return made.specs;
    },
    close: () => registry.close(),
  };
}
