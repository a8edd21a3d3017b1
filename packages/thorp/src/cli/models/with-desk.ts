/** The catalogue with everything that a person does to it, for the commands under `thorp models`. */
import type { Config } from "../../config/load-config.ts";
import type { ModelDesk } from "../../engine/model-desk/model-desk.ts";

/** Uses the desk, and closes it whatever happens. */
export async function withDesk<Result>(config: Config, use: (desk: ModelDesk) => Promise<Result>): Promise<Result> {
  const { openModelDesk } = await import("../../engine/model-desk/model-desk.ts");
  const { toEngineOptions } = await import("../../config/settings.ts");
  const { withStoredKeys } = await import("../../engine/stored-keys.ts");
  const env = await withStoredKeys({ ...config.settings, env: config.env });
  await using desk = await openModelDesk({ ...toEngineOptions(config), env });
  return await use(desk);
}
