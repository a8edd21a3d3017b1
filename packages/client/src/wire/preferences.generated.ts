/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** How somebody wants to be served. */
export type Preferences = {
  /** Language of answers: de, fr, pt-BR. Otherwise that of the request. */
  readonly language?: string;
  /** IANA name, for dates in requests and results. */
  readonly timeZone?: string;
  /** Units of measurement in answers. */
  readonly units?: "metric" | "imperial";
  /** How long answers are, where the request does not say. */
  readonly length?: "short" | "long";
  /** plain: text without marks. */
  readonly format?: "plain" | "markdown";
  /** The team that is asked when a request names none. */
  readonly team?: string;
  /** Model id or alias that replaces every agent's choice. */
  readonly model?: string;
  /** The most that one run may cost, in US dollars, unless it names it. */
  readonly budget?: number;
  /** local-only: no call leaves for a model that others run. */
  readonly privacy?: "local-only";
};
