/** One token of Markdown as an element. */
import type { Token, Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { CodeBlock } from "./code-block.tsx";

export interface MarkdownContext {
  readonly reference: ((number: number) => ReactNode) | undefined;
}

const headings = ["text-xl", "text-lg", "text-base", "text-base", "text-sm", "text-sm"] as const;

export function elementOf(token: Token, context: MarkdownContext): ReactNode {
  switch (token.type) {
    case "heading":
      return (
        <p className={`${headings[(token as Tokens.Heading).depth - 1]} pt-1 font-semibold tracking-tight`}>
          {inner(token, context)}
        </p>
      );
    case "paragraph":
      return <p>{inner(token, context)}</p>;
    case "blockquote":
      return <blockquote className="border-l-2 border-line-strong pl-3 text-dim">{inner(token, context)}</blockquote>;
    case "code":
      return <CodeBlock code={(token as Tokens.Code).text} language={(token as Tokens.Code).lang ?? ""} />;
    case "list":
      return list(token as Tokens.List, context);
    case "table":
      return table(token as Tokens.Table, context);
    case "hr":
      return <hr className="border-line" />;
    case "strong":
      return <strong className="font-semibold">{inner(token, context)}</strong>;
    case "em":
      return <em>{inner(token, context)}</em>;
    case "del":
      return <del>{inner(token, context)}</del>;
    case "codespan":
      return (
        <code className="rounded-sm bg-inset px-1 py-0.5 font-mono text-[0.85em]">
          {(token as Tokens.Codespan).text}
        </code>
      );
    case "br":
      return <br />;
    case "link":
    case "image":
      return link(token as Tokens.Link | Tokens.Image);
    case "checkbox":
      return (
        <input
          type="checkbox"
          checked={(token as Tokens.Checkbox).checked}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
          className="mr-2 accent-accent"
        />
      );
    case "space":
      return null;
    // HTML is shown as it was written.
    default:
      return "tokens" in token && token.tokens !== undefined ? inner(token, context) : words(token, context);
  }
}

function elements(tokens: readonly Token[], context: MarkdownContext): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{elementOf(token, context)}</Fragment>);
}

function inner(token: Token, context: MarkdownContext): ReactNode {
  const { tokens } = token as { tokens?: Token[] };
  return tokens === undefined ? words(token, context) : elements(tokens, context);
}

/** Plain text, in which `[1]` may be a reference. */
function words(token: Token, { reference }: MarkdownContext): ReactNode {
  const { text, raw } = token as { text?: string; raw?: string };
  const plain = token.type === "html" ? (raw ?? "") : (text ?? raw ?? "");
  if (reference === undefined || !plain.includes("[")) return plain;
  return plain.split(/(\[\d{1,3}\])/).map((part, index) => {
    const number = /^\[(\d+)\]$/.exec(part)?.[1];
    return <Fragment key={index}>{(number === undefined ? undefined : reference(Number(number))) ?? part}</Fragment>;
  });
}

function list({ ordered, start, items }: Tokens.List, context: MarkdownContext): ReactNode {
  const entries = items.map((item, index) => (
    <li key={index} className="pl-0.5">
      {elements(item.tokens, context)}
    </li>
  ));
  return ordered ? (
    <ol start={Number(start) || 1} className="list-decimal space-y-1 pl-6 marker:text-dim">
      {entries}
    </ol>
  ) : (
    <ul className={`space-y-1 marker:text-dim ${items.every(({ task }) => task) ? "pl-1" : "list-disc pl-6"}`}>
      {entries}
    </ul>
  );
}

const aligned = { left: "text-left", center: "text-center", right: "text-right" } as const;

function table({ header, rows, align }: Tokens.Table, context: MarkdownContext): ReactNode {
  const side = (column: number): string => aligned[align[column] ?? "left"];
  return (
    <div data-scroll tabIndex={0} className="overflow-x-auto rounded-md border border-line">
      <table className="w-full border-collapse text-sm">
        <thead className="bg-inset">
          <tr>
            {header.map((cell, index) => (
              <th key={index} className={`px-3 py-1.5 font-medium ${side(index)}`}>
                {elements(cell.tokens, context)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="figures">
          {rows.map((row, index) => (
            <tr key={index} className="border-t border-line">
              {row.map((cell, column) => (
                <td key={column} className={`px-3 py-1.5 ${side(column)}`}>
                  {elements(cell.tokens, context)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Only addresses that open a page or a mail; the host is shown, so that words cannot hide it. */
function link({ href, text }: { readonly href: string; readonly text: string }): ReactNode {
  if (!URL.canParse(href) || !/^(?:https?|mailto):$/.test(new URL(href).protocol)) return text;
  const { host } = new URL(href);
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className="text-accent underline underline-offset-2">
      {text}
      {host !== "" && !text.includes(host) && <span className="text-dim"> ({host})</span>}
    </a>
  );
}
