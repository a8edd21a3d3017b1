/** One tool: whether it would work now, what it needs, how its calls went, and how well it is known. */
import type { Tool } from "@thorp/client";
import { queries } from "../app/queries.ts";
import { thorp } from "../app/thorp.ts";
import { useAnswer } from "../chat/use-answer.ts";
import { useIsAdmin } from "../login/use-session.ts";
import { countText, durationText, moneyText, timeText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { ToolNeeds } from "./tool-needs.tsx";

const words = texts.catalogue.tools;
/** Nothing is changed, sent or paid. */
const calm = new Set(["none", "read"]);
const tones: Readonly<Record<Tool["status"], Tone>> = {
  ready: "good",
  lacking: "warn",
  changed: "warn",
  new: "warn",
  failing: "bad",
};

export function ToolEntry({ tool }: { readonly tool: Tool }) {
  const { name, ownName, description, effect, status, needs, price } = tool;
  return (
    <li className="min-w-0 space-y-1.5 rounded-lg border border-line bg-card p-4" aria-label={name}>
      <h3 className="flex flex-wrap items-center gap-2">
        <span className="font-mono font-medium break-all">{name}</span>
        <Badge tone={tones[status]}>{words.statuses[status]}</Badge>
        <Badge tone={calm.has(effect) ? "plain" : "warn"}>{words.effects[effect] ?? effect}</Badge>
        {price !== undefined && <Badge>{words.price(moneyText(price, texts.common.free))}</Badge>}
        {ownName !== name && <span className="text-xs text-dim">{words.calledThere(ownName)}</span>}
      </h3>
      <p className="text-dim break-words">{description}</p>
      {(status === "changed" || status === "new") && <Trust tool={tool} />}
      <ToolNeeds needs={needs} />
      <Calls usage={tool.usage} />
      <SmallPrint tool={tool} />
    </li>
  );
}

/** Not offered until somebody has read it, or read it again. */
function Trust({ tool: { name, status, origin } }: { readonly tool: Tool }) {
  const isAdmin = useIsAdmin();
  const { error, isSending, send } = useAnswer();
  const trust = async (): Promise<void> => {
    await thorp.toolAdmin.trust([name]);
    await queries.invalidateQueries({ queryKey: ["tools"] });
  };
  return (
    <div className="space-y-1.5">
      <p className="text-xs text-warn">{status === "new" ? words.newAbout : words.changedAbout}</p>
      {origin !== undefined && (
        <details className="text-xs">
          <summary>{words.origin(origin.file)}</summary>
          <pre className="max-h-96 overflow-auto rounded border border-line p-2">{origin.text}</pre>
        </details>
      )}
      {isAdmin && (
        <Button size="small" disabled={isSending} onClick={() => send(trust)}>
          {words.trust}
        </Button>
      )}
      {error !== undefined && <Failure error={error} />}
    </div>
  );
}

function Calls({ usage }: { readonly usage: Tool["usage"] | undefined }) {
  if (usage === undefined) return <p className="text-xs text-dim">{words.neverCalled}</p>;
  const { calls, failed, ms, cost, lastAt, lastFailure } = usage;
  const parts = [
    words.calls(calls),
    ...(failed > 0 ? [words.failed(countText(failed))] : []),
    words.times(durationText(ms.p50), durationText(ms.p95)),
    ...(cost > 0 ? [moneyText(cost, texts.common.free)] : []),
    words.lastAt(timeText(lastAt)),
  ];
  return (
    <div className="figures text-xs text-dim">
      <p>{parts.join(" · ")}</p>
      {lastFailure !== undefined && (
        <p className="break-words text-warn">
          {words.lastFailure(timeText(lastFailure.at))} {lastFailure.message}{" "}
          <span className="text-dim">({lastFailure.code})</span>
        </p>
      )}
    </div>
  );
}

function SmallPrint({ tool: { examples, teams, evidence, terms } }: { readonly tool: Tool }) {
  const rows: readonly (readonly [name: string, value: string])[] = [
    [words.evidence, words.evidences[evidence]],
    ...(examples.length > 0 ? [[words.examples, examples.slice(0, 2).join(" · ")] as const] : []),
    [words.teams, teams.length === 0 ? words.noTeam : teams.join(", ")],
    ...(terms === undefined ? [] : [[words.terms, termsText(terms)] as const]),
  ];
  return (
    <dl className="space-y-0.5 text-xs text-dim">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt className="inline">{name}: </dt>
          <dd className="inline break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function termsText({ attribution, note, training, cacheMs }: NonNullable<Tool["terms"]>): string {
  const parts = [
    note,
    attribution === undefined ? undefined : words.attribution(attribution),
    words.training[training],
  ];
  const kept = cacheMs === 0 ? words.notKept : words.kept(durationText(cacheMs));
  return [...parts, kept].filter((part) => part !== undefined && part !== "").join(" · ");
}
