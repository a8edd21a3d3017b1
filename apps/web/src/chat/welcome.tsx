/** The first screen: useful before anything is set up. */
import { useQuery } from "@tanstack/react-query";
import { thorp } from "../app/thorp.ts";
import { words } from "../words.ts";

export function Welcome({ onAsk }: { readonly onAsk: (text: string) => void }) {
  const { data: models = [] } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  const isConnected = models.some((model) => model.tier !== "embedded" && model.obstacle === undefined);
  return (
    <section className="space-y-4 py-8">
      <h1 className="text-2xl font-semibold">{words.askPlaceholder}</h1>
      {models.length > 0 && !isConnected && <p className="max-w-2xl text-dim">{words.firstRun}</p>}
      <h2 className="text-sm text-dim">{words.tryThese}</h2>
      <ul className="flex flex-col items-start gap-2">
        {words.examples.map((text) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => onAsk(text)}
              className="rounded border border-line bg-card px-3 py-2 text-left hover:border-accent"
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
