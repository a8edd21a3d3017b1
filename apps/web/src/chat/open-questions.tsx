/** What the run waits for: approvals, rendered from what will really happen, and questions. */
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import type { OpenQuestion } from "../story/run-story.ts";
import { words } from "../words.ts";

export function OpenQuestions({ run, open }: { readonly run: string; readonly open: readonly OpenQuestion[] }) {
  return open.map((question) =>
    question.type === "approval-ask" ? (
      <Approval key={question.approval} run={run} ask={question} />
    ) : (
      <Question key={question.question} run={run} ask={question} />
    ),
  );
}

type Ask<Type extends OpenQuestion["type"]> = Extract<OpenQuestion, { type: Type }>;

function Approval({ run, ask }: { readonly run: string; readonly ask: Ask<"approval-ask"> }) {
  const [error, setError] = useState<Error>();
  const answer = (allow: boolean): void =>
    void thorp.runs.approve(run, ask.approval, allow).catch((thrown: unknown) => setError(thrown as Error));
  return (
    <section className="rounded border-2 border-warn p-3" aria-label={ask.summary}>
      <p className="font-medium">{ask.summary}</p>
      <p className="text-sm text-dim">
        {ask.tool}: {ask.why}
      </p>
      <div className="mt-2 flex gap-2">
        <button type="button" className="rounded bg-accent px-3 py-1 text-on-accent" onClick={() => answer(true)}>
          {words.approve}
        </button>
        <button type="button" className="rounded border border-line px-3 py-1" onClick={() => answer(false)}>
          {words.deny}
        </button>
      </div>
      {error !== undefined && <p role="alert">{error.message}</p>}
    </section>
  );
}

function Question({ run, ask }: { readonly run: string; readonly ask: Ask<"question-ask"> }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<Error>();
  const answer = (words: string): void =>
    void thorp.runs.answerQuestion(run, ask.question, words).catch((thrown: unknown) => setError(thrown as Error));
  return (
    <form
      className="space-y-2 rounded border-2 border-accent p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") answer(text);
      }}
    >
      <label className="block">
        <span className="font-medium">{ask.text}</span>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mt-1 w-full rounded border border-line bg-ground p-2"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        {(ask.choices ?? []).map((choice) => (
          <button
            key={choice}
            type="button"
            className="rounded border border-line px-3 py-1"
            onClick={() => answer(choice)}
          >
            {choice}
          </button>
        ))}
        <button type="submit" className="rounded bg-accent px-3 py-1 text-on-accent">
          {words.answer}
        </button>
      </div>
      {error !== undefined && <p role="alert">{error.message}</p>}
    </form>
  );
}
