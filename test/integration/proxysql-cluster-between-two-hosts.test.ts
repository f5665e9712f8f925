// Only a real ProxySQL synchronises with others (LAB_PROXYSQL=/path/to/proxysql, PATH, or a Docker engine).

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAKE_WRITABLE } from '../../src/mysql/statements.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { findProxySQL, type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { waitUntil } from '../lab/wait.ts';
import { QUARANTINE, READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { configFiles, resetBoth } from './two-hosts.ts';

const { kind } = await findProxySQL();
const WHY = kind === 'proxysql' ? '' : ' (skipped: needs a real ProxySQL, the stand-in has no ProxySQL Cluster)';

/** A peer's rows are taken over after so many checks that differ. */
interface Settings {
  readonly cluster_check_interval_ms: number;
  readonly cluster_mysql_servers_diffs_before_sync: number;
  /** 1: also what ProxySQL's monitor has changed at runtime; 2: only what was loaded. */
  readonly cluster_mysql_servers_sync_algorithm: 1 | 2;
}
const DEFAULT: Settings = {
  cluster_check_interval_ms: 1000,
  cluster_mysql_servers_diffs_before_sync: 3,
  cluster_mysql_servers_sync_algorithm: 1,
};
/** proxysql/proxysql-settings.sql */
const RECOMMENDED: Settings = { ...DEFAULT, cluster_mysql_servers_sync_algorithm: 2 };
/** A host may then fetch the rows of the middle of a failover and never those of its end: ProxySQL counts whole seconds. */
const QUICKEST: Settings = {
  ...DEFAULT,
  cluster_check_interval_ms: 50,
  cluster_mysql_servers_diffs_before_sync: 1,
};
const POLL_MS = 20;

let scene: Scene<'a' | 'b' | 'c'>;
let second: ProxySQL;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;

describe.skipIf(kind !== 'proxysql')(`with ProxySQL Cluster between two hosts${WHY}`, () => {
  beforeAll(async () => {
    const proxysql = { variables: { 'admin-cluster_username': 'radmin', 'admin-cluster_password': 'lab-radmin' } };
    scene = await openScene(['a', 'b', 'c'], { proxysql });
    second = await startProxySQL(proxysql);
    [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
  }, 300_000);
  afterAll(async () => {
    await second?.destroy();
    await scene?.destroy();
  });

  test.each([
    ['as it is set by default', DEFAULT],
    ['as recommended', RECOMMENDED],
    ['at its quickest', QUICKEST],
  ])(
    '%s: one promotion, both end with the same rows, and no row goes back',
    async (_, settings) => {
      await begin(settings);
      for (const [index, file] of configFiles(scene, second).entries()) await schedule(both()[index] ?? second, file);
      for (const proxysql of both()) {
        await waitUntil(
          'its scheduler has started the file',
          async () => (await memories(proxysql)).length === 1,
          20_000,
        );
      }
      const watch = await scene.watch();
      const samples = both().map((proxysql) => sample(proxysql));
      await a.kill();
      await waitUntil('both have b as their only writer', () => allAre([WRITER], b), 30_000);
      await expectQuiet(settings);
      for (const proxysql of both()) await expectPrimary({ proxysql }, b, [c]);
      const promotions = [...(await watch.sent(b)), ...(await watch.sent(c))].filter(
        (statement) => statement === MAKE_WRITABLE[1],
      );
      expect(promotions).toHaveLength(1);

      // Each host decides for itself when it serves reads again, and tells the other.
      await a.start();
      await waitUntil('a serves reads on both', () => allAre([READER], a), 40_000);
      await expectQuiet(settings);
      for (const proxysql of both()) await expectPrimary({ proxysql }, b, [a, c]);
      for (const [index, taken] of samples.entries()) {
        const places = await taken.end();
        const host = `host ${index + 1}`;
        console.log(`${host}: ${places.map((place) => JSON.stringify(place)).join(' ')}`);
        expect(steps(places, a), `a, ${host}`).toEqual([WRITER, QUARANTINE, READER]);
        // With the rewrite that takes b out of the reader hostgroup it becomes the writer.
        expect(steps(places, b), `b, ${host}`).toEqual([READER, WRITER]);
        expect(steps(places, c), `c, ${host}`).toEqual([READER]);
      }
    },
    120_000,
  );

  test('a host that did nothing itself has the right rows after its next run, whether or not ProxySQL Cluster brought them', async () => {
    await begin(DEFAULT);
    const [, file] = configFiles(scene, second);
    for (const config of [[], ['--config', file]]) expect((await scene.run(...config)).status).toBe(0);
    await scene.killPrimary();
    expect((await scene.run()).status).toBe(0);
    const watch = await scene.watch();
    const ended = await scene.run('--config', file);
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect((await watch.sent(b)).filter((statement) => /^(SET GLOBAL|STOP|RESET)/.test(statement))).toEqual([]);
    await expectPrimary({ proxysql: second }, b, [c]);
    expect(await scene.run('--config', file)).toMatchObject({ status: 0, stdout: '' });
  }, 60_000);
});

const both = (): ProxySQL[] => [scene.proxysql, second];

/** Everything as at the start on both, in a ProxySQL Cluster that was seen to work. */
async function begin(settings: Settings): Promise<void> {
  for (const proxysql of both()) {
    await proxysql.exec('DELETE FROM proxysql_servers', 'LOAD PROXYSQL SERVERS TO RUNTIME');
  }
  await resetBoth(scene, second);
  for (const proxysql of both()) {
    await proxysql.exec(
      ...Object.entries(settings).map(([name, value]) => `SET admin-${name} = ${value}`),
      'LOAD ADMIN VARIABLES TO RUNTIME',
      ...both().map(
        ({ adminHost, adminPort }) =>
          `INSERT INTO proxysql_servers (hostname, port) VALUES ('${adminHost}', ${adminPort})`,
      ),
      'LOAD PROXYSQL SERVERS TO RUNTIME',
    );
  }
  const comment = `round ${Date.now()}`;
  await scene.proxysql.exec(`UPDATE mysql_servers SET comment = '${comment}'`);
  let loadedAt = 0;
  await waitUntil(
    'the second takes over what the first has loaded',
    async () => {
      // Of two loads within one second neither wins.
      if (Date.now() - loadedAt > 6000) {
        await scene.proxysql.exec('LOAD MYSQL SERVERS TO RUNTIME', 'SAVE MYSQL SERVERS TO DISK');
        loadedAt = Date.now();
      }
      const rows = await second.rows(`SELECT 1 FROM disk.mysql_servers WHERE comment = '${comment}'`);
      return rows.length === 3;
    },
    20_000,
  );
}

async function schedule(proxysql: ProxySQL, config: string): Promise<void> {
  await proxysql.exec(
    'INSERT INTO scheduler (active, interval_ms, filename, arg1, arg2) VALUES ' +
      `(1, 500, '${process.execPath}', '${join(scene.directory, 'proxysql-failover.cjs')}', '--config=${config}')`,
    'LOAD SCHEDULER TO RUNTIME',
  );
}

function memories(proxysql: ProxySQL): Promise<unknown[]> {
  return proxysql.rows('SELECT memory FROM disk.proxysql_failover_state').catch(() => []);
}

/** Whether the server is in these hostgroups, alone in the first, in both ProxySQLs everywhere. */
async function allAre(hostgroups: readonly number[], server: MysqlServer): Promise<boolean> {
  for (const proxysql of both()) {
    for (const table of TABLES) {
      for (const hostgroup of hostgroups) {
        const found = await serversIn(proxysql, table, hostgroup);
        if (hostgroup === WRITER ? found.join() !== server.endpoint : !found.includes(server.endpoint)) return false;
      }
    }
  }
  return true;
}

const TABLES = ['mysql_servers', 'runtime_mysql_servers', 'disk.mysql_servers'];

/** SHUNNED is ProxySQL's own opinion of the moment. */
async function rowsOf(proxysql: ProxySQL): Promise<string[]> {
  const found: string[] = [];
  for (const table of TABLES) {
    const rows = await proxysql.rows(`SELECT * FROM ${table} ORDER BY hostgroup_id, hostname, port`);
    found.push(...rows.map((row) => JSON.stringify({ ...row, status: 'ONLINE' })));
  }
  return found;
}

/** Both have the same rows, in memory, at runtime and on disk, and keep them. */
async function expectQuiet(settings: Settings): Promise<void> {
  const before = await rowsOf(scene.proxysql);
  const checks = settings.cluster_mysql_servers_diffs_before_sync + 1;
  const quietMs = Math.max(1500, checks * settings.cluster_check_interval_ms);
  for (const end = Date.now() + quietMs; Date.now() < end; ) {
    for (const proxysql of both()) expect(await rowsOf(proxysql)).toEqual(before);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

type Places = Readonly<Record<string, readonly number[]>>;

/** The hostgroups of each server at runtime, whenever they change, until the end. */
function sample(proxysql: ProxySQL): { readonly end: () => Promise<Places[]> } {
  const seen: Places[] = [];
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      const rows = await proxysql.rows(
        "SELECT hostgroup_id, hostname FROM runtime_mysql_servers WHERE status <> 'OFFLINE_HARD' ORDER BY hostname, hostgroup_id",
      );
      const places: Record<string, number[]> = {};
      for (const { hostgroup_id: hostgroup, hostname } of rows) {
        places[hostname ?? ''] = [...(places[hostname ?? ''] ?? []), Number(hostgroup)];
      }
      if (JSON.stringify(places) !== JSON.stringify(seen.at(-1))) seen.push(places);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await sampling;
      return seen;
    },
  };
}

/** The hostgroups through which a server went, in order. */
function steps(places: readonly Places[], server: MysqlServer): number[] {
  const through: number[] = [];
  for (const place of places) {
    for (const hostgroup of place[server.address] ?? []) if (through.at(-1) !== hostgroup) through.push(hostgroup);
  }
  return through;
}
