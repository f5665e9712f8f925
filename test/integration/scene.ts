/** What an integration test plays in: real MySQL servers, a ProxySQL in front of them, a config, and the built file to run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { GeneralLogEntry } from '../lab/general-log.ts';
import { labPasswords } from '../lab/lab-accounts.ts';
import { newRunDirectory, removeRunDirectory } from '../lab/lab-files.ts';
import { type ClusterMember, type MysqlCluster, startMysqlCluster } from '../lab/mysql-cluster.ts';
import type { MysqldOptions } from '../lab/mysql-options.ts';
import type { MysqlServer, Row } from '../lab/mysql-server.ts';
import { type AdminRow, type ProxySQL, type ProxySQLOptions, startProxySQL } from '../lab/proxysql.ts';
import { repositoryRoot } from '../lab/repository.ts';
import { waitUntil } from '../lab/wait.ts';

export const WRITER = 10;
export const READER = 20;
export const QUARANTINE = 9010;

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly time: string;
  readonly cluster?: string;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How long the process lived. */
  readonly ms: number;
}

export interface Running {
  readonly pid: number;
  /** What it has printed so far. */
  readonly stdout: () => string;
  /** SIGKILL. */
  readonly kill: () => void;
  readonly ended: Promise<Ended>;
}

/** A row of `mysql_servers`: where it stands, and what differs from the defaults. */
export interface Place {
  readonly hostgroup: number;
  readonly server: { readonly address: string; readonly port: number };
  readonly attributes?: Readonly<Record<string, string | number>>;
}

interface Watch {
  /** Statements of the account failover that do more than read, by server, and every table of ProxySQL that differs. */
  readonly changes: () => Promise<string[]>;
  /** Everything the account failover sent to a server. */
  readonly sent: (server: MysqlServer) => Promise<string[]>;
}

export interface Scene<Name extends string> {
  readonly cluster: MysqlCluster<Name>;
  readonly proxysql: ProxySQL;
  readonly configFile: string;
  readonly directory: string;
  /** The servers as at the start, these rows in ProxySQL (default: the first server writes, the others read), nothing remembered. */
  readonly reset: (places?: readonly Place[]) => Promise<void>;
  /** Writes the config; `changes` replace keys of it. */
  readonly configure: (changes?: Readonly<Record<string, unknown>>) => void;
  /** One run of the built file to its end. */
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** The same, while it runs. */
  readonly start: (...args: readonly string[]) => Running;
  /** Every table of ProxySQL that the program may touch, as text. */
  readonly tables: () => Promise<Record<string, readonly string[]>>;
  /** Starts to watch the servers that run now, and ProxySQL's tables. */
  readonly watch: () => Promise<Watch>;
  /** SIGKILL, and waits until every running replica has noticed. */
  readonly killPrimary: () => Promise<void>;
  readonly destroy: () => Promise<void>;
}

export interface SceneOptions {
  readonly servers?: MysqldOptions;
  readonly proxysql?: ProxySQLOptions;
}

const TABLES = ['mysql_servers', 'mysql_replication_hostgroups', 'scheduler'];
const OWN_TABLES = ['proxysql_failover_state', 'proxysql_failover_history'];

/** Starts the servers and ProxySQL; every test begins with `reset`. */
export async function openScene<Name extends string>(
  tree: readonly Name[] | Readonly<Record<Name, ClusterMember>>,
  options: SceneOptions = {},
): Promise<Scene<Name>> {
  const started = await Promise.allSettled([startMysqlCluster(tree, options.servers), startProxySQL(options.proxysql)]);
  const [mysql, proxy] = started;
  if (mysql.status === 'rejected' || proxy.status === 'rejected') {
    for (const one of started) if (one.status === 'fulfilled') await one.value.destroy();
    throw mysql.status === 'rejected' ? mysql.reason : proxy.status === 'rejected' ? proxy.reason : new Error();
  }
  return sceneOf(mysql.value, proxy.value);
}

function sceneOf<Name extends string>(cluster: MysqlCluster<Name>, proxysql: ProxySQL): Scene<Name> {
  console.log(`${cluster.description}; ${proxysql.description}`);
  const directory = newRunDirectory('scene');
  const configFile = join(directory, 'config.json');
  // A copy: whoever builds meanwhile does not change the file under a test.
  const file = join(directory, 'proxysql-failover.cjs');
  copyFileSync(builtFile(), file);
  const running = new Set<ChildProcess>();

  const configure: Scene<Name>['configure'] = (changes = {}) => {
    writeConfig(configFile, { ...defaultConfig(proxysql), ...changes });
  };

  const start: Scene<Name>['start'] = (...args) => {
    const withConfig = args.includes('--config') ? args : [...args, '--config', configFile];
    const begin = performance.now();
    const child = spawn(process.execPath, [file, ...withConfig], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => {
        running.delete(child);
        resolve({ status, signal, stdout, stderr, ms: Math.round(performance.now() - begin) });
      });
    });
    return { pid: child.pid ?? -1, stdout: () => stdout, kill: () => void child.kill('SIGKILL'), ended };
  };

  const reset: Scene<Name>['reset'] = async (places = defaultPlaces(cluster.servers)) => {
    for (const child of running) child.kill('SIGKILL');
    await cluster.reset();
    configure();
    if (!proxysql.isRunning()) await proxysql.start();
    await proxysql.exec(
      'DELETE FROM mysql_servers',
      'DELETE FROM mysql_replication_hostgroups',
      ...OWN_TABLES.map((table) => `DROP TABLE IF EXISTS disk.${table}`),
      'DELETE FROM scheduler',
      'LOAD SCHEDULER TO RUNTIME',
      'SAVE SCHEDULER TO DISK',
      'LOAD MYSQL SERVERS TO RUNTIME',
      ...places.map(insertPlace),
      'LOAD MYSQL SERVERS TO RUNTIME',
      'SAVE MYSQL SERVERS TO DISK',
    );
  };

  const tables: Scene<Name>['tables'] = async () => {
    const names = [
      ...TABLES.flatMap((table) => [table, `runtime_${table}`, `disk.${table}`]),
      ...OWN_TABLES.map((table) => `disk.${table}`),
    ];
    const found: Record<string, readonly string[]> = {};
    for (const name of names) {
      const rows = await proxysql.rows(`SELECT * FROM ${name}`).catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('no such table')) return [];
        throw error;
      });
      // SHUNNED is ProxySQL's own opinion of the moment.
      found[name] = rows
        .map((row) => JSON.stringify(row.status === 'SHUNNED' ? { ...row, status: 'ONLINE' } : row))
        .sort();
    }
    return found;
  };

  return {
    cluster,
    proxysql,
    configFile,
    directory,
    reset,
    configure,
    start,
    run: async (...args) => {
      const ended = await start(...args).ended;
      expectNoPassword(ended.stdout + ended.stderr);
      return ended;
    },
    tables,
    watch: () => watch(cluster.servers, tables),
    killPrimary: () => killAndLetNotice(cluster.primary, cluster.replicas),
    destroy: async () => {
      for (const child of running) child.kill('SIGKILL');
      const log = proxysql.readLog();
      await Promise.all([cluster.destroy(), proxysql.destroy()]);
      removeRunDirectory(directory);
      // ProxySQL prints its own variables with passwords; what the program prints is in lines of JSON.
      expectNoPassword(
        log
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .join('\n'),
      );
    },
  };
}

/** The one file that is shipped. */
export function builtFile(): string {
  return join(repositoryRoot(), 'dist', 'proxysql-failover.cjs');
}

/** The least a config needs, for one cluster called shop. */
export function defaultConfig(proxysql: ProxySQL): Record<string, unknown> {
  return {
    proxysql: {
      host: proxysql.adminHost,
      port: proxysql.adminPort,
      user: proxysql.adminUser,
      password: proxysql.adminPassword,
    },
    mysql: { user: 'failover', password: labPasswords.failover },
    replication: { user: 'repl', password: labPasswords.repl },
    clusters: [{ name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER }],
  };
}

export function writeConfig(file: string, config: unknown, mode = 0o600): void {
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config), { mode });
}

/** `clusters` of the config with promotion rules for servers. */
export function withRules(rules: readonly (readonly [MysqlServer, string])[]): Record<string, unknown> {
  const promotionRules = Object.fromEntries(rules.map(([server, rule]) => [server.endpoint, rule]));
  return { clusters: [{ name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER, promotionRules }] };
}

export function defaultPlaces(servers: readonly MysqlServer[]): Place[] {
  return servers.map((server, index) => ({ hostgroup: index === 0 ? WRITER : READER, server }));
}

export function insertPlace({ hostgroup, server, attributes = {} }: Place): string {
  const values = { hostgroup_id: hostgroup, hostname: server.address, port: server.port, ...attributes };
  const literals = Object.values(values).map((value) =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`,
  );
  return `INSERT INTO mysql_servers (${Object.keys(values).join(', ')}) VALUES (${literals.join(', ')})`;
}

function expectNoPassword(text: string): void {
  for (const password of [...Object.values(labPasswords), 'lab-radmin']) expect(text).not.toContain(password);
}

/** SIGKILL, and waits until every running replica of it has noticed. */
export async function killAndLetNotice(primary: MysqlServer, replicas: readonly MysqlServer[]): Promise<void> {
  await primary.kill();
  for (const replica of replicas) {
    if (replica.state() !== 'running') continue;
    await waitUntil(`${replica.name} notices that ${primary.name} is gone`, async () => {
      const channels = await replica.query('SHOW REPLICA STATUS');
      return channels
        .filter((channel) => channel.Source_Host === primary.address)
        .every((channel) => channel.Replica_IO_Running !== 'Yes');
    });
  }
}

/** What a statement that changes nothing on the server begins with; SET SESSION is of the session that holds the lock. */
export const READS = /^(SELECT|SHOW|SET SESSION)\s/;

async function watch(
  servers: readonly MysqlServer[],
  tables: () => Promise<Record<string, readonly string[]>>,
): Promise<Watch> {
  const marks = new Map<MysqlServer, number>();
  for (const server of servers) {
    if (server.state() === 'running') marks.set(server, await server.startGeneralLog());
  }
  const before = await tables();
  const entries = async (server: MysqlServer): Promise<GeneralLogEntry[]> => {
    const mark = marks.get(server);
    return mark === undefined ? [] : (await server.generalLogSince(mark)).filter(({ user }) => user === 'failover');
  };
  const sent = async (server: MysqlServer): Promise<string[]> =>
    (await entries(server)).filter(({ command }) => command === 'Query').map(({ text }) => text);
  return {
    sent,
    changes: async () => {
      const found: string[] = [];
      for (const server of marks.keys()) {
        for (const { command, text } of await entries(server)) {
          if (command === 'Connect' || command === 'Quit') continue;
          if (command !== 'Query' || !READS.test(text)) found.push(`${server.name}: ${command} ${text}`);
        }
      }
      const after = await tables();
      for (const [name, rows] of Object.entries(after)) {
        if (rows.join('\n') !== before[name]?.join('\n')) {
          found.push(`${name}:\n  before ${before[name]?.join('\n         ')}\n  after  ${rows.join('\n         ')}`);
        }
      }
      return found;
    },
  };
}

/** What changed beside the row that remembers the trouble itself. */
export function beyondMemory(changes: readonly string[]): string[] {
  return changes.filter((change) => !change.startsWith('disk.proxysql_failover_state:'));
}

/** The lines of the log, parsed. */
export function logOf({ stdout }: { readonly stdout: string }): LogLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** The only row of SHOW REPLICA STATUS, or the row of a channel. */
export async function replicaStatus(server: MysqlServer, channel?: string): Promise<Row> {
  const rows = await server.query('SHOW REPLICA STATUS');
  const found = channel === undefined ? rows : rows.filter((row) => row.Channel_Name === channel);
  const [row] = found;
  if (row === undefined || found.length > 1)
    throw new Error(`${server.name} has ${found.length} channels instead of one`);
  return row;
}

export function uuidOf(server: MysqlServer): Promise<string | undefined> {
  return server.value('SELECT @@server_uuid');
}

/** `address:port` of the rows of a hostgroup. */
export async function serversIn(proxysql: ProxySQL, table: string, hostgroup: number): Promise<string[]> {
  const rows = await proxysql.rows(
    `SELECT hostname, port FROM ${table} WHERE hostgroup_id = ${hostgroup} AND status <> 'OFFLINE_HARD' ORDER BY hostname, port`,
  );
  return rows.map((row: AdminRow) => `${row.hostname}:${row.port}`);
}

/** The servers take writes as they should, the others follow, and ProxySQL knows it everywhere. */
export async function expectPrimary(
  { proxysql }: { readonly proxysql: ProxySQL },
  primary: MysqlServer,
  followers: readonly MysqlServer[],
): Promise<void> {
  expect(
    await primary.query('SELECT @@GLOBAL.read_only AS read_only, @@GLOBAL.super_read_only AS super_read_only'),
  ).toEqual([{ read_only: 0, super_read_only: 0 }]);
  const sourceUuid = await uuidOf(primary);
  for (const follower of followers) {
    expect(await replicaStatus(follower, '')).toMatchObject({
      Replica_IO_Running: 'Yes',
      Replica_SQL_Running: 'Yes',
      Source_UUID: sourceUuid,
    });
    expect(await follower.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  }
  for (const table of ['mysql_servers', 'runtime_mysql_servers', 'disk.mysql_servers']) {
    expect(await serversIn(proxysql, table, WRITER), table).toEqual([primary.endpoint]);
  }
}

/** Makes shop.orders with `count` rows on the primary, and waits until the replicas that run have them. */
export async function writeOrders({ cluster }: Pick<Scene<string>, 'cluster'>, count: number): Promise<void> {
  await cluster.primary.exec(
    'CREATE TABLE shop.orders (id INT PRIMARY KEY)',
    ...Array.from({ length: count }, (_, i) => `INSERT INTO shop.orders VALUES (${i + 1})`),
  );
  await cluster.caughtUp();
}

export async function ordersOf(server: MysqlServer): Promise<number[]> {
  return (await server.query('SELECT id FROM shop.orders ORDER BY id')).map(({ id }) => Number(id));
}
