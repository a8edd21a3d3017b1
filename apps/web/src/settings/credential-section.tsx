/** Keys of other services: written, listed by name and ending, removed. A secret never comes back to this page. */
import type { Credential } from "@thorp/client";
import { LockKeyhole } from "lucide-react";
import { thorp } from "../app/thorp.ts";
import { useSession } from "../login/use-session.ts";
import { timeText } from "../parts/format.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Section } from "../ui/page.tsx";
import { CredentialForm } from "./credential-form.tsx";
import { useList } from "./use-list.ts";

const words = texts.settings.credentials;

/** `variable`: the name that the form begins with. */
export function CredentialSection({ variable }: { readonly variable: string }) {
  const session = useSession();
  const { items, error, isSending, change } = useList("credentials", thorp.credentials.list);
  const remove = (credential: Credential): void => change(() => thorp.credentials.remove(credential));
  return (
    <Section title={texts.settings.sections.credentials} about={words.about}>
      <div className="space-y-4">
        {error !== undefined && <Failure error={error} />}
        {items === undefined && error === undefined && <Waiting label={texts.common.loading} />}
        {items?.length === 0 && <Empty icon={LockKeyhole} title={words.empty} about={words.emptyAbout} />}
        <ul className="divide-y divide-line">
          {items?.map((item) => (
            <li key={`${item.of} ${item.name} ${item.variable}`} className="flex items-start gap-3 py-2.5">
              <div className="min-w-0 flex-1 space-y-1">
                <p className="flex flex-wrap items-center gap-1.5">
                  <span className="font-mono font-medium break-all">{item.variable}</span>
                  <Badge>{ownerText(item, session?.user?.id)}</Badge>
                </p>
                <p className="text-xs text-dim">
                  {item.kind === "oauth" ? words.oauth : words.ending(item.ending)}, {words.setAt(timeText(item.setAt))}
                </p>
              </div>
              <Button look="danger" size="small" disabled={isSending} onClick={() => remove(item)}>
                {texts.common.remove}
              </Button>
            </li>
          ))}
        </ul>
        <CredentialForm
          named={variable}
          user={session?.user?.id}
          isAdmin={session?.kind !== "user" || session.role === "admin"}
          isSending={isSending}
          onStore={({ secret, ...name }, onStored) =>
            change(async () => {
              await thorp.credentials.set(name, secret);
              onStored();
            })
          }
        />
      </div>
    </Section>
  );
}

function ownerText({ of, name }: Credential, user: string | undefined): string {
  return of === "user" && name === user ? words.own : `${words.owners[of] ?? of} ${name}`.trim();
}
