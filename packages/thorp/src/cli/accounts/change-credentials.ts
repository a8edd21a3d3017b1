/** `thorp credentials`. */
import { ThorpError } from "../../base/errors.ts";
import { countWords } from "../../base/words.ts";
import { type CredentialName, credentialNameSchema } from "../../wire/credentials.ts";
import type { CommandContext, CommonOptions } from "../command-context.ts";
import { renderTable } from "../terminal/table.ts";
import type { AccountDesk } from "./account-desk.ts";
import { timeWords, userNamed, withAccounts } from "./with-accounts.ts";

/** Whose, as typed; neither is everyone's. */
export interface CredentialOptions extends CommonOptions {
  readonly user?: string;
  readonly team?: string;
}

const columns = [
  { title: "variable" },
  { title: "of" },
  { title: "whose", isFlexible: true },
  { title: "ends" },
  { title: "set" },
  { title: "in effect" },
];

/** A table, or JSON; never a secret. */
export async function showCredentials(context: CommandContext, options: CommonOptions): Promise<void> {
  const { stdout, stderr, env } = context.surroundings;
  const list = await withAccounts(context, options, (desk) => desk.listCredentials());
  if (options.json) return void stdout.write(`${JSON.stringify(list, null, 2)}\n`);
  const rows = list.map(({ variable, of, name, ending, setAt }) => {
    const isHidden = env[variable] || env[`${variable}_FILE`];
    return [
      variable,
      of,
      name,
      ending === "" ? "" : `…${ending}`,
      timeWords(setAt),
      isHidden ? "no, the environment has it" : "yes",
    ];
  });
  if (rows.length > 0) stdout.write(renderTable(rows, { columns, paint: context.terminal.paint }));
  else stderr.write("No credentials are stored; keys come from the environment alone.\n");
}

/** Reads the secret from standard input, so that it stands in no list of processes and no history of the shell. */
export async function setCredential(
  context: CommandContext,
  variable: string,
  options: CredentialOptions,
): Promise<void> {
  const secret = await readSecretText(context);
  await withAccounts(context, options, async (desk) => desk.setCredential(nameFrom(desk, variable, options), secret));
  context.surroundings.stderr.write(`${variable} is stored. \`thorp models\` says what it opens.\n`);
}

/** Says so when there is none of that name. */
export async function removeCredential(
  context: CommandContext,
  variable: string,
  options: CredentialOptions,
): Promise<void> {
  const removed = await withAccounts(context, options, async (desk) =>
    desk.removeCredential(nameFrom(desk, variable, options)),
  );
  if (!removed) context.surroundings.stderr.write(`No such credential is stored.\n`);
}

/** Seals everything anew. Throws `credential-locked` when a secret cannot be opened; then nothing has changed. */
export async function rotateMasterKey(context: CommandContext, options: CommonOptions): Promise<void> {
  const count = await withAccounts(context, options, (desk) => desk.rotateCredentials());
  context.surroundings.stderr.write(`${countWords(count, "credential")} sealed with the new master key.\n`);
}

function nameFrom(desk: AccountDesk, variable: string, { user, team }: CredentialOptions): CredentialName {
  if (user !== undefined && team !== undefined)
    throw new ThorpError("usage", "A credential is of a user or of a team; name one of them.");
  const whose =
    user !== undefined
      ? { of: "user", name: userNamed(desk, user) }
      : team !== undefined
        ? { of: "team", name: team }
        : { of: "everyone", name: "" };
  const checked = credentialNameSchema.safeParse({ ...whose, variable });
  if (!checked.success) throw new ThorpError("usage", `"${variable}" ${checked.error.issues[0]?.message}.`);
  return checked.data;
}

async function readSecretText({ surroundings }: CommandContext): Promise<string> {
  const { stdin, stderr } = surroundings;
  if (stdin.isTTY) stderr.write("Type or paste the secret, then Enter and Ctrl-D.\n");
  let text = "";
  for await (const chunk of stdin) {
    text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    if (text.length > 20_000) throw new ThorpError("input-too-large", "A secret has at most 20,000 characters.");
  }
  if (text.trim() !== "") return text.trim();
  throw new ThorpError("usage", "There is no secret on standard input.", {
    hint: "For example: `thorp credentials set OPENROUTER_API_KEY < key.txt`",
  });
}
