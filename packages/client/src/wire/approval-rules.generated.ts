/** What the server of Thorp takes and gives. Made by `npm run docs` from packages/thorp/src/wire; do not edit. */
/** An approval that holds for later calls. */
export type ApprovalRule = {
  readonly id: string;
  readonly user: string;
  readonly conversation?: string;
  readonly tool: string;
  readonly effect: string;
  readonly match: "tool" | "folder" | "host" | "arguments";
  readonly value: string;
  readonly summary: string;
  readonly createdAt: number;
};
