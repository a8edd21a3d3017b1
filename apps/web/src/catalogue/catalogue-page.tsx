/** What there is to work with: teams, models, tools. */
import { ModelsPage } from "./models-page.tsx";
import { TeamsPage } from "./teams-page.tsx";
import { ToolsPage } from "./tools-page.tsx";

export function CataloguePage({ page }: { readonly page: "teams" | "models" | "tools" }) {
  switch (page) {
    case "teams":
      return <TeamsPage />;
    case "models":
      return <ModelsPage />;
    case "tools":
      return <ToolsPage />;
  }
}
