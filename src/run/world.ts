/** Everything outside the process that a run touches: ProxySQL, the servers, the clock. A simulator brings its own. */
import type { OpenSession, Session } from '../mysql/session.ts';

export interface World {
  readonly admin: Session;
  /** One session a server for the whole run. */
  readonly open: OpenSession;
  /** A new session, shared with nothing else: what it holds, locks for one, it holds until it is closed. */
  readonly openApart: OpenSession;
  /** Wall clock, ms since 1970: for what people read and for what is remembered. */
  readonly wallClock: () => number;
  /** Since this host booted, in ms: what one run remembers and another compares, whoever sets the clock meanwhile. */
  readonly hostUptime: () => number;
  /** Milliseconds that only ever grow: for durations and deadlines. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}
