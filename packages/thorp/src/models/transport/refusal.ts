/** The body of a response that is not 2xx: read within limits of size and time, then turned into an error. */
import type { Clock } from "../../base/clock.ts";
import type { ThorpError } from "../../base/errors.ts";
import { type CallTarget, errorFromResponse } from "./call-errors.ts";
import type { TransportCall, TransportResponse } from "./transport.ts";

const LONGEST_BODY = 65_536;
const LONGEST_WAIT_MS = 5000;

/** A call that was answered with an error. */
export interface RefusedCall {
  readonly clock: Clock;
  readonly target: CallTarget;
  readonly signal?: AbortSignal | undefined;
}

/** Never rejects: a body that breaks or never ends still gives an error, from its status alone. */
export function readRefusal(
  call: RefusedCall,
  response: TransportResponse,
  connection: TransportCall,
): Promise<ThorpError> {
  return new Promise((resolve) => {
    let body = "";
    const finish = () => {
      cancel();
      call.signal?.removeEventListener("abort", finish);
      resolve(
        errorFromResponse(call.target, { status: response.status, headers: response.headers, body }, call.clock.now()),
      );
    };
    const cutOff = () => {
      finish();
      connection.destroy();
    };
    const cancel = call.clock.after(LONGEST_WAIT_MS, cutOff);
    call.signal?.addEventListener("abort", finish);
    response.start({
      text(text) {
        body += text;
        if (body.length > LONGEST_BODY) cutOff();
      },
      end: finish,
      fail: finish,
    });
  });
}
