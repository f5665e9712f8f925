// Clients that write through ProxySQL, and the ledger of what they were told.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import type { ProxySQL } from '../lab/proxysql.ts';
import { now } from './clock.ts';

export const WRITERS = 4;
/** Between two statements of one writer: enough writes to time a gap by, not so many that the machine is busy with them. */
const PAUSE_MS = 5;
const RECONNECT_PAUSE_MS = 10;
/** A statement that waits for a writer gives up in ProxySQL after mysql-connect_timeout_server_max, 10 s. */
const LONGEST_STATEMENT_MS = 12_000;

/** No unique key on `id`: a statement that was carried out twice leaves two rows, and they are counted. */
export const CREATE_WRITES_TABLE =
  'CREATE TABLE shop.writes (place BIGINT AUTO_INCREMENT PRIMARY KEY, id BIGINT NOT NULL, writer INT NOT NULL, KEY (id))';

/** How often each id is on a server. */
export async function storedIds(server: MysqlServer): Promise<Map<number, number>> {
  const rows = await server.query('SELECT id, COUNT(*) AS times FROM shop.writes GROUP BY id');
  return new Map(rows.map((row) => [Number(row.id), Number(row.times)]));
}

export type Acknowledgement = { readonly id: number; readonly sentAt: number; readonly at: number };

/** A statement that failed: whether its row exists is unknown to the client. */
export type FailedWrite = { readonly id: number; readonly at: number; readonly message: string };

export type Writers = {
  readonly acknowledged: readonly Acknowledgement[];
  readonly failed: readonly FailedWrite[];
  /** Connections that could not be made. */
  readonly failedConnections: () => number;
  /** No new statements; resolves when those under way are answered. */
  readonly stop: () => Promise<void>;
};

/** Single-row inserts, each committed by itself; ids are unique over all writers and are never used again after a failure. */
export function startWriters(proxysql: ProxySQL, onFailure: (failure: FailedWrite) => void): Writers {
  const acknowledged: Acknowledgement[] = [];
  const failed: FailedWrite[] = [];
  let failedConnections = 0;
  let stopping = false;

  const connect = async (): Promise<Connection | null> => {
    try {
      const connection = await proxysql.connect('app', labPasswords.app, 'shop');
      // The failed statement reports it; without a listener it would end the process.
      connection.on('error', () => undefined);
      return connection;
    } catch {
      failedConnections += 1;
      await sleep(RECONNECT_PAUSE_MS);
      return null;
    }
  };

  const write = async (writer: number): Promise<void> => {
    let connection: Connection | null = null;
    for (let id = writer * 1_000_000_000 + 1; !stopping; ) {
      connection ??= await connect();
      if (connection === null) continue;
      const sentAt = now();
      try {
        await connection.query({
          sql: `INSERT INTO shop.writes (id, writer) VALUES (${id}, ${writer})`,
          timeout: LONGEST_STATEMENT_MS,
        });
        acknowledged.push({ id, sentAt, at: now() });
      } catch (error) {
        const failure = { id, at: now(), message: error instanceof Error ? error.message : String(error) };
        failed.push(failure);
        onFailure(failure);
        // An error packet leaves the connection usable; anything else does not.
        if (!(error instanceof Error && 'sqlState' in error && error.sqlState)) {
          connection.destroy();
          connection = null;
        }
      }
      id += 1;
      await sleep(PAUSE_MS);
    }
    connection?.destroy();
  };

  const running = Promise.all(Array.from({ length: WRITERS }, (_, index) => write(index + 1)));
  return {
    acknowledged,
    failed,
    failedConnections: () => failedConnections,
    stop: async () => {
      stopping = true;
      await running;
    },
  };
}
