/** A JSON value as names and values that one can read. */
import type { Json } from "../story/story.ts";

export function JsonView({ value }: { readonly value: Json }) {
  if (typeof value !== "object" || value === null) return <Plain value={value} />;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  return (
    <dl className="space-y-1 font-mono">
      {entries.map(([name, member]) => (
        <div key={name} className="grid grid-cols-[minmax(4rem,max-content)_1fr] gap-x-3">
          <dt className="text-dim">{name}</dt>
          <dd className="min-w-0">
            {typeof member === "object" && member !== null ? <JsonView value={member} /> : <Plain value={member} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Plain({ value }: { readonly value: string | number | boolean | null }) {
  return <span className="break-words whitespace-pre-wrap">{value === null ? "null" : String(value)}</span>;
}
