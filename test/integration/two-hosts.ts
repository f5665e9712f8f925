/** A second ProxySQL in front of the same servers: both start the file from their own schedulers. */

import { join } from 'node:path';
import { expect } from 'vitest';
import { MAKE_WRITABLE } from '../../src/mysql/statements.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import type { ProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';
import { defaultConfig, withRules, writeConfig } from './config.ts';
import { defaultPlaces, insertPlace, SERVER_TABLES, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import type { Scene } from './scene.ts';
import { writeOrders } from './servers.ts';

export interface Round {
  /** From the kill until each ProxySQL has the new primary as its only writer, ms. */
  readonly correctAfterMs: readonly number[];
}

const QUIET_MS = 4000;
const POLL_MS = 50;

/** Everything as at the start on both; nothing is scheduled yet. */
export async function resetBoth(scene: Scene<'a' | 'b' | 'c'>, second: ProxySQL): Promise<void> {
  for (const proxysql of [scene.proxysql, second]) {
    await proxysql.exec('DELETE FROM scheduler', 'LOAD SCHEDULER TO RUNTIME');
  }
  await scene.reset();
  await second.exec(
    'DELETE FROM mysql_servers',
    ...['state', 'history'].map((name) => `DROP TABLE IF EXISTS disk.proxysql_failover_${name}`),
    ...defaultPlaces(scene.cluster.servers).map(insertPlace),
    'LOAD MYSQL SERVERS TO RUNTIME',
    'SAVE MYSQL SERVERS TO DISK',
  );
  await writeOrders(scene, 5);
}

/** The config of each host; the second one calls the cluster otherwise. */
export function configFiles(
  scene: Scene<'a' | 'b' | 'c'>,
  second: ProxySQL,
  changes: Readonly<Record<string, unknown>> = {},
): [string, string] {
  const rules = withRules([[scene.cluster.server('b'), 'prefer']]);
  scene.configure({ ...rules, ...changes });
  const file = join(scene.directory, 'second.json');
  const clusters = JSON.parse(JSON.stringify(rules.clusters)).map((cluster: object) => ({ ...cluster, name: 'store' }));
  writeConfig(file, { ...defaultConfig(second), clusters, ...changes });
  return [scene.configFile, file];
}

/** The primary is killed under two schedulers: one promotion, both correct, and nothing moves afterwards. */
export async function playRound(scene: Scene<'a' | 'b' | 'c'>, second: ProxySQL): Promise<Round> {
  const { cluster, proxysql: first } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  const both = [first, second];
  const files = configFiles(scene, second);
  for (const [index, proxysql] of both.entries()) {
    await proxysql.exec(
      'INSERT INTO scheduler (active, interval_ms, filename, arg1, arg2) VALUES ' +
        `(1, 500, '${process.execPath}', '${join(scene.directory, 'proxysql-failover.cjs')}', '--config=${files[index]}')`,
      'LOAD SCHEDULER TO RUNTIME',
    );
  }
  for (const proxysql of both) await waitUntil('its scheduler has started the file', () => remembers(proxysql), 20_000);
  const watch = await scene.watch();
  const begin = performance.now();
  await cluster.primary.kill();
  const correctAfterMs = await Promise.all(
    both.map(async (proxysql) => {
      await waitUntil('its only writer is the new primary', () => isWriter(proxysql, b), 30_000);
      return Math.round(performance.now() - begin);
    }),
  );
  const outcomes = async (): Promise<(string | null)[]> =>
    (await Promise.all(both.map((proxysql) => history(proxysql)))).flat().sort();
  await waitUntil('both have written their history', async () => (await outcomes()).length === 2, 20_000);
  expect(await outcomes()).toEqual(['followed', 'recovered']);

  const before = await rowsOf(both);
  for (const end = Date.now() + QUIET_MS; Date.now() < end; ) {
    expect(await rowsOf(both)).toEqual(before);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  for (const proxysql of both) await expectPrimary({ proxysql }, b, [c]);
  expect(await outcomes()).toEqual(['followed', 'recovered']);
  const promotions = [...(await watch.sent(b)), ...(await watch.sent(c))].filter(
    (statement) => statement === MAKE_WRITABLE[1],
  );
  expect(promotions).toHaveLength(1);
  return { correctAfterMs };
}

async function remembers(proxysql: ProxySQL): Promise<boolean> {
  const rows = await proxysql.rows('SELECT memory FROM disk.proxysql_failover_state').catch(() => []);
  return rows.length === 1;
}

async function history(proxysql: ProxySQL): Promise<(string | null)[]> {
  const rows = await proxysql.rows('SELECT outcome FROM disk.proxysql_failover_history').catch(() => []);
  return rows.map(({ outcome }) => outcome ?? null);
}

async function isWriter(proxysql: ProxySQL, server: MysqlServer): Promise<boolean> {
  const writers = await serversIn(proxysql, 'runtime_mysql_servers', WRITER);
  return writers.join() === server.endpoint;
}

/** SHUNNED is ProxySQL's own opinion of the moment. */
async function rowsOf(proxysqls: readonly ProxySQL[]): Promise<string[]> {
  const found: string[] = [];
  for (const proxysql of proxysqls) {
    for (const table of SERVER_TABLES) {
      const rows = await proxysql.rows(`SELECT * FROM ${table} ORDER BY hostgroup_id, hostname, port`);
      found.push(
        ...rows.map((row) => JSON.stringify({ ...row, status: row.status === 'SHUNNED' ? 'ONLINE' : row.status })),
      );
    }
  }
  return found;
}
