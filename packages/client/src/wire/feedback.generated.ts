/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** What one person says of an answer. */
export type Feedback = {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly by?: string;
  readonly rating?: "up" | "down";
  readonly reason?: string;
  readonly edited?: string;
  readonly prefer?: "stronger" | "cheaper";
  readonly about?: {
    readonly seq: number;
    readonly path: string;
    readonly step: string;
    readonly agent: string;
    readonly purpose: string;
    readonly model: string;
    readonly tier: "embedded" | "local" | "frontier";
  };
};

/** What a person thinks of an answer. */
export type FeedbackRequest = {
  readonly rating?: "up" | "down";
  /** Why, in own words. */
  readonly reason?: string;
  /** The answer as it should have been. */
  readonly edited?: string;
  /** Requests of this kind deserve a stronger, or need only a cheaper model. */
  readonly prefer?: "stronger" | "cheaper";
};
