/** All teams with their agents. */
import { useQuery } from "@tanstack/react-query";
import type { Team } from "@thorp/client";
import { addressOf } from "../app/base-path.ts";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Page } from "../ui/page.tsx";

const words = texts.catalogue.teams;
const tones: Readonly<Record<string, Tone>> = {
  orchestrator: "accent",
  manager: "good",
  executor: "plain",
  observer: "warn",
};
const order = ["orchestrator", "manager", "executor", "observer"];

export function TeamsPage() {
  const { data, error, refetch } = useQuery({ queryKey: ["teams"], queryFn: () => thorp.teams() });
  return (
    <Page title={texts.app.pages.teams} about={words.about}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting rows={6} label={texts.common.loading} />}
      <ul className="space-y-4">
        {data?.map((team) => (
          <TeamCard key={team.name} team={team} />
        ))}
      </ul>
    </Page>
  );
}

function TeamCard({ team: { name, title, description, agents } }: { readonly team: Team }) {
  const ranks = order.map((kind) => agents.filter((agent) => agent.kind === kind)).filter((rank) => rank.length > 0);
  return (
    <li className="rounded-lg border border-line bg-card p-4">
      <h2 className="flex items-baseline gap-2">
        <span className="text-base font-semibold">{title}</span>
        <span className="font-mono text-xs text-dim">{name}</span>
      </h2>
      <p className="max-w-prose text-dim">{description}</p>
      <div className="mt-3 space-y-2">
        {ranks.map((rank) => (
          <ul key={rank[0]?.kind} className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
            {rank.map((agent) => (
              <li key={agent.name} className="rounded-md bg-inset p-2.5">
                <p className="flex items-center gap-2">
                  <span className="font-medium">{agent.name}</span>
                  <Badge tone={tones[agent.kind] ?? "plain"}>{words.kinds[agent.kind] ?? agent.kind}</Badge>
                </p>
                <p className="mt-0.5 text-xs text-dim">{agent.description}</p>
                {agent.idle !== undefined && <p className="mt-0.5 text-xs text-warn">{agent.idle}</p>}
              </li>
            ))}
          </ul>
        ))}
      </div>
      {agents.length > 1 && <TeamPicture name={name} title={title} />}
    </li>
  );
}

/** Made by the server from the team's folder; fetched when it is opened. */
function TeamPicture({ name, title }: Pick<Team, "name" | "title">) {
  return (
    <details className="mt-3">
      <summary className="text-xs font-medium text-dim">{words.picture}</summary>
      <div
        data-scroll
        tabIndex={0}
        role="region"
        aria-label={`${title}: ${words.picture}`}
        className="mt-2 overflow-x-auto rounded-md border border-line"
      >
        <img
          loading="lazy"
          src={addressOf(`/api/teams/${encodeURIComponent(name)}/picture`)}
          alt={`${title}: ${words.picture}`}
          className="max-w-none"
        />
      </div>
    </details>
  );
}
