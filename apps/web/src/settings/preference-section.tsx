/** How answers are made for this person, and how this browser shows them. */
import { useQuery } from "@tanstack/react-query";
import type { Preferences } from "@thorp/client";
import { useState } from "react";
import { notify } from "../app/notices.ts";
import { queries } from "../app/queries.ts";
import { setTheme, type Theme, themes, useTheme } from "../app/theme.ts";
import { thorp } from "../app/thorp.ts";
import { useAnswer } from "../chat/use-answer.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Waiting } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { ChoiceField } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { PreferenceFields } from "./preference-fields.tsx";

const words = texts.settings.preferences;

export function PreferenceSection() {
  const theme = useTheme();
  return (
    <>
      <Section title={words.looks}>
        <div className="max-w-xs">
          <ChoiceField
            label={texts.app.theme.name}
            value={theme}
            onChoose={(chosen) => setTheme(chosen as Theme)}
            options={themes.map((value) => ({ value, label: texts.app.theme[value] }))}
          />
        </div>
      </Section>
      <Section title={words.notices} about={words.noticesAbout}>
        <Notices />
      </Section>
      <Section title={texts.settings.sections.preferences} about={words.about}>
        <ServerPreferences />
      </Section>
    </>
  );
}

function Notices() {
  const [permission, setPermission] = useState(() =>
    typeof Notification === "undefined" ? "denied" : Notification.permission,
  );
  if (permission === "granted") return <p className="text-dim">{words.noticesOn}</p>;
  if (permission === "denied") return <p className="text-dim">{words.noticesOff}</p>;
  return (
    <Button onClick={() => void Notification.requestPermission().then(setPermission)}>{words.noticesAllow}</Button>
  );
}

function ServerPreferences() {
  const { data, error } = useQuery({
    queryKey: ["preferences"],
    queryFn: () => thorp.preferences.show(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <Failure error={error} />;
  return data === undefined ? <Waiting label={texts.common.loading} /> : <PreferenceForm before={data} />;
}

function PreferenceForm({ before }: { readonly before: Preferences }) {
  const [preferences, setPreferences] = useState(before);
  const { error, isSending, send } = useAnswer();
  const save = async (): Promise<void> => {
    queries.setQueryData(["preferences"], await thorp.preferences.set(preferences));
    notify({ tone: "good", text: texts.settings.saved });
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        send(save);
      }}
    >
      <PreferenceFields preferences={preferences} onChange={setPreferences} />
      {error !== undefined && <Failure error={error} />}
      <Button type="submit" look="primary" disabled={isSending}>
        {texts.common.save}
      </Button>
    </form>
  );
}
