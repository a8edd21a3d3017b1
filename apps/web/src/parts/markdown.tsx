/**
 * Markdown as elements, never as HTML: what a model or a page wrote cannot bring a script, a style or a frame along.
 * Pictures are links: loading one would tell its server that, and what, was read.
 */
import { memo, type ReactNode, useRef } from "react";
import { type MarkdownText, noMarkdown, readMarkdown } from "./markdown-blocks.ts";
import { elementOf } from "./markdown-elements.tsx";

export interface MarkdownProps {
  readonly text: string;
  readonly isGrowing?: boolean;
  /** What stands for a reference such as `[1]`; undefined leaves it as it is. Must be the same function while nothing changes. */
  readonly reference?: ((number: number) => ReactNode) | undefined;
}

export function Markdown({ text, isGrowing = false, reference }: MarkdownProps) {
  const before = useRef<MarkdownText>(noMarkdown);
  const read = readMarkdown(text, before.current, isGrowing);
  before.current = read;
  return (
    <div className="space-y-3 text-[0.9375rem] leading-relaxed break-words">
      {read.blocks.map(({ at, raw, token }) =>
        token.type === "space" ? null : <Block key={at} raw={raw} token={token} reference={reference} />,
      )}
    </div>
  );
}

interface BlockProps {
  readonly raw: string;
  readonly token: Parameters<typeof elementOf>[0];
  readonly reference: MarkdownProps["reference"];
}

const Block = memo(
  ({ token, reference }: BlockProps) => elementOf(token, { reference }),
  (a, b) => a.raw === b.raw && a.reference === b.reference,
);
