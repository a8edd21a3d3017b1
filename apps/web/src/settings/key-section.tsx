/** API keys: made, seen once, revoked. A server without users asks for none. */
import { useQuery } from "@tanstack/react-query";
import type { ApiKey } from "@thorp/client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { addressOf } from "../app/base-path.ts";
import { thorp } from "../app/thorp.ts";
import { useIsAdmin, useSession } from "../login/use-session.ts";
import { timeText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Section } from "../ui/page.tsx";
import { Address } from "./address.tsx";
import { KeyForm, type NewKey } from "./key-form.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useList } from "./use-list.ts";

const words = texts.settings.keys;

export function KeySection() {
  const session = useSession();
  return (
    <Section title={texts.settings.sections.keys} about={words.about}>
      <div className="space-y-4">
        {session?.kind === "personal" ? (
          <Empty icon={KeyRound} title={words.notNeeded} about={words.notNeededAbout} />
        ) : (
          session !== undefined && <Keys />
        )}
        <Address label={words.address} address={`${window.location.origin}${addressOf("/v1")}`} />
      </div>
    </Section>
  );
}

function Keys() {
  const { items, error, isSending, change } = useList("keys", thorp.keys.list);
  const [made, setMade] = useState<{ readonly name: string; readonly key: string }>();
  const add = async (key: NewKey): Promise<void> => setMade(await thorp.keys.create(key));
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {items === undefined && error === undefined && <Waiting label={texts.common.loading} />}
      {items?.length === 0 && <Empty icon={KeyRound} title={words.empty} about={words.emptyAbout} />}
      {made !== undefined && <ShownOnce about={words.once(made.name)} secret={made.key} />}
      <ul className="divide-y divide-line">
        {items?.map((key) => (
          <KeyRow
            key={key.id}
            apiKey={key}
            onRevoke={() => {
              setMade(undefined);
              change(() => thorp.keys.revoke(key.id));
            }}
          />
        ))}
      </ul>
      <KeyForm isSending={isSending} onMake={(key) => change(() => add(key))} />
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { readonly apiKey: ApiKey; readonly onRevoke: () => void }) {
  const { name, scopes, ending, expiresAt, lastUsedAt, user } = apiKey;
  const owner = useOwner(user);
  const isExpired = expiresAt !== undefined && expiresAt <= new Date().getTime();
  const facts = [
    ...(owner === undefined ? [] : [words.of(owner)]),
    words.ending(ending),
    lastUsedAt === undefined ? words.unused : words.used(timeText(lastUsedAt)),
    ...(expiresAt === undefined ? [] : [(isExpired ? words.ended : words.until)(timeText(expiresAt))]),
  ];
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1 space-y-1">
        <p className="flex flex-wrap items-center gap-1.5">
          <span className="font-medium break-words">{name}</span>
          {isExpired && <Badge tone="bad">{words.expired}</Badge>}
          {scopes.map((scope) => (
            <Badge key={scope} tone={scope === "admin" ? "warn" : "plain"}>
              {words.scopes[scope]}
            </Badge>
          ))}
        </p>
        <p className="text-xs text-dim">{facts.join(" · ")}</p>
      </div>
      <ConfirmButton size="small" text={words.revoke} question={words.revokeNow} onConfirm={onRevoke} />
    </li>
  );
}

/** The name of somebody else; admins see the keys of all. */
function useOwner(user: string): string | undefined {
  const isAdmin = useIsAdmin();
  const session = useSession();
  const isOther = session?.user !== undefined && session.user.id !== user;
  const { data } = useQuery({
    queryKey: ["settings", "users"],
    queryFn: () => thorp.users.list(),
    enabled: isAdmin && isOther,
  });
  return isOther ? (data?.find(({ id }) => id === user)?.name ?? user) : undefined;
}
