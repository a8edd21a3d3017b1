/** Settings in sections; those of the server are for admins. */
import { Link } from "../app/link.tsx";
import { type SettingsSection, settingsSections } from "../app/places.ts";
import { useIsAdmin } from "../login/use-session.ts";
import { texts } from "../texts/texts.ts";
import { Page } from "../ui/page.tsx";
import { BudgetSection } from "./budget-section.tsx";
import { CredentialSection } from "./credential-section.tsx";
import { KeySection } from "./key-section.tsx";
import { PreferenceSection } from "./preference-section.tsx";
import { ProviderSection } from "./provider-section.tsx";
import { UserSection } from "./user-section.tsx";

const words = texts.settings;
const forAdmins: ReadonlySet<SettingsSection> = new Set(["users"]);

export interface SettingsPageProps {
  readonly section: SettingsSection;
  /** A credential that is to be stored. */
  readonly variable: string | undefined;
}

export function SettingsPage({ section, variable }: SettingsPageProps) {
  const isAdmin = useIsAdmin();
  const sections = settingsSections.filter((name) => isAdmin || !forAdmins.has(name));
  return (
    <Page title={texts.app.pages.settings}>
      <div className="grid gap-6 md:grid-cols-[11rem_1fr]">
        <nav aria-label={texts.app.pages.settings} className="flex flex-wrap gap-1 md:flex-col">
          {sections.map((name) => (
            <Link
              key={name}
              to={{ page: "settings", section: name }}
              isCurrent={name === section}
              className="rounded-md px-2.5 py-1.5 whitespace-nowrap text-dim hover:bg-inset aria-[current=page]:bg-inset aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {words.sections[name]}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 space-y-4">{contentOf(section, variable)}</div>
      </div>
    </Page>
  );
}

function contentOf(section: SettingsSection, variable = "") {
  switch (section) {
    case "preferences":
      return <PreferenceSection />;
    case "providers":
      return <ProviderSection />;
    case "budgets":
      return <BudgetSection />;
    case "keys":
      return <KeySection />;
    case "credentials":
      return <CredentialSection key={variable} variable={variable} />;
    case "users":
      return <UserSection />;
  }
}
