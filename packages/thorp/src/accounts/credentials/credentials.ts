/** Keys of other services in the account book: sealed at rest, open in memory, and shown to nobody. */
import { ThorpError } from "../../base/errors.ts";
import { parseJson } from "../../base/json.ts";
import type { AuditEntry } from "../../storage/account-tables.ts";
import type { AccountBook } from "../account-book.ts";
import type { Actor, CredentialStore } from "../accounts.ts";
import type { CredentialDocument } from "../documents.ts";
import type { RandomBytes } from "../tokens.ts";
import { idOf, type KeepSecret, type OpenSecret } from "./kept-secret.ts";
import type { MasterKeys } from "./master-key.ts";
import { createOAuth } from "./oauth.ts";
import { masterKeyId, seal, unseal } from "./sealing.ts";

/** What credentials are kept in, what opens them, and how tokens are renewed. */
export interface CredentialsOptions {
  readonly book: AccountBook;
  readonly keys: MasterKeys;
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
}

/** As the seam says. */
export function createCredentials(options: CredentialsOptions): CredentialStore {
  const { book, keys, random, now } = options;
  const credentials = book.of("credential");
  const vault = createVault(options);
  const keep: KeepSecret = async ({ name, open, expiresAt }, audit) => {
    const id = idOf(name);
    const { secret } = open;
    const data: CredentialDocument = {
      ...{ of: name.of, name: name.name, variable: name.variable, setAt: now() },
      kind: open.oauth === undefined ? "secret" : "oauth",
      ending: secret.length >= 16 ? secret.slice(-4) : "",
      ...(expiresAt === undefined ? {} : { expiresAt }),
      sealed: seal(JSON.stringify(open), id, { key: keys.demand(), random }),
    };
    await book.change([{ kind: "credential", id, data }], audit === undefined ? [] : [audit]);
  };
  const entry = (what: string, id: string, actor: Actor): AuditEntry => ({ at: now(), ...actor, what, on: id });
  const oauth = createOAuth({ ...options, keep, entry });
  const found = (variable: string, asker: { user?: string | undefined; team?: string | undefined }) => {
    const names = [
      ...(asker.user === undefined ? [] : [{ of: "user" as const, name: asker.user, variable }]),
      ...(asker.team === undefined ? [] : [{ of: "team" as const, name: asker.team, variable }]),
      { of: "everyone" as const, name: "", variable },
    ];
    return names.map(idOf).find((id) => credentials.has(id));
  };
  return {
    list: () =>
      [...credentials.values()].map(({ sealed: _, ...rest }) => rest).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
    set: ({ secret, ...name }, actor) => keep({ name, open: { secret } }, entry("credential-set", idOf(name), actor)),
    async remove(name, actor) {
      const id = idOf(name);
      if (!credentials.has(id)) return false;
      await book.change([{ kind: "credential", id }], [entry("credential-remove", id, actor)]);
      return true;
    },
    rotate: (actor) => rotate(options, vault, entry("master-key-rotate", "", actor)),
    lookup(variable, asker = {}) {
      const id = found(variable, asker);
      const open = id === undefined ? undefined : vault.open(id);
      return id === undefined || open === undefined ? undefined : { secret: open.secret, version: versionOf(id) };
    },
    async renew(variable, asker = {}) {
      const id = found(variable, asker);
      const document = id === undefined ? undefined : credentials.get(id);
      const open = id === undefined ? undefined : vault.open(id);
      if (document !== undefined && open !== undefined) await oauth.renew(document, open);
    },
    secrets: () =>
      [...credentials.keys()].flatMap((id) => {
        const open = vault.open(id);
        return open === undefined
          ? []
          : [...partsOf(open.secret), open.oauth?.refresh, open.oauth?.clientSecret].filter(
              (text) => text !== undefined,
            );
      }),
    revision: vault.revision,
    beginOAuth: oauth.begin,
    finishOAuth: oauth.finish,
  };

  function versionOf(id: string): string {
    return `${id} ${credentials.get(id)?.sealed.iv ?? ""}`;
  }
}

/** A secret may be a document, such as the key file of a service or a login: the secrets in it are told one by one. */
function partsOf(secret: string): readonly string[] {
  const texts = (value: unknown, key = ""): readonly string[] => {
    if (typeof value === "string") return SECRET_MEMBER.test(key) && value.length >= SHORTEST_PART ? [value] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => texts(inner, name));
  };
  return [secret, ...texts(secret.startsWith("{") ? parseJson(secret) : undefined)];
}

const SECRET_MEMBER = /token$|secret|password|private|key$/i;
const SHORTEST_PART = 8;

interface Vault {
  /** Undefined where no key at hand opens it. */
  open(id: string): OpenSecret | undefined;
  /** Another one after each change. */
  revision(): number;
}

function createVault({ book, keys }: CredentialsOptions): Vault {
  const credentials = book.of("credential");
  const opened = new Map<string, OpenSecret | undefined>();
  let revision = 0;
  book.onChange((kind, id) => {
    if (kind !== "credential") return;
    opened.delete(id);
    revision++;
  });
  return {
    open(id) {
      const document = credentials.get(id);
      if (document === undefined) return undefined;
      if (!opened.has(id)) {
        const text = keys
          .all()
          .filter((key) => masterKeyId(key) === document.sealed.key)
          .map((key) => unseal(document.sealed, id, key))
          .find((each) => each !== undefined);
        opened.set(id, text === undefined ? undefined : (JSON.parse(text) as OpenSecret));
      }
      return opened.get(id);
    },
    revision: () => revision,
  };
}

/** All in one change: a crash leaves all under the old key or all under the new one, and both are at hand. */
async function rotate({ book, keys, random }: CredentialsOptions, vault: Vault, audit: AuditEntry): Promise<number> {
  const next = keys.next();
  const key = next?.key ?? keys.demand();
  const changes = [...book.of("credential")].map(([id, document]) => {
    const open = vault.open(id);
    if (open === undefined)
      throw new ThorpError("credential-locked", `No master key at hand opens ${id}.`, {
        hint: "Give the old one as THORP_MASTER_KEY_OLD, or remove the credential.",
      });
    const data = { ...document, sealed: seal(JSON.stringify(open), id, { key, random }) };
    return { kind: "credential" as const, id, data };
  });
  await book.change(changes, [{ ...audit, detail: `${changes.length} credentials` }]);
  next?.accept();
  return changes.length;
}
