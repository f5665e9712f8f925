// One real MySQL server: its own loopback address, data directory and socket; killed, frozen and started at will.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { type GeneralLogEntry, parseGeneralLog } from './general-log.ts';
import { keepConnection } from './kept-connection.ts';
import { labPasswords } from './lab-accounts.ts';
import { copyTree, newRunDirectory, recordProcess, removeRunDirectory } from './lab-files.ts';
import { giveBackAddress, takeAddress } from './loopback.ts';
import { type MysqldOptions, optionArguments, serverOptions } from './mysql-options.ts';
import { dataDirectoryTemplate } from './mysql-template.ts';
import { findMysqld } from './mysqld-source.ts';
import type { ServerHost } from './network-namespaces.ts';
import { isStopped, type LabProcess } from './processes.ts';
import { waitUntil } from './wait.ts';

export type Row = Record<string, unknown>;

export type MysqlServer = {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** "address:port". */
  readonly endpoint: string;
  readonly socket: string;
  readonly serverId: number;
  readonly dataDirectory: string;
  readonly errorLogPath: string;
  /** Such as "9.7.4". */
  readonly version: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: () => number;
  /** running, frozen, or dead (killed or stopped). */
  readonly state: () => 'running' | 'frozen' | 'dead';
  /** Rows of one statement, run as root on a kept connection; integers beyond 2^53 come as strings. Fails after `timeoutMs` (10 s). */
  readonly query: (sql: string, values?: readonly unknown[], timeoutMs?: number) => Promise<Row[]>;
  /** Runs statements one after the other as root on the same kept connection, for their effect. */
  readonly exec: (...statements: readonly string[]) => Promise<void>;
  /** First column of the first row as text; undefined without a row or for NULL. */
  readonly value: (sql: string, values?: readonly unknown[]) => Promise<string | undefined>;
  /** A new connection over TCP as a user of the laboratory; the caller ends it. */
  readonly connect: (user: keyof typeof labPasswords, database?: string) => Promise<Connection>;
  /** SIGKILL, and waits until the process is gone. */
  readonly kill: () => Promise<void>;
  /** SIGSTOP, and waits until every thread stands still; the port goes on accepting connections that nobody answers. */
  readonly freeze: () => Promise<void>;
  /** SIGCONT. */
  readonly thaw: () => Promise<void>;
  /** Clean shutdown (SIGTERM), waits until the process is gone. */
  readonly stop: () => Promise<void>;
  /** Starts it again on the same data and address; `overrides` hold until the next start. Waits until it answers. */
  readonly start: (overrides?: MysqldOptions) => Promise<void>;
  /** True when it was started with overrides. */
  readonly hasOverrides: () => boolean;
  /** Switches the general log on and returns the mark to read from. */
  readonly startGeneralLog: () => Promise<number>;
  /** Entries since `mark`, without the laboratory's own connection. */
  readonly generalLogSince: (mark: number) => Promise<GeneralLogEntry[]>;
  readonly stopGeneralLog: () => Promise<void>;
  /** The last lines of the error log. */
  readonly errorLogTail: (lines?: number) => string;
  /** Drops the kept connection: the next query opens a new one. */
  readonly forgetConnection: () => void;
  /** Kills it and removes its files. */
  readonly destroy: () => Promise<void>;
};

export type MysqlServerSpec = {
  readonly name: string;
  readonly serverId: number;
  readonly options?: MysqldOptions;
  /** Where it runs; by default on a loopback address of its own. */
  readonly host?: ServerHost;
};

/** Makes a data directory for a new server and starts it; resolves when it answers queries. */
export async function startMysqlServer(spec: MysqlServerSpec): Promise<MysqlServer> {
  const mysqld = await findMysqld();
  const template = await dataDirectoryTemplate(mysqld);
  const directory = newRunDirectory(spec.name.replace(/[^\w-]/g, '').slice(0, 12));
  const dataDirectory = join(directory, 'data');
  const socket = join(directory, 'mysql.sock');
  const errorLogPath = join(directory, 'error.log');
  const generalLogPath = join(directory, 'general.log');
  const [{ address, port }] = await Promise.all([spec.host ?? takeAddress(3306), copyTree(template, dataDirectory)]);
  const place: MysqldOptions = {
    'server-id': String(spec.serverId),
    'bind-address': address,
    port: String(port),
    'report-host': address,
    'report-port': String(port),
    datadir: dataDirectory,
    tmpdir: directory,
    socket,
    'pid-file': join(directory, 'mysqld.pid'),
    'log-error': errorLogPath,
    'general-log-file': generalLogPath,
  };

  let running: LabProcess | undefined;
  let lastPid = -1;
  let frozen = false;
  let overridden = false;
  let keptThreadIds: number[] = [];

  const errorLogTail = (lines = 15) =>
    existsSync(errorLogPath) ? readFileSync(errorLogPath, 'utf8').trim().split('\n').slice(-lines).join('\n') : '';

  const asRoot = keepConnection(
    { socketPath: socket, user: 'root', password: labPasswords.root, connectTimeout: 5000, supportBigNumbers: true },
    ({ threadId }) => keptThreadIds.push(threadId),
  );

  const query = async (sql: string, values: readonly unknown[] = [], timeoutMs = 10_000): Promise<Row[]> => {
    try {
      const rows = await asRoot.query({ sql, values: [...values], timeout: timeoutMs });
      return Array.isArray(rows) ? rows : [];
    } catch (error) {
      throw new Error(`${spec.name}: ${error instanceof Error ? error.message : String(error)} [${sql}]`, {
        cause: error,
      });
    }
  };

  const start = async (overrides: MysqldOptions = {}): Promise<void> => {
    if (running?.isRunning()) throw new Error(`${spec.name} runs already`);
    const args = optionArguments(serverOptions, place, spec.options ?? {}, overrides);
    rmSync(socket, { force: true });
    rmSync(`${socket}.lock`, { force: true });
    const started = await mysqld.start(args, directory, join(directory, 'output.log'), spec.host?.within);
    recordProcess(directory, started.pid);
    running = started;
    lastPid = started.pid;
    frozen = false;
    overridden = Object.keys(overrides).length > 0;
    keptThreadIds = [];
    const ready = waitUntil(
      `${spec.name} answers`,
      async () => {
        if (!started.isRunning()) return true;
        if (!existsSync(socket)) return false;
        await asRoot.open();
        return true;
      },
      60_000,
    );
    await ready;
    if (!started.isRunning()) {
      throw new Error(`${spec.name} did not start (${await started.exited}):\n${errorLogTail()}`);
    }
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    asRoot.forget();
    if (running === undefined) return;
    if (frozen && signal === 'SIGTERM') await running.signal('SIGCONT');
    await running.signal(signal);
    await running.exited;
    frozen = false;
  };

  const freeze = async () => {
    if (!running?.isRunning()) throw new Error(`${spec.name} is dead and cannot be frozen`);
    await running.signal('SIGSTOP');
    frozen = true;
    await waitUntil(`${spec.name} stands still`, () => isStopped(lastPid));
  };

  const thaw = async () => {
    await running?.signal('SIGCONT');
    frozen = false;
  };

  const generalLogSize = () => (existsSync(generalLogPath) ? statSync(generalLogPath).size : 0);

  const server: MysqlServer = {
    name: spec.name,
    address,
    port,
    endpoint: `${address}:${port}`,
    socket,
    serverId: spec.serverId,
    dataDirectory,
    errorLogPath,
    version: mysqld.version,
    pid: () => lastPid,
    state: () => (!running?.isRunning() ? 'dead' : frozen ? 'frozen' : 'running'),
    query,
    exec: async (...statements) => {
      for (const statement of statements) await query(statement);
    },
    value: async (sql, values) => {
      const first = Object.values((await query(sql, values))[0] ?? {})[0];
      return first === undefined || first === null ? undefined : String(first);
    },
    connect: (user, database) =>
      createConnection({
        host: address,
        port,
        user,
        password: labPasswords[user],
        connectTimeout: 5000,
        supportBigNumbers: true,
        ...(database === undefined ? {} : { database }),
      }),
    kill: () => end('SIGKILL'),
    freeze,
    thaw,
    stop: () => end('SIGTERM'),
    start,
    hasOverrides: () => overridden,
    startGeneralLog: async () => {
      const mark = generalLogSize();
      await query("SET GLOBAL log_output = 'FILE'");
      await query('SET GLOBAL general_log = ON');
      return mark;
    },
    generalLogSince: async (mark) => {
      const text = existsSync(generalLogPath) ? readFileSync(generalLogPath).subarray(mark).toString('utf8') : '';
      return parseGeneralLog(text).filter(({ threadId }) => !keptThreadIds.includes(threadId));
    },
    stopGeneralLog: async () => {
      await query('SET GLOBAL general_log = OFF');
    },
    errorLogTail,
    forgetConnection: asRoot.forget,
    destroy: async () => {
      await end('SIGKILL');
      removeRunDirectory(directory);
      if (spec.host === undefined) giveBackAddress(address);
    },
  };
  try {
    await start();
  } catch (error) {
    await server.destroy();
    throw error;
  }
  return server;
}
