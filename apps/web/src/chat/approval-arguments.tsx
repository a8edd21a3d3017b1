/** What a tool will really be called with: a change of a file as lines that go and come, everything else as it is. */
import { JsonView } from "../parts/json-view.tsx";
import type { Json } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { type ChangedLine, linesOfDiff, linesOfHunk } from "./changed-lines.ts";
import { fileChangeFrom } from "./file-change.ts";

const words = texts.chat.approval;

export interface ApprovalArgumentsProps {
  readonly input: Json | undefined;
  /** What the server says of the change; it has seen what is there now. */
  readonly diff: string | undefined;
}

export function ApprovalArguments({ input, diff }: ApprovalArgumentsProps) {
  const change = diff === undefined ? fileChangeFrom(input) : undefined;
  const rest = diff === undefined ? (change?.rest ?? input) : {};
  const hasRest = typeof rest !== "object" || rest === null || Object.keys(rest).length > 0;
  return (
    <section
      data-scroll
      tabIndex={0}
      aria-label={words.input}
      className="max-h-72 space-y-2 overflow-auto rounded-sm bg-inset p-2 text-xs"
    >
      {change !== undefined && (
        <>
          <p className="break-all">
            <span className="font-mono font-medium">{change.path}</span>{" "}
            <span className="text-dim">{words.changes[change.kind]}</span>
          </p>
          {change.hunks.map((hunk, index) => (
            <ChangedLines key={index} lines={linesOfHunk(hunk)} />
          ))}
        </>
      )}
      {diff !== undefined && <ChangedLines lines={linesOfDiff(diff)} />}
      {hasRest && rest !== undefined && <JsonView value={rest} />}
    </section>
  );
}

/** Signs as well as colours: those alone tell nobody anything. */
function ChangedLines({ lines }: { readonly lines: readonly ChangedLine[] }) {
  return (
    <pre className="w-fit min-w-full rounded-sm bg-card font-mono leading-5">
      {lines.map(({ sign, text }, index) => (
        <span key={index} className={`block px-2 ${colours[sign]}`}>
          <span aria-hidden="true">{sign} </span>
          {sign === "-" && <del className="no-underline">{text}</del>}
          {sign === "+" && <ins className="no-underline">{text}</ins>}
          {sign === " " && text}
        </span>
      ))}
    </pre>
  );
}

const colours: Readonly<Record<ChangedLine["sign"], string>> = {
  "-": "bg-bad-soft text-bad",
  "+": "bg-good-soft text-good",
  " ": "text-dim",
};
