/** Who is asked, and with what: the team, the model, the plan first or not. */
import { useQuery } from "@tanstack/react-query";
import { Boxes, ListChecks, Users } from "lucide-react";
import { lazy, Suspense } from "react";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";

const ModelList = lazy(async () => ({ default: (await import("./model-list.tsx")).ModelList }));
const words = texts.chat;

/** What holds for the next requests of this conversation. */
export interface AskChoices {
  readonly team?: string;
  readonly model?: string;
  readonly approvePlan: boolean;
}

export interface ComposerMenusProps {
  readonly choices: AskChoices;
  readonly onChange: (choices: AskChoices) => void;
}

export function useTeams() {
  return useQuery({ queryKey: ["teams"], queryFn: () => thorp.teams(), staleTime: 60_000 }).data ?? [];
}

export function ComposerMenus({ choices, onChange }: ComposerMenusProps) {
  const { approvePlan } = choices;
  return (
    <>
      <TeamMenu choices={choices} onChange={onChange} />
      <ModelMenu choices={choices} onChange={onChange} />
      <Button
        look="quiet"
        size="small"
        icon={ListChecks}
        aria-pressed={approvePlan}
        title={words.planFirstAbout}
        onClick={() => onChange({ ...choices, approvePlan: !approvePlan })}
      >
        <span className="max-sm:sr-only">{words.planFirst}</span>
      </Button>
    </>
  );
}

function TeamMenu({ choices, onChange }: ComposerMenusProps) {
  const teams = useTeams();
  const { team: _team, ...others } = choices;
  const chosen = teams.find(({ name }) => name === choices.team);
  return (
    <Menu
      label={words.team}
      trigger={
        <Button
          look="quiet"
          size="small"
          icon={Users}
          aria-label={`${words.team}: ${chosen?.title ?? words.defaultTeam}`}
        >
          <span className="max-w-28 truncate">{chosen?.title ?? words.defaultTeam}</span>
        </Button>
      }
      items={[
        { label: words.defaultTeam, isChosen: choices.team === undefined, onSelect: () => onChange(others) },
        ...teams
          .filter(({ agents }) => agents.length > 0)
          .map(({ name, title }) => ({
            label: title,
            hint: name,
            isChosen: choices.team === name,
            onSelect: () => onChange({ ...choices, team: name }),
          })),
      ]}
    />
  );
}

function ModelMenu({ choices, onChange }: ComposerMenusProps) {
  const { model, ...others } = choices;
  return (
    <Popover
      label={words.model}
      trigger={
        <Button look="quiet" size="small" icon={Boxes} aria-label={`${words.model}: ${model ?? texts.common.auto}`}>
          <span className="max-w-28 truncate max-sm:sr-only">{model ?? texts.common.auto}</span>
        </Button>
      }
    >
      {(close) => (
        <Suspense fallback={<Waiting rows={3} label={texts.common.loading} />}>
          <ModelList
            chosen={model}
            onChoose={(chosen) => {
              onChange(chosen === undefined ? others : { ...others, model: chosen });
              close();
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
