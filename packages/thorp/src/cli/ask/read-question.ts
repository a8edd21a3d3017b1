/** What is asked: the words, and what comes in over standard input as an attachment. */
import { ThorpError } from "../../base/errors.ts";
import type { AskRequest } from "../../engine/thorp.ts";
import type { Surroundings } from "../surroundings.ts";

/** What goes to the team. */
export interface Question {
  readonly text: string;
  readonly attachments: NonNullable<AskRequest["attachments"]>;
}

/** As much as an attachment may have. */
const MOST_BYTES = 32 << 20;
/** After this a person learns what the program waits for. */
const PATIENCE_MS = 3000;

/** Throws `usage` when there is no question, `input-too-large` and `input-invalid` for what cannot be attached. */
export async function readQuestion(
  words: readonly string[],
  { stdin, stderr }: Pick<Surroundings, "stdin" | "stderr">,
): Promise<Question> {
  const text = words.join(" ").trim();
  const bytes = stdin.isTTY
    ? undefined
    : await readAll(stdin, () => stderr.write("Reading standard input; it has not ended yet.\n"));
  const isEmpty = bytes === undefined || bytes.length === 0 || Buffer.from(bytes).toString("utf8").trim() === "";
  if (text === "") {
    throw new ThorpError(
      "usage",
      isEmpty ? "There is no question." : "There is no question about what came in over standard input.",
      {
        hint: isEmpty
          ? 'Write it behind the command: `thorp ask "What is 17% of 2400?"`.'
          : 'Write it behind the command: `cat notes.md | thorp ask "Sum this up"`.',
      },
    );
  }
  if (isEmpty) return { text, attachments: [] };
  if (bytes.includes(0)) {
    throw new ThorpError("input-invalid", "Standard input is not text.", {
      hint: "Put the file into the workspace and name it in the question.",
    });
  }
  return { text, attachments: [{ name: "stdin.txt", bytes, mediaType: "text/plain" }] };
}

async function readAll(stdin: Surroundings["stdin"], onSlow: () => void): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  const patience = setTimeout(onSlow, PATIENCE_MS);
  try {
    for await (const part of stdin) {
      const bytes = Buffer.from(part as Uint8Array);
      size += bytes.length;
      if (size > MOST_BYTES)
        throw new ThorpError("input-too-large", `Standard input has more than ${MOST_BYTES} bytes.`);
      parts.push(bytes);
    }
  } finally {
    clearTimeout(patience);
  }
  return Buffer.concat(parts);
}
