import type { RuntimeServer } from '../hostgroups/hostgroups.ts';
import { type BackendLogin, type LoggedIn, type LoginFailure, logIn } from '../wire/client-login.ts';
import { Command, Status } from '../wire/constants.ts';
import { uint } from '../wire/fields.ts';
import { frame } from '../wire/packets.ts';
import { type ReplySummary, replyTracker } from './reply.ts';

/** A connection to a server of a hostgroup. In use by one session at a time, or free in the pool. */
export type BackendConnection = LoggedIn & {
  server: RuntimeServer;
  login: BackendLogin;
  schema: string | null;
  /** SET statements in force on it, by variable. */
  sets: Map<string, string>;
  inTransaction: boolean;
  /** Statements of the session that must still come here after an auto-increment INSERT. */
  delayToken: number;
  hasWarnings: boolean;
  pinned: boolean;
  closed: boolean;
  onClose: () => void;
};

/** A statement's end: the backend's reply as it must be passed on, or the connection broken or given up on. */
export type Outcome = { kind: 'reply'; bytes: Buffer; summary: ReplySummary } | { kind: 'lost' } | { kind: 'offline' };

/** Opens a connection; resolves to the failure when that cannot be done in time. */
export async function openBackend(
  server: RuntimeServer,
  login: BackendLogin,
  timeoutMs: number,
): Promise<BackendConnection | LoginFailure> {
  const result = await logIn({ host: server.hostname, port: server.port }, login, timeoutMs);
  if (!('socket' in result)) return result;
  const connection: BackendConnection = {
    ...result,
    server,
    login,
    schema: login.database,
    sets: new Map(),
    inTransaction: false,
    delayToken: 0,
    hasWarnings: false,
    pinned: false,
    closed: false,
    onClose: () => {},
  };
  const closed = (): void => {
    if (connection.closed) return;
    connection.closed = true;
    connection.onClose();
  };
  result.socket.on('end', closed);
  result.socket.on('close', closed);
  return connection;
}

/** Ends a connection at once. */
export function closeBackend(connection: BackendConnection): void {
  connection.closed = true;
  connection.onClose = () => {};
  connection.source.close();
  connection.socket.destroy();
}

/** Sends one command packet and waits for the whole reply, or until `givenUp` settles. */
export async function run(
  connection: BackendConnection,
  payload: Buffer,
  givenUp: Promise<void> | null,
): Promise<Outcome> {
  if (connection.closed) return { kind: 'lost' };
  const track = replyTracker();
  const parts: Buffer[] = [];
  connection.server.bytesSent += payload.length;
  connection.socket.write(frame(0, payload));
  const interrupted = givenUp?.then(() => 'offline' as const);
  for (;;) {
    const next = connection.source.next();
    const packet = await (interrupted === undefined ? next : Promise.race([next, interrupted]));
    if (packet === 'offline') return { kind: 'offline' };
    if (packet === null) return { kind: 'lost' };
    connection.server.bytesReceived += packet.payload.length;
    // A packet that came in fragments carries the number of its last one.
    const fragments = Math.floor(packet.payload.length / 0xffffff);
    parts.push(frame((packet.sequence - fragments) & 0xff, packet.payload));
    const summary = track(packet.payload);
    if (summary === null) continue;
    connection.inTransaction = (summary.statusFlags & Status.inTransaction) !== 0;
    return { kind: 'reply', bytes: Buffer.concat(parts), summary };
  }
}

/** A COM_QUERY payload. */
export function queryPayload(sql: string): Buffer {
  return Buffer.concat([uint(Command.query, 1), Buffer.from(sql)]);
}
