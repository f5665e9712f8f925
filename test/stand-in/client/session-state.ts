import type { Socket } from 'node:net';
import type { RuntimeUser, Store } from '../admin/store.ts';
import type { RuntimeServer } from '../hostgroups/hostgroups.ts';
import type { Signal } from '../signal.ts';
import { Status } from '../wire/constants.ts';
import type { ErrorFields } from '../wire/replies.ts';
import type { BackendConnection } from './backend.ts';
import { dropConnection, giveBack, type Pool } from './pool.ts';
import type { QueryRule } from './routing.ts';

/** What all sessions share. */
export type ClientPort = {
  store: Store;
  pool: Pool;
  rules: () => QueryRule[];
  /** Emitted by LOAD MYSQL SERVERS TO RUNTIME: sessions look at their servers anew. */
  loaded: Signal;
  sessions: Set<ClientSession>;
  recordError: (entry: BackendError) => void;
};

export type BackendError = {
  server: RuntimeServer;
  username: string;
  clientAddress: string;
  schema: string;
  error: ErrorFields;
};

export type ClientSession = {
  id: number;
  socket: Socket;
  user: RuntimeUser;
  characterSet: number;
  foundRows: boolean;
  schema: string | null;
  sets: Map<string, string>;
  autocommit: boolean;
  lastInsertId: number;
  /** The backend connection that stays with the session between statements. */
  held: BackendConnection | null;
  heldUntil: NodeJS.Timeout | null;
  /** The hostgroup of the open transaction, or null. */
  transactionHostgroup: number | null;
  running: { text: string; since: number; hostgroup: number } | null;
  ended: boolean;
};

/** What OK and EOF packets that no backend made say. */
export function statusFlags(session: ClientSession): number {
  return (session.autocommit ? Status.autocommit : 0) | (session.held?.inTransaction ? Status.inTransaction : 0);
}

/** Gives the held connection back to the pool. */
export function release(port: ClientPort, session: ClientSession): void {
  if (session.heldUntil !== null) clearTimeout(session.heldUntil);
  session.heldUntil = null;
  if (session.held === null) return;
  giveBack(port.pool, session.held);
  session.held = null;
}

/** Closes the held connection. */
export function drop(session: ClientSession): void {
  if (session.heldUntil !== null) clearTimeout(session.heldUntil);
  session.heldUntil = null;
  if (session.held !== null) dropConnection(session.held);
  session.held = null;
  session.transactionHostgroup = null;
}

/** A connection may not go to another session, nor its statement to another server (IsActiveTransaction, MultiplexDisabled). */
export function mustStay(connection: BackendConnection): boolean {
  return connection.inTransaction || connection.pinned || connection.hasWarnings || connection.delayToken > 0;
}
