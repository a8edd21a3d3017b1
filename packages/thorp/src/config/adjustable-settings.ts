/** Which settings a process that serves takes up while it runs. */

/**
 * Keys of what holds at once, and of what a person may change from afar. The others decide which files and addresses the
 * process touches.
 */
export const adjustableSettings: ReadonlySet<string> = new Set([
  "team",
  "model",
  "budgets.run",
  "budgets.day",
  "budgets.agents",
  "deadline",
  "timeZone",
  "log.level",
  "limits.user",
  "limits.key",
  "limits.address",
  "sockets.perAddress",
  "sockets.connectsPerMinute",
  "sockets.messagesPerSecond",
  "sockets.idle",
  "backup.every",
  "backup.keep",
]);
