/** A plan that waits: run it, or not. */

import { ListChecks } from "lucide-react";
import { thorp } from "../app/thorp.ts";
import { usePlan } from "../graph/use-plan.ts";
import type { Story } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { useAnswer } from "./use-answer.ts";

const words = texts.chat.plan;

export function PlanCard({ run, story }: { readonly run: string; readonly story: Story }) {
  const { view } = usePlan(run, story);
  const { error, isSending, send } = useAnswer();
  if (!story.isPlanOpen || story.plan === undefined) return null;
  // What is accepted is the plan that was seen: who changed it meanwhile, in another window, is not overruled.
  const answer = (allow: boolean): void => send(() => thorp.plans.approve(run, { allow, revision: view?.revision }));
  return (
    <section className="rounded-lg border border-accent/60 bg-card p-3" aria-label={words.title}>
      <div className="flex items-start gap-2">
        <ListChecks aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
        <div className="min-w-0 flex-1 space-y-2">
          <p className="text-xs font-medium text-dim">{words.waiting}</p>
          <p className="font-medium">{story.plan.goal}</p>
          <div className="flex gap-2">
            <Button look="primary" disabled={isSending || view === undefined} onClick={() => answer(true)}>
              {words.run}
            </Button>
            <Button disabled={isSending} onClick={() => answer(false)}>
              {words.refuse}
            </Button>
          </div>
          {error !== undefined && <Failure error={error} />}
        </div>
      </div>
    </section>
  );
}
