/** Ways to allow later calls as well, as the server offers them: one is a button, several are a menu, none is nothing. */
import type { Standing } from "@thorp/client";
import { ChevronDown } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import type { ApprovalAnswer } from "./approval-card.tsx";

const words = texts.chat.approval;

export interface AllowMoreProps {
  readonly tool: string;
  readonly stands: readonly Standing[];
  readonly isDisabled: boolean;
  readonly onAllow: (answer: ApprovalAnswer) => void;
}

export function AllowMore({ tool, stands, isDisabled, onAllow }: AllowMoreProps) {
  const ways = stands.flatMap(({ match, value, scopes }) =>
    scopes.map((scope) => ({
      label: words.stands[match](match === "tool" ? tool : value),
      hint: words.scopes[scope],
      onSelect: () => onAllow({ allow: true, scope, match }),
    })),
  );
  const [only, ...others] = ways;
  if (only === undefined) return null;
  if (others.length === 0)
    return (
      <Button disabled={isDisabled} title={only.label} onClick={only.onSelect}>
        {words.allowFor(only.hint)}
      </Button>
    );
  return (
    <Menu
      label={words.allowMore}
      trigger={
        <Button disabled={isDisabled} icon={ChevronDown}>
          {words.allowMore}
        </Button>
      }
      items={ways}
    />
  );
}
