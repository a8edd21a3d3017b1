/** One field for each preference; an empty one leaves the matter to the team. */
import { useQuery } from "@tanstack/react-query";
import type { Preferences } from "@thorp/client";
import { thorp } from "../app/thorp.ts";
import { useTeams } from "../chat/composer-menus.tsx";
import { texts } from "../texts/texts.ts";
import { ChoiceField, TextField } from "../ui/field.tsx";

const timeZones = Intl.supportedValuesOf("timeZone");
const words = texts.settings.preferences;

export interface PreferenceFieldsProps {
  readonly preferences: Preferences;
  readonly onChange: (preferences: Preferences) => void;
}

export function PreferenceFields({ preferences, onChange }: PreferenceFieldsProps) {
  const teams = useTeams();
  const suggestions = useSuggestions();
  const set = (name: keyof Preferences, value: string | number): void => {
    const { [name]: _before, ...others } = preferences;
    onChange(value === "" ? others : { ...others, [name]: value });
  };
  const choice = (name: "units" | "length" | "format" | "privacy" | "team", label: string, names: Names) => (
    <ChoiceField
      label={label}
      value={preferences[name] ?? ""}
      onChoose={(value) => set(name, value)}
      options={[
        { value: "", label: words.unset },
        ...Object.entries(names).map(([value, text]) => ({ value, label: text })),
      ]}
    />
  );
  const text = (name: keyof Suggestions, label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      suggestions={suggestions[name]}
      value={preferences[name] ?? ""}
      onChange={(event) => set(name, event.target.value.trim())}
    />
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {text("language", words.language, words.languageHint)}
      {text("timeZone", words.timeZone, words.timeZoneHint)}
      {choice("units", words.units, words.unitNames)}
      {choice("length", words.length, words.lengths)}
      {choice("format", words.format, words.formats)}
      {choice("team", words.team, Object.fromEntries(teams.map(({ name, title }) => [name, title])))}
      {text("model", words.model, words.modelHint)}
      <TextField
        label={words.budget}
        type="number"
        min={0}
        step="any"
        value={preferences.budget ?? ""}
        onChange={(event) => set("budget", event.target.value === "" ? "" : Number(event.target.value))}
      />
      {choice("privacy", words.privacy, words.privacies)}
    </div>
  );
}

type Suggestions = Readonly<Record<"language" | "timeZone" | "model", readonly string[]>>;

const languages = ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt-BR", "tr", "uk", "zh"];

function useSuggestions(): Suggestions {
  const { data: models = [] } = useQuery({ queryKey: ["models"], queryFn: () => thorp.models() });
  return {
    language: languages,
    timeZone: timeZones,
    model: models.filter(({ capabilities }) => !capabilities.includes("embedding")).map(({ id }) => id),
  };
}

type Names = Readonly<Record<string, string>>;
