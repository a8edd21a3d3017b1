/** A question of the team, with choices where it gave some. */
import { MessageCircleQuestion } from "lucide-react";
import { useId, useState } from "react";
import { thorp } from "../app/thorp.ts";
import type { EventOf } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/failure.tsx";
import { useAnswer } from "./use-answer.ts";

const words = texts.chat.question;

export function QuestionCard({ run, ask }: { readonly run: string; readonly ask: EventOf<"question-ask"> }) {
  const [text, setText] = useState("");
  const { error, isSending, send } = useAnswer();
  const id = useId();
  const answer = (given: string): void => send(() => thorp.runs.answerQuestion(run, ask.question, given));
  return (
    <form
      className="rounded-lg border border-accent/60 bg-card p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") answer(text);
      }}
    >
      <div className="flex items-start gap-2">
        <MessageCircleQuestion aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
        <div className="min-w-0 flex-1 space-y-2">
          <label htmlFor={id} className="block">
            <span className="block text-xs font-medium text-dim">{words.title}</span>
            <span className="font-medium">{ask.text}</span>
          </label>
          {ask.choices !== undefined && (
            <div className="flex flex-wrap gap-2">
              {ask.choices.map((choice) => (
                <Button key={choice} disabled={isSending} onClick={() => answer(choice)}>
                  {choice}
                </Button>
              ))}
            </div>
          )}
          <div className="flex gap-2">
            <input
              id={id}
              value={text}
              placeholder={words.placeholder}
              onChange={(event) => setText(event.target.value)}
              className="h-9 min-w-0 flex-1 rounded-md border border-line-strong/60 bg-ground px-2"
            />
            <Button type="submit" look="primary" disabled={isSending || text.trim() === ""}>
              {words.answer}
            </Button>
          </div>
          {error !== undefined && <Failure error={error} />}
        </div>
      </div>
    </form>
  );
}
