/** API keys: made, seen once, revoked. */
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { thorp } from "../app/thorp.ts";
import { timeText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { TextField } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useList } from "./use-list.ts";

const words = texts.settings.keys;

export function KeySection() {
  const { items, error, isSending, change } = useList("keys", thorp.keys.list);
  const [name, setName] = useState("");
  const [secret, setSecret] = useState<string>();
  const add = async (): Promise<void> => {
    setSecret((await thorp.keys.create({ name: name.trim() })).key);
    setName("");
  };
  return (
    <Section title={texts.settings.sections.keys} about={words.about}>
      <div className="space-y-4">
        {error !== undefined && <Failure error={error} />}
        {items === undefined && error === undefined && <Waiting label={texts.common.loading} />}
        {items?.length === 0 && <Empty icon={KeyRound} title={words.empty} about={words.emptyAbout} />}
        {secret !== undefined && <ShownOnce about={words.once} secret={secret} />}
        <ul className="divide-y divide-line">
          {items?.map((key) => (
            <li key={key.id} className="flex flex-wrap items-center gap-2 py-2">
              <span className="font-medium">{key.name}</span>
              {key.scopes.map((scope) => (
                <Badge key={scope}>{scope}</Badge>
              ))}
              <span className="flex-1 text-xs text-dim">
                {words.ending(key.ending)},{" "}
                {key.lastUsedAt === undefined ? words.unused : words.used(timeText(key.lastUsedAt))}
              </span>
              <Button look="danger" size="small" onClick={() => change(() => thorp.keys.revoke(key.id))}>
                {words.revoke}
              </Button>
            </li>
          ))}
        </ul>
        <form
          className="flex items-end gap-3 border-t border-line pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            change(add);
          }}
        >
          <TextField label={words.name} required value={name} onChange={(event) => setName(event.target.value)} />
          <Button type="submit" look="primary" disabled={isSending}>
            {words.add}
          </Button>
        </form>
      </div>
    </Section>
  );
}
