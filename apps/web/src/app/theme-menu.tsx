/** Colours of the page, and the way out for who is logged in. */
import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { logOut, useSession } from "../login/use-session.ts";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { notifyFailure } from "./notices.ts";
import { setTheme, type Theme, themes, useTheme } from "./theme.ts";

const icons = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu() {
  const theme = useTheme();
  const session = useSession();
  return (
    <div className="flex items-center justify-between gap-2">
      <ThemeButton theme={theme} />
      {session?.user !== undefined && (
        <span className="min-w-0 flex-1 truncate text-right text-xs text-dim" title={session.user.name}>
          {session.user.name}
        </span>
      )}
      {session?.kind === "user" && (
        <Button
          look="quiet"
          size="small"
          icon={LogOut}
          label={texts.login.logOut}
          onClick={() => void logOut().catch(notifyFailure)}
        />
      )}
    </div>
  );
}

function ThemeButton({ theme }: { readonly theme: Theme }) {
  return (
    <Menu
      label={texts.app.theme.name}
      trigger={
        <Button look="quiet" size="small" icon={icons[theme]} className="self-start">
          {texts.app.theme.name}
        </Button>
      }
      items={themes.map((name) => ({
        label: texts.app.theme[name],
        icon: icons[name],
        isChosen: name === theme,
        onSelect: () => setTheme(name),
      }))}
    />
  );
}
