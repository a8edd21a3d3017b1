/** The tone of each tier, wherever a model is named. */
import type { ModelUse } from "../story/story.ts";
import type { Tone } from "../ui/badge.tsx";

export const tierTones: Readonly<Record<ModelUse["tier"], Tone>> = {
  embedded: "plain",
  local: "good",
  frontier: "accent",
};
