// One ProxySQL of the laboratory, real or the stand-in: its own loopback address and data directory; killed and started at will.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Connection, createConnection } from 'mysql2/promise';
import { keepConnection } from './kept-connection.ts';
import { newRunDirectory, recordProcess, removeRunDirectory } from './lab-files.ts';
import { canBind, giveBackAddress, takeAddress } from './loopback.ts';
import { killByIdentity, type LabProcess, processIdentity } from './processes.ts';
import type { ProxySQLConfig, ProxySQLUser } from './proxysql-config.ts';
import { findProxySQL, type ProxySQLKind } from './proxysql-source.ts';
import { waitUntil } from './wait.ts';

export { describeProxySQL, findProxySQL, labKinds } from './proxysql-source.ts';

/** A row as ProxySQL's admin gives it: everything is text. */
type AdminRow = Record<string, string | null>;

type AdminOk = { readonly affectedRows: number; readonly info: string };

export type ProxySQLOptions = {
  /** Account for ProxySQL's own monitor; without it the monitor is off. */
  readonly monitor?: { readonly user: string; readonly password: string };
  /** Rows of mysql_users. */
  readonly users?: readonly ProxySQLUser[];
  /** Full names, `mysql-…` or `admin-…`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Asks for the real one or the stand-in; by default the first that works. */
  readonly kind?: ProxySQLKind;
};

export type ProxySQL = {
  readonly kind: ProxySQLKind;
  readonly version: string;
  /** What it is and where it comes from, for people. */
  readonly description: string;
  readonly adminHost: string;
  readonly adminPort: number;
  readonly adminUser: 'radmin';
  readonly adminPassword: string;
  readonly clientHost: string;
  readonly clientPort: number;
  readonly dataDirectory: string;
  readonly logFile: string;
  /** Everything it and what its scheduler started have printed. */
  readonly readLog: () => string;
  /** Of the process that runs now, or ran last. */
  readonly pid: () => number;
  readonly isRunning: () => boolean;
  /** One statement on a kept admin connection: rows, or what the OK packet said. Throws mysql2's error. */
  readonly admin: (sql: string) => Promise<AdminRow[] | AdminOk>;
  /** The rows of one statement; throws when it gives none but an OK. */
  readonly rows: (sql: string) => Promise<AdminRow[]>;
  /** Statements one after the other, for their effect. */
  readonly exec: (...statements: readonly string[]) => Promise<void>;
  /** A new connection through the client port; the caller ends it. */
  readonly connect: (user: string, password: string, database?: string) => Promise<Connection>;
  /** SIGKILL, and waits until it is gone. What its scheduler started lives on. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, and waits until it is gone; also what its scheduler started lives on. */
  readonly stop: () => Promise<void>;
  /** Starts it again on the same data, address and ports: what was on disk comes back. */
  readonly start: () => Promise<void>;
  /** Kills it and the scripts its scheduler started, and removes its files. */
  readonly destroy: () => Promise<void>;
};

const adminPassword = 'lab-radmin';

/** Children of a process (proc_pid_task_children(5)), named beyond reuse of their pids. */
function childrenOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim().split(' '))
      .filter((child) => child !== '')
      .flatMap((child) => processIdentity(Number(child)) ?? []);
  } catch {
    return [];
  }
}

/** Starts a ProxySQL with an empty mysql_servers; resolves when both its ports answer. */
export async function startProxySQL(options: ProxySQLOptions = {}): Promise<ProxySQL> {
  const source = await findProxySQL(options.kind);
  const dataDirectory = newRunDirectory('proxysql');
  const logFile = `${dataDirectory}/proxysql.log`;
  const { address, port: adminPort } = await takeAddress(6032);
  const clientPort = (await canBind(address, 6033)) ? 6033 : 16_033;
  const { monitor } = options;
  const config: ProxySQLConfig = {
    dataDirectory,
    credentials: [
      { user: 'admin', password: 'admin' },
      { user: 'radmin', password: adminPassword },
    ],
    adminInterface: `${address}:${adminPort}`,
    clientInterface: `${address}:${clientPort}`,
    users: options.users ?? [],
    variables: {
      'mysql-monitor_enabled': String(monitor !== undefined),
      ...(monitor === undefined
        ? {}
        : { 'mysql-monitor_username': monitor.user, 'mysql-monitor_password': monitor.password }),
      ...options.variables,
    },
  };

  let running: LabProcess | undefined;
  const orphans = new Set<string>();

  const readLog = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');

  const asAdmin = keepConnection({
    host: address,
    port: adminPort,
    user: 'radmin',
    password: adminPassword,
    connectTimeout: 5000,
  });

  const admin = async (sql: string): Promise<AdminRow[] | AdminOk> => {
    const result = await asAdmin.query({ sql });
    return Array.isArray(result) ? (result as AdminRow[]) : { affectedRows: result.affectedRows, info: result.info };
  };

  const answers = (host: string, port: number, user: string, password: string) => async () => {
    if (running?.isRunning() === false) return true;
    try {
      const connection = await createConnection({ host, port, user, password, connectTimeout: 1000 });
      connection.destroy();
      return true;
    } catch (error) {
      // A port that refuses the password answers.
      if (error instanceof Error && 'errno' in error && error.errno === 1045) return true;
      throw error;
    }
  };

  const start = async (): Promise<void> => {
    if (running?.isRunning()) throw new Error('this ProxySQL runs already');
    const started = await source.start(config, logFile);
    running = started;
    recordProcess(dataDirectory, started.pid);
    await waitUntil('ProxySQL answers', answers(address, adminPort, 'radmin', adminPassword), 30_000);
    await waitUntil('ProxySQL takes clients', answers(address, clientPort, 'nobody', ''), 30_000);
    if (!started.isRunning()) {
      const tail = readLog().trim().split('\n').slice(-15).join('\n');
      throw new Error(`ProxySQL did not start (${await started.exited}):\n${tail}`);
    }
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    asAdmin.forget();
    if (running === undefined) return;
    for (const child of childrenOf(running.pid)) orphans.add(child);
    await running.signal(signal);
    await running.exited;
  };

  const proxysql: ProxySQL = {
    kind: source.kind,
    version: source.version,
    description: source.description,
    adminHost: address,
    adminPort,
    adminUser: 'radmin',
    adminPassword,
    clientHost: address,
    clientPort,
    dataDirectory,
    logFile,
    readLog,
    pid: () => running?.pid ?? -1,
    isRunning: () => running?.isRunning() ?? false,
    admin,
    rows: async (sql) => {
      const result = await admin(sql);
      if (!Array.isArray(result)) throw new Error(`no rows from ProxySQL for: ${sql}`);
      return result;
    },
    exec: async (...statements) => {
      for (const statement of statements) await admin(statement);
    },
    connect: (user, password, database) =>
      createConnection({
        host: address,
        port: clientPort,
        user,
        password,
        connectTimeout: 5000,
        ...(database === undefined ? {} : { database }),
      }),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
    destroy: async () => {
      await end('SIGKILL');
      for (const orphan of orphans) killByIdentity(orphan);
      removeRunDirectory(dataDirectory);
      giveBackAddress(address);
    },
  };
  try {
    await start();
  } catch (error) {
    await proxysql.destroy();
    throw error;
  }
  return proxysql;
}
