/**
 * What a place with tools offers to people beside them: prompts that they call by name, and resources that go with what
 * they ask. All of it is text from outside, whoever asked for it.
 */

/** A text with gaps that a person fills. */
export interface OfferedPrompt {
  readonly name: string;
  readonly description?: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly description?: string;
    readonly isRequired: boolean;
  }[];
}

/** Something that can be read. */
export interface OfferedResource {
  readonly uri: string;
  readonly name: string;
  readonly description?: string;
}

/** Bytes with a name of their own. */
export interface ReadResource {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** The calls reject with a `ThorpError` in words for the person: `tool-failed`, `tool-timeout`, `auth-required`. */
export interface SourceTexts {
  /** As people call the place: `files` in `/files:summarise`. */
  readonly name: string;
  /** What a person agreed to; asks nobody. */
  list(): Promise<{ readonly prompts: readonly OfferedPrompt[]; readonly resources: readonly OfferedResource[] }>;
  prompt(name: string, filled: Readonly<Record<string, string>>, signal: AbortSignal): Promise<string>;
  resource(uri: string, signal: AbortSignal): Promise<ReadResource>;
}
