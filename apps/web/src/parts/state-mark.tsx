/** A state as a sign and a word: the colour alone tells nobody anything. */
import { words } from "../words.ts";

const looks: Readonly<Record<keyof typeof words.states, readonly [sign: string, colour: string]>> = {
  running: ["◐", "text-accent"],
  waiting: ["○", "text-dim"],
  ready: ["○", "text-dim"],
  checking: ["◐", "text-accent"],
  blocked: ["!", "text-warn"],
  done: ["✓", "text-good"],
  partial: ["≈", "text-warn"],
  failed: ["✗", "text-bad"],
  skipped: ["–", "text-dim"],
  cancelled: ["■", "text-dim"],
};

export function StateMark({
  state,
  isBare = false,
}: {
  readonly state: keyof typeof looks;
  readonly isBare?: boolean;
}) {
  const [sign, colour] = looks[state];
  return (
    <span className={`${colour} whitespace-nowrap`}>
      <span aria-hidden="true">{sign}</span> <span className={isBare ? "sr-only" : ""}>{words.states[state]}</span>
    </span>
  );
}
