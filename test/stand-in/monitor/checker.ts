import type { Store } from '../admin/store.ts';
import { type BackendConnection, closeBackend, openBackend, run } from '../client/backend.ts';
import { address } from '../hostgroups/hostgroups.ts';
import { cursor, readLengthEncoded } from '../wire/fields.ts';
import { packetSplitter } from '../wire/packets.ts';
import { parseColumnName, parseTextRow } from '../wire/replies.ts';

export type Target = { hostname: string; port: number };

/** One check as the log tables have it; `tookUs` is 0 with an error. */
export type CheckResult = {
  startedAtUs: number;
  tookUs: number;
  error: string | null;
  rows: Record<string, string | null>[];
};

/** The texts of a failed connection and of no answer in time differ from check to check, and some are meant. */
type CheckTexts = { connect: (error: string) => string; timeout: string };

export type Checker = {
  /**
   * One command over a kept or a new connection. A check that must connect first is not waited for, as ProxySQL hands
   * it to a worker thread; `done` is then called later.
   */
  check: (
    target: Target,
    payload: Buffer,
    timeoutMs: number,
    texts: CheckTexts,
    done: (result: CheckResult) => void,
  ) => Promise<void>;
  /** A new connection as the monitor's user, or why not. */
  connect: (target: Target) => Promise<BackendConnection | { message: string }>;
  close: () => void;
};

function rowsOf(bytes: Buffer): Record<string, string | null>[] {
  const packets: Buffer[] = [];
  packetSplitter(({ payload }) => packets.push(payload))(bytes);
  const columns = readLengthEncoded(cursor(packets[0] ?? Buffer.from([0]))) ?? 0;
  const names = packets.slice(1, 1 + columns).map(parseColumnName);
  return packets.slice(2 + columns, -1).map((row) => {
    const values = parseTextRow(row);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
  });
}

/** Wall clock in microseconds. */
export const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);

const sleep = (ms: number): Promise<'timeout'> =>
  new Promise((resolve) => setTimeout(resolve, ms, 'timeout' as const).unref());

/** The monitor's own connections, kept between checks. */
export function createChecker(store: Store): Checker {
  const connections = new Map<string, BackendConnection[]>();
  let closed = false;

  const connect: Checker['connect'] = async (target) => {
    // The connection belongs to no hostgroup: it is opened to a server only in name.
    const server = store.hostgroups.servers.find((candidate) => address(candidate) === address(target));
    if (server === undefined) return { message: 'no such server' };
    const { monitorUsername, monitorPassword, monitorConnectTimeoutMs } = store.settings;
    const login = {
      user: monitorUsername,
      password: monitorPassword,
      database: null,
      characterSet: 33,
      foundRows: false,
    };
    // Whole seconds, at least one: the client library's option knows nothing smaller.
    const timeoutMs = Math.max(1, Math.floor(monitorConnectTimeoutMs / 1000)) * 1000;
    const opened = await openBackend({ ...server }, login, timeoutMs);
    if ('socket' in opened) return opened;
    // The monitor connects with a timeout, and then the client library has EINPROGRESS to show for a refusal.
    return { message: opened.message.replace(/ \(111\)$/, ' (115)') };
  };

  const keep = (target: Target, connection: BackendConnection): void => {
    const free = connections.get(address(target)) ?? [];
    connections.set(address(target), free);
    if (connection.closed) return;
    connection.onClose = () => {};
    free.push(connection);
  };

  const check: Checker['check'] = async (target, payload, timeoutMs, texts, done) => {
    const kept = connections.get(address(target))?.shift();
    const work = async (): Promise<void> => {
      const startedAtUs = nowUs();
      let before = performance.now();
      const finish = (error: string | null, rows: CheckResult['rows'] = []): void =>
        done({
          startedAtUs,
          tookUs: error === null ? Math.max(1, Math.round((performance.now() - before) * 1000)) : 0,
          error,
          rows,
        });
      const connection = kept ?? (await connect(target));
      before = performance.now();
      if (closed) return;
      if ('message' in connection) return finish(texts.connect(connection.message));
      const outcome = await Promise.race([run(connection, payload, null), sleep(timeoutMs)]);
      if (closed) return;
      if (outcome === 'timeout') {
        closeBackend(connection);
        return finish(texts.timeout);
      }
      if (outcome.kind !== 'reply') {
        closeBackend(connection);
        return finish('Lost connection to server during query');
      }
      if (outcome.summary.error !== null) {
        closeBackend(connection);
        return finish(outcome.summary.error.message);
      }
      keep(target, connection);
      finish(null, rowsOf(outcome.bytes));
    };
    if (kept === undefined) void work();
    else await work();
  };

  return {
    check,
    connect,
    close: () => {
      closed = true;
      for (const free of connections.values()) for (const connection of free) closeBackend(connection);
    },
  };
}
