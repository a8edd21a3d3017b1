/** Says that the server is away, for as long as it is. */
import { Unplug } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { useIsAway } from "./away.ts";

export function AwayLine() {
  const isAway = useIsAway();
  return (
    <div role="status">
      {isAway && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-xs text-warn">
          <Unplug aria-hidden="true" className="size-3.5 shrink-0" />
          {texts.app.away}
        </p>
      )}
    </div>
  );
}
