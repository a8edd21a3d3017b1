/**
 * `/SERVER:PROMPT arguments` and `@SERVER:URI` in a request: what they name comes along as attachments.
 *
 * A prompt is not put into the person's mouth: what a person said counts more than what was read, and a server may say
 * what it likes. So it is a file that the person points at, and bears the labels of one.
 */
import { ThorpError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import type { OfferedPrompt, OfferedResource, SourceTexts } from "../tools/source-texts.ts";
import { fillPrompt } from "./fill-prompt.ts";
import type { AskRequest } from "./thorp.ts";

/** What the servers offer by name. */
export interface ServerOffers {
  readonly prompts: readonly (OfferedPrompt & { readonly server: string })[];
  readonly resources: readonly (OfferedResource & { readonly server: string })[];
}

/** Over all servers of an engine. */
export interface ServerTexts {
  /** What people agreed to; asks no server. */
  offers(): Promise<ServerOffers>;
  /**
   * The request with what it names attached; the same where it names nothing. Throws `input-invalid` for an unknown
   * prompt, for gaps that are not filled, and what servers throw.
   */
  expand(asked: AskRequest): Promise<AskRequest>;
}

type Attachments = NonNullable<AskRequest["attachments"]>;

const PROMPT = /^\/([A-Za-z0-9_-]+):(\S+)(?:\s+([\s\S]*))?$/;
const RESOURCE = /(?<![\w@])@([A-Za-z0-9_-]+):(\S+)/g;
/** What an earlier expansion wrote below the words. */
const NOTE = /\n\n\((?:Do what attachment:|Attached: )[^()]*\)$/;
const MOST_RESOURCES = 10;
const LONGEST_MS = 60_000;

/** `list` gives the servers as they are now. */
export function createServerTexts(list: () => readonly SourceTexts[]): ServerTexts {
  const promptFile = async (text: string, servers: ReadonlyMap<string, SourceTexts>): Promise<Attachments> => {
    const [, server = "", name = "", rest = ""] = PROMPT.exec(text.trim()) ?? [];
    const texts = servers.get(server);
    if (texts === undefined) return [];
    const { prompts } = await texts.list();
    const prompt = prompts.find((each) => each.name === name);
    if (prompt === undefined) throw unknownPrompt(server, name, prompts);
    const filled = fillPrompt(`/${server}:${name}`, prompt, rest);
    const said = await texts.prompt(name, filled, AbortSignal.timeout(LONGEST_MS));
    const file = `${server}-${name}.md`.replace(/[^\w.-]+/g, "-");
    return [{ name: file, mediaType: "text/markdown", bytes: Buffer.from(said) }];
  };
  const resourceFiles = async (text: string, servers: ReadonlyMap<string, SourceTexts>): Promise<Attachments> => {
    const named = new Map<string, { readonly texts: SourceTexts; readonly wanted: string }>();
    for (const [, server = "", written = ""] of text.matchAll(RESOURCE)) {
      const texts = servers.get(server);
      const wanted = written.replace(/[.,;:!?)\]}"'”’»]+$/, "");
      if (texts !== undefined && wanted !== "") named.set(`${server}:${wanted}`, { texts, wanted });
    }
    if (named.size > MOST_RESOURCES)
      throw new ThorpError("input-invalid", `${named.size} resources are named; at most ${MOST_RESOURCES} go along.`);
    return Promise.all(
      [...named.values()].map(async ({ texts, wanted }) => {
        const known = (await texts.list()).resources.find(({ uri, name }) => uri === wanted || name === wanted);
        const { name, ...file } = await texts.resource(known?.uri ?? wanted, AbortSignal.timeout(LONGEST_MS));
        return { ...file, name: `${texts.name}-${name}` };
      }),
    );
  };
  return {
    async offers() {
      const found = await Promise.all(
        list().map(async (texts) => {
          const { prompts, resources } = await texts.list();
          const server = texts.name;
          return {
            prompts: prompts.map((prompt) => ({ ...prompt, server })),
            resources: resources.map((resource) => ({ ...resource, server })),
          };
        }),
      );
      return {
        prompts: found.flatMap(({ prompts }) => prompts),
        resources: found.flatMap(({ resources }) => resources),
      };
    },
    async expand(asked) {
      const servers = new Map(list().map((texts) => [texts.name, texts]));
      if (servers.size === 0) return asked;
      const said = asked.text.replace(NOTE, "");
      const prompts = await promptFile(said, servers);
      const files = distinct([...prompts, ...(await resourceFiles(said, servers))]);
      if (files.length === 0) return asked;
      const words = `Attached: ${files.map(({ name }) => `attachment:${name}`).join(", ")}`;
      const [prompt] = prompts;
      const text = `${said}\n\n(${prompt === undefined ? words : `Do what attachment:${prompt.name} says. ${words}`})`;
      return { ...asked, text, attachments: [...(asked.attachments ?? []), ...files] };
    },
  };
}

function unknownPrompt(server: string, name: string, prompts: readonly OfferedPrompt[]): ThorpError {
  const names = prompts.map((prompt) => prompt.name);
  const close = nearest(name, names);
  const hint = close !== undefined ? `Did you mean /${server}:${close}?` : `It has: ${names.join(", ") || "none"}.`;
  return new ThorpError("input-invalid", `The MCP server ${server} has no prompt ${name}.`, { hint });
}

/** Two files of one name would be one. */
function distinct(files: Attachments): Attachments {
  const times = new Map<string, number>();
  return files.map((file) => {
    const number = (times.get(file.name) ?? 0) + 1;
    times.set(file.name, number);
    return number === 1 ? file : { ...file, name: file.name.replace(/(\.\w+)?$/, `-${number}$1`) };
  });
}
