/** The way to the other side of one connection. */

/** The part of a WebSocket that a session uses; tests bring one that never sends. Nothing throws. */
export interface SocketTransport {
  /** `sent` is called once the bytes were handed to the system, or never will be. */
  send(text: string, sent: () => void): void;
  /** Bytes that wait to be handed over. */
  bufferedBytes(): number;
  ping(): void;
  /** Asks the other side to close too. */
  close(code: number, reason: string): void;
  /** At once. */
  destroy(): void;
}
