/**
 * What the site asks of TypeDoc beyond its options: a Markdown page is called what its first heading says, and stands
 * in the group of its folder. The pages themselves stay free of front matter, which GitHub would show as a table.
 */
import { relative } from "node:path";
import { Converter, KindRouter } from "typedoc";

/** The first that matches counts; paths are relative to the repository. */
const groups = [
  [/^docs\/guides\//, "Guides"],
  [/^docs\/decisions\//, "Decisions"],
  [
    /^(ARCHITECTURE|CONTRIBUTING)\.md$|^docs\/(benchmarks|dependencies|progress|specification-map)\.md$/,
    "Working on Thorp",
  ],
  [/^README\.md$/, "Start"],
  [/./, "Reference"],
];

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, page) => {
    page.name = headingOf(page) ?? page.name;
    page.frontmatter.group ??= groups.find(([pattern]) => pattern.test(pathOf(page)))?.[1];
  });
  // TypeDoc warns of types that are named but not exported in one package only; with several it would look at none.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    project.packageName = "thorp";
  });
  app.renderer.defineRouter("repository", RepositoryRouter);

  function pathOf(page) {
    return relative(app.options.getValue("basePath"), page.project.files.getReflectionPath(page)).replaceAll("\\", "/");
  }
}

/** A Markdown page keeps the address that it has in the repository, whatever its heading says. */
class RepositoryRouter extends KindRouter {
  getIdealBaseName(reflection) {
    if (!reflection.isDocument()) return `api/${super.getIdealBaseName(reflection)}`;
    const file = reflection.project.files.getReflectionPath(reflection);
    const path = relative(this.application.options.getValue("basePath"), file);
    return path.replaceAll("\\", "/").replace(/\.md$/, "");
  }
}

/** The text of the first heading, without marks. */
function headingOf({ content }) {
  const text = content.map((part) => part.text).join("");
  return /^# (.+)$/m.exec(text)?.[1].replaceAll(/[`*]/g, "").trim();
}
