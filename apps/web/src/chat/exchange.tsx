/** One request, the team at work on it, and its answer. */
import type { Run, Exchange as WireExchange } from "@thorp/client";
import { lazy, memo, Suspense, useCallback, useRef } from "react";
import { Markdown } from "../parts/markdown.tsx";
import type { Artifact, Story } from "../story/story.ts";
import { useStory } from "../story/use-story.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Failure } from "../ui/failure.tsx";
import { AnswerFooter } from "./answer-footer.tsx";
import { AnswerText } from "./answer-text.tsx";
import { ArtifactChips } from "./artifact-chips.tsx";
import { AttachedFiles } from "./attached-files.tsx";
import { CreditLine } from "./credit-line.tsx";
import { answerOf } from "./exchange-shape.ts";
import { PersonMessage, type Siblings } from "./person-message.tsx";
import { PlanCard } from "./plan-card.tsx";
import { useIsNear } from "./use-is-near.ts";
import { WorkingLine, WorkLog } from "./work-log.tsx";

const OpenQuestions = lazy(async () => ({ default: (await import("./open-questions.tsx")).OpenQuestions }));
const words = texts.chat;

export interface ExchangeProps {
  readonly exchange: WireExchange;
  readonly actions: ExchangeActions;
}

/** Must stay the same functions while the conversation does. */
export interface ExchangeActions {
  readonly retry: (run: Run, model?: string) => void;
  readonly resend: (run: Run, text: string) => void;
  readonly showBranch: (run: string) => void;
  readonly openTask: (run: string, path: string) => void;
  readonly openGraph: (run: string) => void;
  readonly openArtifact: (run: string, artifact: Artifact) => void;
}

/** Far from the window it is only a sketch: its words, without what can be done with them. */
export const Exchange = memo(({ exchange, actions }: ExchangeProps) => {
  const { run } = exchange;
  const place = useRef<HTMLElement>(null);
  const isNear = useIsNear(place) || run.endedAt === undefined;
  return (
    <article ref={place} className="far -mx-2 space-y-3 px-2" aria-label={run.text.slice(0, 80)} data-run={run.id}>
      {isNear ? <NearExchange exchange={exchange} actions={actions} /> : <Sketch exchange={exchange} />}
    </article>
  );
});

function Sketch({ exchange }: Pick<ExchangeProps, "exchange">) {
  return (
    <>
      <p className="ml-auto w-fit max-w-[85%] rounded-lg bg-inset px-3.5 py-2 text-[0.9375rem] whitespace-pre-wrap">
        {exchange.run.text}
      </p>
      <p className="text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap">{answerOf(exchange)}</p>
    </>
  );
}

function NearExchange({ exchange, actions }: ExchangeProps) {
  const { run } = exchange;
  const { story, error, isKnown } = useStory(run.id);
  const answer = answerOf(exchange);
  return (
    <>
      <PersonMessage
        text={story.request?.text ?? run.text}
        files={
          <AttachedFiles
            run={run.id}
            attachments={story.request?.attachments ?? []}
            onOpen={(file) => actions.openArtifact(run.id, file)}
          />
        }
        siblings={siblingsOf(exchange, actions.showBranch)}
        onResend={(text) => actions.resend(run, text)}
      />
      {isKnown ? (
        <TeamAnswer exchange={exchange} story={story} actions={actions} />
      ) : (
        answer !== undefined && <Markdown text={answer} />
      )}
      {error !== undefined && <Failure error={error} />}
    </>
  );
}

function siblingsOf({ run, branches }: WireExchange, show: (run: string) => void): Siblings {
  const choose = (at: number): void => {
    const branch = branches[at - 1];
    if (branch !== undefined) show(branch);
  };
  return { at: branches.indexOf(run.id) + 1, all: branches.length, onChoose: choose };
}

type TeamAnswerProps = ExchangeProps & { readonly story: Story };

/** How it ended, said once. What was stopped on purpose is no error. */
function EndReason({ story: { state, failure, answer, endedAt } }: Pick<TeamAnswerProps, "story">) {
  if (endedAt === undefined || state === "done") return null;
  if (state === "cancelled")
    return (
      <p data-state={state} className="text-xs text-dim">
        {answer.text === "" ? words.stopped : words.stoppedWithin}
      </p>
    );
  const tone = state === "partial" ? "warn" : "bad";
  return (
    <div data-state={state}>
      {failure === undefined ? (
        <Badge tone={tone}>{texts.common.states[state]}</Badge>
      ) : (
        <Failure error={failure} tone={tone} />
      )}
    </div>
  );
}

function TeamAnswer({ exchange, story, actions }: TeamAnswerProps) {
  const { run, feedback } = exchange;
  const isOver = story.endedAt !== undefined;
  const openTask = useCallback((path: string) => actions.openTask(run.id, path), [actions, run.id]);
  const openGraph = useCallback(() => actions.openGraph(run.id), [actions, run.id]);
  const { text, isFinal, isTainted } = story.answer;
  const isBrokenOff = isOver && !isFinal && text !== "" && story.state !== "cancelled";
  return (
    <div className="space-y-3">
      <h2 className="sr-only">{texts.common.product}</h2>
      <WorkLog story={story} onOpenTask={openTask} onOpenGraph={openGraph} />
      <PlanCard run={run.id} story={story} />
      {story.open.length > 0 && (
        <Suspense fallback={null}>
          <OpenQuestions run={run.id} open={story.open} />
        </Suspense>
      )}
      {text !== "" && <AnswerText story={story} onOpenTask={openTask} />}
      {!isOver && story.state !== "waiting" && <WorkingLine story={story} />}
      {story.recoveries > 0 && <p className="text-xs text-dim">{words.recovered}</p>}
      {isBrokenOff && <p className="text-xs text-dim">{words.brokenOff}</p>}
      <EndReason story={story} />
      <CreditLine credits={story.credits} />
      <ArtifactChips
        artifacts={story.artifacts}
        files={story.files}
        onOpen={(artifact) => actions.openArtifact(run.id, artifact)}
      />
      {isOver && (
        <div className="flex flex-wrap items-center gap-2">
          {isTainted && (
            <span title={texts.common.untrustedWhy}>
              <Badge tone="warn">{texts.common.untrusted}</Badge>
            </span>
          )}
          <AnswerFooter
            run={run.id}
            story={story}
            feedback={feedback.at(-1)}
            onRetry={(model) => actions.retry(run, model)}
          />
        </div>
      )}
    </div>
  );
}
