/** How the tokenizers of the model families cut text, as numbers fitted against real ones; see token-estimate.ts. */

/** The families whose ratios are known. */
export const tokenFamilies = [
  "openai",
  "llama3",
  "mistral",
  "qwen",
  "deepseek",
  "gemma",
  "anthropic",
  "other",
] as const;
/** Models whose tokenizers cut alike. */
export type TokenFamily = (typeof tokenFamilies)[number];

/** Charges in tokens, unless the name says otherwise. */
export interface TokenRatios {
  /** Letters that the first token of a word holds. */
  readonly firstPiece: number;
  /** Letters that each further token of a long word holds. */
  readonly lettersPerPiece: number;
  /** On top, for a capital inside a word: acronyms and identifiers split more often. */
  readonly capital: number;
  /** On top, for a letter with an accent. */
  readonly accent: number;
  /** On top, where letters and digits touch, as in hashes. */
  readonly mixed: number;
  readonly digitsPerToken: number;
  /** Per ASCII sign. */
  readonly sign: number;
  /** Per run of line breaks. */
  readonly lineBreak: number;
  /** Of an indentation: spaces that one token holds. */
  readonly spacesPerToken: number;
  readonly ideograph: number;
  readonly kana: number;
  readonly hangul: number;
  /** Greek and Cyrillic. */
  readonly cyrillic: number;
  /** Hebrew, Arabic and their neighbours. */
  readonly arabic: number;
  /** Indic and South-East Asian scripts. */
  readonly indic: number;
  /** Full-width punctuation. */
  readonly widePunctuation: number;
  /** Anything else below the emoji: arrows, typographic quotes. */
  readonly symbol: number;
  /** A character beyond the basic plane. */
  readonly emoji: number;
}

const openai: TokenRatios = {
  ...{ firstPiece: 7, lettersPerPiece: 1.38, capital: 0.8, accent: 0.61, mixed: 0.07, digitsPerToken: 3 },
  ...{ sign: 0.8, lineBreak: 0.72, spacesPerToken: 400 },
  ...{ ideograph: 0.68, kana: 0.89, hangul: 0.81, cyrillic: 0.33, arabic: 0.41, indic: 0.42 },
  ...{ widePunctuation: 1.08, symbol: 1.5, emoji: 2 },
};

const llama3: TokenRatios = {
  ...{ firstPiece: 7.4, lettersPerPiece: 0.92, capital: 0.9, accent: 3.1, mixed: 0.27, digitsPerToken: 3 },
  ...{ sign: 0.75, lineBreak: 0.58, spacesPerToken: 100 },
  ...{ ideograph: 0.9, kana: 0.83, hangul: 0.81, cyrillic: 0.39, arabic: 0.49, indic: 0.67 },
  ...{ widePunctuation: 0.4, symbol: 1.6, emoji: 2 },
};

const mistral: TokenRatios = {
  ...{ firstPiece: 7.6, lettersPerPiece: 1.28, capital: 0.88, accent: 5.4, mixed: 0.54, digitsPerToken: 1 },
  ...{ sign: 1, lineBreak: 1.1, spacesPerToken: 26 },
  ...{ ideograph: 1.23, kana: 1.33, hangul: 1.65, cyrillic: 0.49, arabic: 1.16, indic: 1.37 },
  ...{ widePunctuation: 0.4, symbol: 1.6, emoji: 2.5 },
};

/** Fitted against cl100k, from which Qwen's vocabulary descends; it takes digits one by one. */
const qwen: TokenRatios = {
  ...{ firstPiece: 7.8, lettersPerPiece: 0.84, capital: 0.63, accent: 4.6, mixed: 0.36, digitsPerToken: 1 },
  ...{ sign: 0.8, lineBreak: 0.45, spacesPerToken: 72 },
  ...{ ideograph: 1.27, kana: 1.17, hangul: 1.3, cyrillic: 0.58, arabic: 0.9, indic: 1.3 },
  ...{ widePunctuation: 0.45, symbol: 1.6, emoji: 2.5 },
};

/** Tokens by kind of text, for each family. */
export const tokenRatios: Readonly<Record<TokenFamily, TokenRatios>> = {
  openai,
  llama3,
  mistral,
  qwen,
  deepseek: { ...qwen, digitsPerToken: 3 },
  gemma: { ...qwen, accent: 1 },
  // Not public: the most expensive of the fitted ones.
  anthropic: mistral,
  other: mistral,
};
