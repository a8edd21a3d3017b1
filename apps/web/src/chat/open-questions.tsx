/** What a run waits for. */
import type { OpenQuestion } from "../story/story.ts";
import { ApprovalCard } from "./approval-card.tsx";
import { QuestionCard } from "./question-card.tsx";

export function OpenQuestions({ run, open }: { readonly run: string; readonly open: readonly OpenQuestion[] }) {
  return open.map((ask) =>
    ask.type === "approval-ask" ? (
      <ApprovalCard key={ask.approval} run={run} ask={ask} />
    ) : (
      <QuestionCard key={ask.question} run={run} ask={ask} />
    ),
  );
}
