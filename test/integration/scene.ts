/** What an integration test plays in: real MySQL servers, a ProxySQL in front of them, a config, and the built file to run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { newRunDirectory, removeRunDirectory } from '../lab/lab-files.ts';
import { type ClusterMember, type MysqlCluster, startMysqlCluster } from '../lab/mysql-cluster.ts';
import type { MysqldOptions } from '../lab/mysql-options.ts';
import { type ProxySQL, type ProxySQLOptions, startProxySQL } from '../lab/proxysql.ts';
import { repositoryRoot } from '../lab/repository.ts';
import { defaultConfig, writeConfig } from './config.ts';
import { said } from './log.ts';
import { defaultPlaces, insertPlace, type Place } from './places.ts';
import { killAndLetNotice } from './servers.ts';
import { type Watch, watch } from './watch.ts';

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
  /** Run after run, as the scheduler starts them, until it is so; what they said. */
  readonly runUntil: (what: string, isSo: () => Promise<boolean>, ...args: readonly string[]) => Promise<string>;
  /** One run, while it is at work. */
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
/** For what takes several runs. */
const LONGEST_MS = 30_000;
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
      'DROP TABLE IF EXISTS main.proxysql_failover_seen',
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

  const run: Scene<Name>['run'] = async (...args) => {
    const ended = await start(...args).ended;
    expectNoPassword(ended.stdout + ended.stderr);
    return ended;
  };

  const runUntil: Scene<Name>['runUntil'] = async (what, isSo, ...args) => {
    const messages: string[] = [];
    const end = Date.now() + LONGEST_MS;
    do {
      messages.push(said(await run(...args)));
      if (await isSo()) return messages.join('\n');
    } while (Date.now() < end);
    throw new Error(`not within ${LONGEST_MS} ms: ${what}; what was said:\n${messages.join('\n')}`);
  };

  return {
    cluster,
    proxysql,
    configFile,
    directory,
    reset,
    configure,
    start,
    run,
    runUntil,
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

function expectNoPassword(text: string): void {
  for (const password of [...Object.values(labPasswords), 'lab-radmin']) expect(text).not.toContain(password);
}
