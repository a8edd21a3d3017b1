/** Who is to be named below an answer, because answers of theirs went into it. */
import { Fragment } from "react";
import type { Credit } from "../story/story.ts";
import { texts } from "../texts/texts.ts";

/** Nothing where nobody is. */
export function CreditLine({ credits }: { readonly credits: readonly Credit[] }) {
  if (credits.length === 0) return null;
  return (
    <p className="text-xs break-words text-dim">
      {texts.chat.credits}{" "}
      {credits.map(({ text, url }, place) => (
        <Fragment key={`${text} ${url ?? ""}`}>
          {place > 0 && " · "}
          {url !== undefined && /^https?:\/\//.test(url) ? (
            <a href={url} target="_blank" rel="noreferrer noopener" className="underline">
              {text}
            </a>
          ) : (
            text
          )}
        </Fragment>
      ))}
    </p>
  );
}
