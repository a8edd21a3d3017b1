/** What a test of a model found, check by check. */
import type { TestedModel } from "@thorp/client";
import { Badge, type Tone } from "../ui/badge.tsx";

const tones: Readonly<Record<string, Tone>> = { ok: "good", passed: "good", failed: "bad" };

export function CheckList({ checks }: Pick<TestedModel, "checks">) {
  return (
    <ul className="space-y-1 text-xs">
      {checks.map(({ name, state, detail }) => (
        <li key={name} className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[state] ?? "plain"}>{state}</Badge>
          <span className="font-medium">{name}</span>
          <span className="text-dim">{detail}</span>
        </li>
      ))}
    </ul>
  );
}
