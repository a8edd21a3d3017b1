/** docs/apis.md: what ships in catalog/, for people who decide what their agents may ask. */
import { keptWords, rateWords } from "../../packages/thorp/src/cli/tools/terms-words.ts";
import type { Api, ApiOperation } from "../../packages/thorp/src/tools/api/api.ts";
import { compileApis } from "./compile-apis.ts";

/** In the repository. */
export const apisPagePath = "docs/apis.md";

/** The whole page; `npm run docs` writes it. */
export function renderApisPage(): string {
  const apis = JSON.parse(compileApis()) as readonly Api[];
  const tools = apis.reduce((sum, { operations }) => sum + operations.length, 0);
  return `# APIs

<!-- Made by \`npm run docs\` from catalog/*.yaml. -->

${apis.length} APIs that need no key ship as ${tools} tools. An agent has them when its file names them under \`tools\`:
\`api:open_meteo\` for all of one API, \`api:*\` for all of them, \`capability:paper-search\` for whoever does that, or a tool
by its name. Others come in with \`thorp tools import\`; see [Add an API](guides/add-an-api.md).

Nobody called these services to write this page. Each description says how it came about: read in the documentation of
the service, read at third parties, or from memory; and the same of the shape of its answers. Whether a service answers
today is found out by \`thorp tools check --live\`, and by nothing else.

What all calls have in common: https to the hosts named here and to no other; what an API allows is counted per host and
key over everybody who shares an installation, and the counts outlive a restart; what comes back counts as text from
outside. After something from outside was read, a call asks first, since an address could carry away what was read.

| API | tools | asks | wants | per host | kept for | training | known from | answers |
|---|---|---|---|---|---|---|---|---|
${apis.map(row).join("\n")}

## Terms

${apis.map(terms).join("\n")}
`;
}

function row({ id, title, hosts, operations }: Api): string {
  const [first] = operations;
  if (first === undefined) return "";
  const cells = [
    `${title} (\`api:${id}\`)`,
    operations.map(({ name }) => `\`${name}\``).join(", "),
    hosts.length <= 3 ? hosts.join(", ") : `${hosts[0] ?? ""} and ${hosts.length - 1} like it`,
    wants(first),
    limits(first),
    keptWords(first.terms.cacheMs),
    first.terms.training,
    first.evidence,
    first.shape,
  ];
  return `| ${cells.join(" | ")} |`;
}

function wants({ needs }: ApiOperation): string {
  const named = needs.flatMap((need) =>
    "env" in need ? [`\`${need.env}\`${need.isOptional ? " (can do without)" : ""}`] : [],
  );
  return named.join(", ") || "nothing";
}

function limits({ limits: { windows, concurrency } }: ApiOperation): string {
  return [rateWords(windows), concurrency === 1 ? "one at a time" : ""].filter((part) => part !== "").join("; ");
}

function terms({ title, operations }: Api): string {
  const { attribution, note, url } = operations[0]?.terms ?? {};
  const credit = attribution === undefined ? "" : ` Named as: ${attribution}.`;
  const page = url === undefined ? "" : ` Terms: <${url}>.`;
  return `- ${title}.${credit}${page}${note === undefined ? "" : ` ${note}`}`;
}
