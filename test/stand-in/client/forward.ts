import { connectError, pickServer } from '../hostgroups/choice.ts';
import { isOffline, type RuntimeServer } from '../hostgroups/hostgroups.ts';
import { Command } from '../wire/constants.ts';
import { frame } from '../wire/packets.ts';
import { type ErrorFields, errorPayload } from '../wire/replies.ts';
import { type BackendConnection, type Outcome, queryPayload, run } from './backend.ts';
import { takeConnection, type Wanted } from './pool.ts';
import { route } from './routing.ts';
import { type ClientPort, type ClientSession, drop, mustStay, release } from './session-state.ts';

/** How a statement ended for the client: an answer to send, or the connection closed without one, as ProxySQL does. */
export type Answer = { kind: 'answer'; bytes: Buffer } | { kind: 'close' };

/** How often a session without a usable server looks again (the worker threads' poll interval then). */
const RETRY_MS = 10;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An ERR packet as the first and only one of a reply. */
export function errorAnswer(error: ErrorFields): Answer {
  return { kind: 'answer', bytes: frame(1, errorPayload(error)) };
}

function wanted(session: ClientSession): Wanted {
  return {
    user: session.user.username,
    password: session.user.password,
    characterSet: session.characterSet,
    foundRows: session.foundRows,
    schema: session.schema,
    sets: session.sets,
  };
}

type Acquired = { connection: BackendConnection } | { error: ErrorFields };

/**
 * A connection to a server of the hostgroup, waiting for one until the deadline. Each refused connection burns one
 * of `retries.left`; the failure after the last goes to the client as it is (handler_again___status_CONNECTING_SERVER).
 */
async function acquire(
  port: ClientPort,
  session: ClientSession,
  hostgroup: number,
  startedAt: number,
  deadline: number,
  retries: { left: number },
): Promise<Acquired> {
  for (;;) {
    const { settings } = port.store;
    const now = performance.now();
    if (now >= deadline) {
      const waited = Math.floor(now - startedAt);
      const message = `Max connect timeout reached while reaching hostgroup ${hostgroup} after ${waited}ms`;
      port.store.log('ERROR', message);
      return { error: { errno: 9001, sqlState: 'HY000', message } };
    }
    const nowS = Math.floor(Date.now() / 1000);
    const server = pickServer(port.store.hostgroups, hostgroup, nowS, Math.random(), settings);
    if (server === null) {
      await port.loaded.wait(Math.min(RETRY_MS, deadline - now));
      if (session.ended) return { error: { errno: 2013, sqlState: 'HY000', message: 'client went away' } };
      continue;
    }
    const timeout = Math.min(settings.connectTimeoutServerMs, deadline - now);
    const taken = await takeConnection(port.pool, server, wanted(session), timeout);
    if ('socket' in taken) return { connection: taken };
    const shunned = connectError(server, taken.errno, Math.floor(Date.now() / 1000), settings);
    if (shunned) {
      port.store.log(
        'ERROR',
        `Shunning server ${server.hostname}:${server.port} with ${server.errorsInThatSecond} errors/sec. Shunning for ${settings.shunRecoveryTimeS} seconds`,
      );
    }
    if (retries.left === 0 || taken.errno === 1226) return { error: taken };
    retries.left -= 1;
    await sleep(settings.connectRetriesDelayMs);
  }
}

/** Brings schema and SET statements of a connection to what the session wants; the error is the backend's own. */
async function prepare(connection: BackendConnection, session: ClientSession): Promise<Outcome | null> {
  if (session.schema !== null && connection.schema !== session.schema) {
    const used = await run(
      connection,
      Buffer.concat([Buffer.from([Command.initDatabase]), Buffer.from(session.schema)]),
      null,
    );
    if (used.kind !== 'reply' || used.summary.error !== null) return used;
    connection.schema = session.schema;
  }
  for (const [name, sql] of session.sets) {
    if (connection.sets.get(name) === sql) continue;
    const set = await run(connection, queryPayload(sql), null);
    if (set.kind !== 'reply' || set.summary.error !== null) return set;
    connection.sets.set(name, sql);
  }
  return null;
}

/** Settles once the server may no longer be used; asked at each LOAD, when ProxySQL pokes its sessions. */
function offlineAfterLoad(port: ClientPort, server: RuntimeServer): { promise: Promise<void>; cancel: () => void } {
  let cancel = (): void => {};
  const promise = new Promise<void>((resolve) => {
    cancel = port.loaded.listen(() => {
      if (isOffline(server)) resolve();
    });
  });
  return { promise, cancel };
}

/** Runs a statement on a backend of its hostgroup, with the waiting, retrying and giving up of MySQL_Session::handler. */
export async function forward(port: ClientPort, session: ClientSession, text: string, pins: boolean): Promise<Answer> {
  const { store } = port;
  const startedAt = performance.now();
  const hostgroup =
    session.held?.inTransaction && session.transactionHostgroup !== null && session.user.transactionPersistent
      ? session.transactionHostgroup
      : route(port.rules(), session.user.username, text, session.user.defaultHostgroup);
  if (session.held !== null && session.held.server.hostgroup !== hostgroup) {
    if (session.held.inTransaction || session.held.pinned) drop(session);
    else release(port, session);
  }
  session.running = { text, since: startedAt, hostgroup };
  const { connectTimeoutServerMaxMs, connectRetriesOnFailure, queryRetriesOnFailure } = store.settings;
  const retries = { left: connectRetriesOnFailure };
  let queryRetries = queryRetriesOnFailure;
  let deadline = connectTimeoutServerMaxMs > 0 ? startedAt + connectTimeoutServerMaxMs : Number.POSITIVE_INFINITY;
  for (;;) {
    if (session.held === null) {
      const acquired = await acquire(port, session, hostgroup, startedAt, deadline, retries);
      if ('error' in acquired) return errorAnswer(acquired.error);
      session.held = acquired.connection;
    }
    const connection = session.held;
    if (session.heldUntil !== null) clearTimeout(session.heldUntil);
    session.heldUntil = null;
    connection.onClose = () => {};
    let outcome: Outcome | null = isOffline(connection.server) ? { kind: 'offline' } : null;
    if (outcome === null) outcome = await prepare(connection, session);
    if (outcome === null) {
      connection.server.queries += 1;
      const offline = offlineAfterLoad(port, connection.server);
      outcome = await run(connection, queryPayload(text), offline.promise);
      offline.cancel();
    }
    if (session.ended) {
      drop(session);
      return { kind: 'close' };
    }
    const shuttingDown = outcome.kind === 'reply' && outcome.summary.error?.errno === 1053;
    if (outcome.kind === 'reply') {
      const { summary } = outcome;
      if (summary.error !== null) {
        const clientAddress = session.socket.remoteAddress ?? '';
        const { username } = session.user;
        port.recordError({
          server: connection.server,
          username,
          clientAddress,
          schema: session.schema ?? '',
          error: summary.error,
        });
      }
      if (!shuttingDown) {
        finish(port, session, connection, pins, outcome);
        return { kind: 'answer', bytes: outcome.bytes };
      }
      connectError(connection.server, 1053, Math.floor(Date.now() / 1000), store.settings);
    }
    store.log(
      outcome.kind === 'offline' ? 'ERROR' : 'WARNING',
      outcome.kind === 'offline'
        ? `Detected an offline server during query: ${connection.server.hostname}, ${connection.server.port}`
        : `Detected a broken connection while running query on (${hostgroup},${connection.server.hostname},${connection.server.port})`,
    );
    const again = queryRetries > 0 && !mustStay(connection);
    if (outcome.kind === 'lost') connectError(connection.server, 2013, Math.floor(Date.now() / 1000), store.settings);
    drop(session);
    if (!again) {
      return outcome.kind === 'reply' ? { kind: 'answer', bytes: outcome.bytes } : { kind: 'close' };
    }
    queryRetries -= 1;
    store.log('WARNING', 'Retrying query.');
    if (outcome.kind === 'offline' && connectTimeoutServerMaxMs > 0) {
      deadline = performance.now() + connectTimeoutServerMaxMs;
    }
  }
}

/** Decides after a reply whether the connection stays with the session (MySQL_Session::finishQuery). */
function finish(
  port: ClientPort,
  session: ClientSession,
  connection: BackendConnection,
  pins: boolean,
  { summary }: { summary: { insertId: number; affectedRows: number; warnings: number; error: ErrorFields | null } },
): void {
  const { settings } = port.store;
  if (summary.error === null) {
    if (pins) connection.pinned = true;
    connection.hasWarnings = summary.warnings > 0;
    if (summary.insertId > 0) {
      session.lastInsertId = summary.insertId;
      if (summary.affectedRows > 0 && settings.autoIncrementDelayMultiplex > 0) {
        connection.delayToken = settings.autoIncrementDelayMultiplex + 1;
      }
    }
  }
  if (connection.delayToken > 0) connection.delayToken -= 1;
  session.transactionHostgroup = connection.inTransaction ? connection.server.hostgroup : null;
  if (settings.multiplexing && !mustStay(connection)) {
    release(port, session);
    return;
  }
  connection.onClose = () => {
    // "Detected broken idle connection": ProxySQL ends the client's connection with it.
    drop(session);
    session.socket.destroy();
  };
  const onlyDelayed = !connection.inTransaction && !connection.pinned && !connection.hasWarnings;
  if (settings.multiplexing && onlyDelayed && settings.autoIncrementDelayMultiplexTimeoutMs > 0) {
    session.heldUntil = setTimeout(() => release(port, session), settings.autoIncrementDelayMultiplexTimeoutMs);
  }
}
