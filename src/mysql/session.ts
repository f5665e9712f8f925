/** What the rest of the program knows of a MySQL connection: where it goes, what can be asked, how it fails. */

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One row of a result, by column name; MySQL's text protocol gives every value as text. */
export type Row = Readonly<Record<string, string | null>>;

export interface Session {
  /**
   * Sends one statement and returns its rows; a statement without a result has none.
   * @throws Unanswered where no answer came in `timeoutMs`, the connection broke, or the server returned an error.
   */
  query(sql: string, timeoutMs: number): Promise<Answer>;
  close(): void;
}

/** A session with a MySQL server; ProxySQL's admin interface carries out the first of several statements and drops the others. */
export interface ServerSession extends Session {
  /**
   * Sends statements that return rows in one packet; the server carries them out in turn.
   * @throws Unanswered as `query` does; `timeoutMs` begins anew with each answer.
   */
  queryEach(statements: readonly [string, string, ...string[]], timeoutMs: number): Promise<readonly Answer[]>;
}

export interface Answer {
  readonly rows: readonly Row[];
  readonly affectedRows: number;
}

/** Opens sessions; the same interface stands in front of real servers and of model servers. */
export type OpenSession = (endpoint: Endpoint, timeoutMs: number) => Promise<ServerSession>;

/**
 * Why a server gave no answer.
 * - `refused`, `reset`: the host is there, nothing serves the port.
 * - `timedOut`, `hostUnreachable`, `nameNotResolved`: the network, or the name, did not lead there.
 * - `localError`: this host's own system let it connect to nothing there, and says nothing of the server.
 * - `silent`: something accepted the connection, or the statement, and said nothing.
 * - `accessDenied`, `tooManyConnections`, `serverError`: a server is alive and said no.
 * - `notMysql`: what answered does not speak MySQL's protocol.
 */
export type NoAnswerReason =
  | 'refused'
  | 'reset'
  | 'timedOut'
  | 'hostUnreachable'
  | 'nameNotResolved'
  | 'localError'
  | 'silent'
  | 'accessDenied'
  | 'tooManyConnections'
  | 'serverError'
  | 'notMysql';

/** The host's own kernel has said that nothing serves the port: silence may end, a server that is down takes a start to come back. */
export function isDown(reason: NoAnswerReason): boolean {
  return reason === 'refused' || reason === 'reset';
}

/** A statement, or the attempt to connect, that got no result. */
export class Unanswered extends Error {
  readonly reason: NoAnswerReason;
  /** MySQL's error number, where the server sent one. */
  readonly errno: number | null;

  constructor(reason: NoAnswerReason, message: string, errno: number | null = null) {
    super(message);
    this.name = 'Unanswered';
    this.reason = reason;
    this.errno = errno;
  }
}

export function endpointName(endpoint: Endpoint): string {
  return endpoint.host.includes(':') ? `[${endpoint.host}]:${endpoint.port}` : `${endpoint.host}:${endpoint.port}`;
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.host.toLowerCase() === b.host.toLowerCase();
}
