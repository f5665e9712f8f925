/** Sessions over mysql2: one TCP connection each, text protocol, every wait bounded. */
import { connect, type Socket } from 'node:net';
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type QueryError,
  type QueryResult,
  type ResultSetHeader,
} from 'mysql2';
import {
  type Endpoint,
  endpointName,
  type NoAnswerReason,
  type Row,
  type ServerSession,
  Unanswered,
} from './session.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** TLS options, or null for a connection without TLS. */
  readonly tls: { readonly ca?: string; readonly rejectUnauthorized: boolean; readonly verifyIdentity: boolean } | null;
}

/**
 * Connects and logs in.
 * @throws Unanswered with the reason, after `timeoutMs` at the latest.
 */
export function openSession(endpoint: Endpoint, credentials: Credentials, timeoutMs: number): Promise<ServerSession> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
    const progress = watchSocket(socket);
    const connection = createConnection(connectionOptions(socket, credentials));
    const fail = (error: Unanswered): void => {
      clearTimeout(timer);
      connection.destroy();
      reject(error);
    };
    const timer = setTimeout(() => {
      const reason = progress.connected ? 'silent' : 'timedOut';
      fail(new Unanswered(reason, `${endpointName(endpoint)}: ${describeSilence(reason)} within ${timeoutMs} ms`));
    }, timeoutMs);
    // A broken connection also reports an error after its promise has settled; nobody waits for that one.
    connection.on('error', () => {});
    connection.connect((error) => {
      if (error) return fail(unanswered(endpoint, error, progress.greetedAsMysql));
      clearTimeout(timer);
      resolve(sessionOver(connection, endpoint));
    });
  });
}

function connectionOptions(socket: Socket, credentials: Credentials): ConnectionOptions {
  return {
    stream: socket,
    user: credentials.user,
    password: credentials.password,
    connectTimeout: 0,
    // Compiling a row parser per statement costs more than it saves in a process that lives for a few statements.
    disableEval: true,
    // mysql2 sets the cache aside when it connects; nothing here is ever prepared.
    maxPreparedStatements: 1,
    // Each packet a server gets costs a run about as much as a statement in it.
    multipleStatements: true,
    queryFormat: (sql) => sql,
    // Values as they came, or what `asText` makes them again: a typeCast function would decode the names of schema and table of each.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    ...(credentials.tls === null ? {} : { ssl: credentials.tls }),
  };
}

interface SocketProgress {
  connected: boolean;
  /** Null until the first bytes came. */
  greetedAsMysql: boolean | null;
}

function watchSocket(socket: Socket): SocketProgress {
  const progress: SocketProgress = { connected: false, greetedAsMysql: null };
  socket.once('connect', () => {
    progress.connected = true;
  });
  socket.prependOnceListener('data', (chunk) => {
    progress.greetedAsMysql = isMysqlGreeting(chunk);
    if (!progress.greetedAsMysql) socket.destroy();
  });
  return progress;
}

/** The first packet has sequence number 0 and is a version 10 handshake or an error (Connection Phase, MySQL Source Documentation). */
function isMysqlGreeting(chunk: Buffer): boolean {
  return chunk[3] === 0 && (chunk[4] === 0x0a || chunk[4] === 0xff);
}

function describeSilence(reason: 'silent' | 'timedOut'): string {
  return reason === 'silent' ? 'accepted the connection but did not answer' : 'no connection';
}

function sessionOver(connection: Connection, endpoint: Endpoint): ServerSession {
  let broken: Unanswered | null = null;

  /** The first reason is kept: mysql2 says of a closed connection only that it is closed. */
  function breakWith(error: Unanswered): Unanswered {
    broken ??= error;
    return broken;
  }

  function send<Result extends QueryResult>(sql: string, timeoutMs: number): Promise<Result> {
    if (broken !== null) return Promise.reject(broken);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        connection.destroy();
        reject(breakWith(new Unanswered('silent', `${endpointName(endpoint)}: no answer within ${timeoutMs} ms`)));
      }, timeoutMs);
      const command = connection.query<Result>(sql, (error, result) => {
        clearTimeout(timer);
        if (!error) return resolve(result);
        const failure = unanswered(endpoint, error, true);
        reject(failure.errno === null ? breakWith(failure) : failure);
      });
      // One of several answers has begun: the next has the same time again.
      command.on('fields', () => timer.refresh());
    });
  }

  connection.on('error', (error: QueryError) => void breakWith(brokenWhileIdle(endpoint, error)));
  return {
    query: async (sql, timeoutMs) => {
      const result = await send<ResultSetHeader | ResultRow[]>(sql, timeoutMs);
      return Array.isArray(result)
        ? { rows: result.map(asText), affectedRows: 0 }
        : { rows: [], affectedRows: result.affectedRows };
    },
    queryEach: async (statements, timeoutMs) => {
      const results = await send<ResultRow[][]>(statements.join('; '), timeoutMs);
      return results.map((rows) => ({ rows: rows.map(asText), affectedRows: 0 }));
    },
    close: () => connection.destroy(),
  };
}

type ResultRow = Readonly<Record<string, string | number | Buffer | null>> & { constructor: { name: 'RowDataPacket' } };

function asText(row: ResultRow): Row {
  const text: Record<string, string | null> = {};
  for (const [column, value] of Object.entries(row)) text[column] = value === null ? null : String(value);
  return text;
}

/** A server that ends an idle connection may say why (ER_CLIENT_INTERACTION_TIMEOUT): that it is alive now is not said by that. */
function brokenWhileIdle(endpoint: Endpoint, error: QueryError): Unanswered {
  const { reason, message } = unanswered(endpoint, error, true);
  return new Unanswered(reason === 'serverError' ? 'reset' : reason, message);
}

function unanswered(endpoint: Endpoint, error: QueryError, greetedAsMysql: boolean | null): Unanswered {
  if (greetedAsMysql === false) {
    return new Unanswered(
      'notMysql',
      `${endpointName(endpoint)}: what answers there does not speak the MySQL protocol`,
    );
  }
  const errno = typeof error.errno === 'number' && error.errno > 0 ? error.errno : null;
  const reason = reasonOf(error.code, errno);
  // Before the first byte has come only this host's system can have said it (EINVAL for a link-local address, EMFILE).
  const isLocal = reason === 'serverError' && errno === null && greetedAsMysql === null;
  return new Unanswered(isLocal ? 'localError' : reason, `${endpointName(endpoint)}: ${error.message}`, errno);
}

function reasonOf(code: string | undefined, errno: number | null): NoAnswerReason {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
    case 'EPIPE':
    case 'PROTOCOL_CONNECTION_LOST':
      return 'reset';
    case 'ETIMEDOUT':
      return 'timedOut';
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return 'hostUnreachable';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'nameNotResolved';
  }
  switch (errno) {
    case 1040: // ER_CON_COUNT_ERROR
    case 1203: // ER_TOO_MANY_USER_CONNECTIONS
    case 1226: // ER_USER_LIMIT_REACHED
      return 'tooManyConnections';
    case 1044: // ER_DBACCESS_DENIED_ERROR
    case 1045: // ER_ACCESS_DENIED_ERROR
    case 1129: // ER_HOST_IS_BLOCKED
    case 1130: // ER_HOST_NOT_PRIVILEGED
    case 1227: // ER_SPECIFIC_ACCESS_DENIED_ERROR
    case 1251: // ER_NOT_SUPPORTED_AUTH_MODE
      return 'accessDenied';
  }
  // Anything else (TLS refused, an unknown error number) came from something alive: never evidence of death.
  return 'serverError';
}
