/** What a model server that Thorp starts is doing. */

/** Where a supervised server stands. */
export type ServerStatus =
  | { readonly state: "stopped" }
  | { readonly state: "starting" }
  | { readonly state: "ready"; readonly pid: number; readonly since: number; readonly restarts: number }
  /** Another process answers at the address: that one is used. `pid` where another Thorp started it. */
  | { readonly state: "elsewhere"; readonly pid?: number }
  /** It crashed and starts again at `at`. */
  | { readonly state: "restarting"; readonly at: number; readonly reason: string }
  /** Given up until somebody starts it on purpose. */
  | { readonly state: "failed"; readonly reason: string };
