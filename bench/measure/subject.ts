/** Who is measured: somebody who does the job. */

export interface Subject {
  /** Resolves to the answer; hears its tokens as they come. */
  run(request: string, onToken: (token: string) => void): Promise<string>;
  close?(): Promise<void>;
}

export interface SubjectOptions {
  /** Of the model server, up to and with `/v1`. */
  readonly baseURL: string;
  /** Keep a journal on disk. */
  readonly persist: boolean;
  /** A folder of its own for whatever it writes. */
  readonly dir: string;
}

export type SubjectName = "bare-fetch" | "thorp";

export async function createSubject(name: SubjectName, options: SubjectOptions): Promise<Subject> {
  if (name === "bare-fetch") return (await import("./bare-fetch.ts")).createBareFetch(options);
  return (await import("./thorp-engine.ts")).createThorpSubject(options);
}

/** What the tool waits for; the same for everybody. Milliseconds. */
export function toolDelay(): number {
  return Number(process.env["TOOL_MS"] ?? 0);
}
