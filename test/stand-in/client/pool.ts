import type { RuntimeServer } from '../hostgroups/hostgroups.ts';
import type { LoginFailure } from '../wire/client-login.ts';
import { type BackendConnection, closeBackend, openBackend } from './backend.ts';

/** Free backend connections by server. Counters on the server tell how many are in use and free. */
export type Pool = { free: Map<RuntimeServer, BackendConnection[]> };

/** What a session needs a connection to be like. */
export type Wanted = {
  user: string;
  password: string;
  characterSet: number;
  foundRows: boolean;
  schema: string | null;
  sets: ReadonlyMap<string, string>;
};

export function createPool(): Pool {
  return { free: new Map() };
}

function fits(connection: BackendConnection, wanted: Wanted): boolean {
  const { login } = connection;
  return (
    login.user === wanted.user &&
    login.password === wanted.password &&
    login.characterSet === wanted.characterSet &&
    login.foundRows === wanted.foundRows &&
    // A connection with a schema cannot go back to having none.
    (wanted.schema !== null || connection.schema === null) &&
    [...connection.sets.keys()].every((name) => wanted.sets.has(name))
  );
}

function takenFrom(server: RuntimeServer): void {
  server.connectionsUsed += 1;
  server.maxConnectionsUsed = Math.max(server.maxConnectionsUsed, server.connectionsUsed);
}

/** A free connection that fits, or a new one. Its schema and SET statements may still differ from those wanted. */
export async function takeConnection(
  pool: Pool,
  server: RuntimeServer,
  wanted: Wanted,
  timeoutMs: number,
): Promise<BackendConnection | LoginFailure> {
  takenFrom(server);
  const free = pool.free.get(server) ?? [];
  const fitting = free.filter((connection) => fits(connection, wanted));
  const found = fitting.find((connection) => connection.schema === wanted.schema) ?? fitting[0];
  if (found !== undefined) {
    free.splice(free.indexOf(found), 1);
    server.connectionsFree -= 1;
    found.onClose = () => {};
    return found;
  }
  const { user, password, characterSet, foundRows, schema } = wanted;
  const login = { user, password, characterSet, foundRows, database: schema };
  const opened = await openBackend(server, login, timeoutMs);
  if ('socket' in opened) {
    server.connectionsOk += 1;
    return opened;
  }
  server.connectionsUsed -= 1;
  server.connectionsFailed += 1;
  return opened;
}

/** Closes a connection that was taken. */
export function dropConnection(connection: BackendConnection): void {
  connection.server.connectionsUsed -= 1;
  closeBackend(connection);
}

/** Puts a taken connection back; only an ONLINE server keeps it. */
export function giveBack(pool: Pool, connection: BackendConnection): void {
  const { server } = connection;
  if (connection.closed || server.status !== 'ONLINE') {
    dropConnection(connection);
    return;
  }
  Object.assign(connection, { delayToken: 0, hasWarnings: false, pinned: false });
  server.connectionsUsed -= 1;
  server.connectionsFree += 1;
  const free = pool.free.get(server) ?? [];
  free.push(connection);
  pool.free.set(server, free);
  connection.onClose = () => {
    const index = free.indexOf(connection);
    if (index === -1) return;
    free.splice(index, 1);
    server.connectionsFree -= 1;
  };
}

/** Closes the free connections of every server for which `condemned` holds. */
export function dropFreeConnections(pool: Pool, condemned: (server: RuntimeServer) => boolean): void {
  for (const [server, free] of pool.free) {
    if (!condemned(server)) continue;
    for (const connection of free) closeBackend(connection);
    server.connectionsFree -= free.length;
    pool.free.delete(server);
  }
}
