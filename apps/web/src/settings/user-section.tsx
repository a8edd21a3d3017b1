/** Users: made with a one-time link, given another role, disabled. */
import type { User } from "@thorp/client";
import { Users } from "lucide-react";
import { useState } from "react";
import { addressOf } from "../app/base-path.ts";
import { thorp } from "../app/thorp.ts";
import { texts } from "../texts/texts.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField, TextField } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useList } from "./use-list.ts";

const words = texts.settings.users;
const roles = Object.entries(words.roles).map(([value, about]) => ({ value, label: `${value}: ${about}` }));

type Role = User["role"];

export function UserSection() {
  const { items, error, isSending, change } = useList("users", thorp.users.list);
  const [made, setMade] = useState<{ readonly name: string; readonly link: string }>();
  const isFirst = items?.length === 0;
  const show = (name: string, { token }: { readonly token: string }): void => setMade({ name, link: linkOf(token) });
  const add = async (name: string, role: Role): Promise<void> => {
    const { link } = await thorp.users.create({ name, role });
    // Who makes the first user is no longer known to the server: the link is the only way on.
    if (isFirst) window.location.assign(linkOf(link.token));
    else show(name, link);
  };
  return (
    <Section title={texts.settings.sections.users} about={words.about}>
      <div className="space-y-4">
        {error !== undefined && <Failure error={error} />}
        {items === undefined && error === undefined && <Waiting label={texts.common.loading} />}
        {isFirst && <Empty icon={Users} title={words.empty} about={words.emptyAbout} />}
        {made !== undefined && <ShownOnce about={words.link(made.name)} secret={made.link} />}
        <ul className="divide-y divide-line">
          {items?.map((user) => (
            <UserRow
              key={user.id}
              user={user}
              onChange={(changes) => change(() => thorp.users.change(user.id, changes))}
              onLink={() => change(async () => show(user.name, await thorp.users.link(user.id)))}
            />
          ))}
        </ul>
        {items !== undefined && (
          <UserForm isFirst={isFirst} isSending={isSending} onAdd={(name, role) => change(() => add(name, role))} />
        )}
      </div>
    </Section>
  );
}

function linkOf(token: string): string {
  return `${window.location.origin}${addressOf("/")}#link=${token}`;
}

interface UserRowProps {
  readonly user: User;
  readonly onChange: (changes: { readonly role?: Role; readonly disabled?: boolean }) => void;
  readonly onLink: () => void;
}

function UserRow({ user: { name, role, disabled, hasPassword }, onChange, onLink }: UserRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-2 py-2">
      <span className="flex flex-1 flex-wrap items-center gap-2 max-sm:basis-full">
        <span className="font-medium">{name}</span>
        {disabled && <Badge tone="bad">{words.disabled}</Badge>}
        {!hasPassword && <Badge tone="warn">{words.noPassword}</Badge>}
      </span>
      <ChoiceField
        label={`${words.role} ${name}`}
        isLabelHidden
        isSmall
        className="w-auto!"
        value={role}
        onChoose={(chosen) => onChange({ role: chosen as Role })}
        options={roles}
      />
      <Button size="small" onClick={onLink}>
        {words.newLink}
      </Button>
      <Button size="small" look={disabled ? "plain" : "danger"} onClick={() => onChange({ disabled: !disabled })}>
        {disabled ? words.enable : words.disable}
      </Button>
    </li>
  );
}

interface UserFormProps {
  /** Nobody else could make more users, so it is an admin. */
  readonly isFirst: boolean;
  readonly isSending: boolean;
  readonly onAdd: (name: string, role: Role) => void;
}

function UserForm({ isFirst, isSending, onAdd }: UserFormProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("member");
  return (
    <form
      className="flex flex-wrap items-end gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(name.trim(), isFirst ? "admin" : role);
        setName("");
      }}
    >
      <TextField label={words.name} required value={name} onChange={(event) => setName(event.target.value)} />
      {!isFirst && (
        <ChoiceField label={words.role} value={role} onChoose={(chosen) => setRole(chosen as Role)} options={roles} />
      )}
      <Button type="submit" look="primary" disabled={isSending}>
        {isFirst ? words.addFirst : words.add}
      </Button>
      {isFirst && <p className="basis-full text-xs text-dim">{words.firstAbout}</p>}
    </form>
  );
}
