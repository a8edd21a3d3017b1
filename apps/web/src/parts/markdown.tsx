/**
 * Markdown as elements, never as HTML: what a model or a page wrote cannot bring a script, a style or a frame along.
 * Pictures are links: loading one would tell its server that, and what, was read.
 */
import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode, useMemo } from "react";

export function Markdown({ text }: { readonly text: string }) {
  const blocks = useMemo(() => lexer(text, { gfm: true }), [text]);
  return <div className="space-y-3 leading-relaxed">{rendered(blocks)}</div>;
}

function rendered(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{element(token)}</Fragment>);
}

function inner(token: Token): ReactNode {
  const { tokens, text } = token as { tokens?: Token[]; text?: string };
  return tokens === undefined ? (text ?? "") : rendered(tokens);
}

const headings = ["text-xl", "text-lg", "text-base", "text-base", "text-sm", "text-sm"] as const;

function element(token: Token): ReactNode {
  switch (token.type) {
    case "heading":
      return <p className={`${headings[(token as Tokens.Heading).depth - 1]} font-semibold`}>{inner(token)}</p>;
    case "paragraph":
      return <p>{inner(token)}</p>;
    case "blockquote":
      return <blockquote className="border-l-4 border-line pl-3 text-dim">{inner(token)}</blockquote>;
    case "code":
      return (
        // A long line is scrolled, also by the keyboard.
        <pre tabIndex={0} className="overflow-x-auto rounded bg-ground p-3 text-sm">
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    case "hr":
      return <hr className="border-line" />;
    case "strong":
      return <strong>{inner(token)}</strong>;
    case "em":
      return <em>{inner(token)}</em>;
    case "del":
      return <del>{inner(token)}</del>;
    case "codespan":
      return <code className="rounded bg-ground px-1">{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "link":
    case "image":
      return link(token as Tokens.Link | Tokens.Image);
    case "space":
      return null;
    // HTML is shown as it was written.
    default:
      return "tokens" in token ? inner(token) : ((token as { raw?: string }).raw ?? "");
  }
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  const entries = items.map((item, index) => <li key={index}>{rendered(item.tokens)}</li>);
  return ordered ? (
    <ol start={Number(start) || 1} className="list-decimal space-y-1 pl-6">
      {entries}
    </ol>
  ) : (
    <ul className="list-disc space-y-1 pl-6">{entries}</ul>
  );
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <div tabIndex={0} className="overflow-x-auto">
      <table className="border-collapse text-sm">
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} className="border border-line px-2 py-1 text-left">
                {rendered(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className="border border-line px-2 py-1">
                  {rendered(cell.tokens)}
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
    <a href={href} target="_blank" rel="noreferrer noopener" className="text-accent underline">
      {text}
      {host !== "" && !text.includes(host) && <span className="text-dim"> ({host})</span>}
    </a>
  );
}
