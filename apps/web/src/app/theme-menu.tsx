/** Colours of the page. */
import { Monitor, Moon, Sun } from "lucide-react";
import { texts } from "../texts/texts.ts";
import { Button } from "../ui/button.tsx";
import { Menu } from "../ui/menu.tsx";
import { setTheme, themes, useTheme } from "./theme.ts";

const icons = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu() {
  const theme = useTheme();
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
