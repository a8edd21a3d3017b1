/** What a tool will really be called with: a change of a file as lines that go and come, everything else as it is. */
import { JsonView } from "../parts/json-view.tsx";
import type { Json } from "../story/story.ts";
import { texts } from "../texts/texts.ts";
import { fileChangeFrom, type Hunk } from "./file-change.ts";

const words = texts.chat.approval;

export function ApprovalArguments({ input }: { readonly input: Json }) {
  const change = fileChangeFrom(input);
  const rest = change?.rest ?? input;
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
            <HunkLines key={index} hunk={hunk} />
          ))}
        </>
      )}
      {hasRest && <JsonView value={rest} />}
    </section>
  );
}

/** Signs as well as colours: those alone tell nobody anything. */
function HunkLines({ hunk: { removed, added } }: { readonly hunk: Hunk }) {
  return (
    <pre className="w-fit min-w-full rounded-sm bg-card font-mono leading-5">
      {removed.map((line, index) => (
        <span key={`-${index}`} className="block bg-bad-soft px-2 text-bad">
          <span aria-hidden="true">- </span>
          <del className="no-underline">{line}</del>
        </span>
      ))}
      {added.map((line, index) => (
        <span key={`+${index}`} className="block bg-good-soft px-2 text-good">
          <span aria-hidden="true">+ </span>
          <ins className="no-underline">{line}</ins>
        </span>
      ))}
    </pre>
  );
}
