import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logOf } from './log.ts';
import { SERVER_TABLES, serversIn } from './places.ts';
import { type Ended, openScene, type Scene } from './scene.ts';
import { killAndLetNotice } from './servers.ts';

let scene: Scene<'shop' | 'shopReplica' | 'orders' | 'ordersReplica'>;

beforeAll(async () => {
  scene = await openScene<'shop' | 'shopReplica' | 'orders' | 'ordersReplica'>({
    shop: {},
    shopReplica: { source: 'shop' },
    orders: {},
    ordersReplica: { source: 'orders' },
  });
}, 300_000);
afterAll(() => scene?.destroy());

const CLUSTERS = [
  { name: 'shop', writerHostgroup: 10, readerHostgroup: 20 },
  { name: 'orders', writerHostgroup: 30, readerHostgroup: 40 },
];
/** How long the run waits for a server that says nothing: long enough to be told apart. */
const PATIENCE_MS = 4000;

beforeEach(async () => {
  const { cluster } = scene;
  await scene.reset([
    { hostgroup: 10, server: cluster.server('shop') },
    { hostgroup: 20, server: cluster.server('shopReplica') },
    { hostgroup: 30, server: cluster.server('orders') },
    { hostgroup: 40, server: cluster.server('ordersReplica') },
  ]);
  scene.configure({ clusters: CLUSTERS, backendConnectTimeoutMs: PATIENCE_MS });
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

/** Its replica's receiver is stopped, so that nobody can say whether it is dead. */
async function freezeShopUnwitnessed(): Promise<void> {
  await scene.cluster.server('shopReplica').exec('STOP REPLICA IO_THREAD');
  await scene.cluster.server('shop').freeze();
}

function timeOf(ended: Ended, cluster: string, pattern: RegExp): number {
  const line = logOf(ended).find((one) => one.cluster === cluster && pattern.test(one.msg));
  if (line === undefined) throw new Error(`no line ${pattern} of ${cluster} in:\n${ended.stdout}`);
  return Date.parse(line.time);
}

async function expectOrdersMoved(): Promise<void> {
  const [old, promoted] = [scene.cluster.server('orders'), scene.cluster.server('ordersReplica')];
  expect(await promoted.value('SELECT @@GLOBAL.read_only')).toBe('0');
  for (const table of SERVER_TABLES) {
    expect(await serversIn(scene.proxysql, table, 30)).toEqual([promoted.endpoint]);
    expect(await serversIn(scene.proxysql, table, 9030)).toEqual([old.endpoint]);
  }
}

async function expectShopUntouched(): Promise<void> {
  const [shop, replica] = [scene.cluster.server('shop'), scene.cluster.server('shopReplica')];
  for (const table of SERVER_TABLES) {
    expect(await serversIn(scene.proxysql, table, 10)).toEqual([shop.endpoint]);
    expect(await serversIn(scene.proxysql, table, 20)).toEqual([replica.endpoint]);
  }
  expect(await replica.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
}

test('the failover of one is over before the frozen primary of the other has had its time', async () => {
  const { cluster } = scene;
  await freezeShopUnwitnessed();
  await killAndLetNotice(cluster.server('orders'), [cluster.server('ordersReplica')]);
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  const recovered = timeOf(ended, 'orders', /^repaired after/);
  const waited = timeOf(ended, 'shop', /no replica can say/);
  expect(waited - recovered).toBeGreaterThan(PATIENCE_MS / 4);
  await expectOrdersMoved();
  await cluster.server('shop').thaw();
  await expectShopUntouched();
});

test('a run that is held up in one cluster does not keep the next run from another', async () => {
  const { cluster } = scene;
  await freezeShopUnwitnessed();
  const first = scene.start('--log-level', 'debug');
  // The first has looked at orders and found it healthy; in shop it still waits.
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS / 3));
  await killAndLetNotice(cluster.server('orders'), [cluster.server('ordersReplica')]);
  const second = await scene.run();
  expect(second, second.stdout).toMatchObject({ status: 0 });
  expect(second.stdout).toContain('repaired after');
  expect((await first.ended).status).toBe(3);
  expect((await first.ended).ms).toBeGreaterThan(PATIENCE_MS - 500);
  await expectOrdersMoved();
  await cluster.server('shop').thaw();
  await expectShopUntouched();
});

test('both primaries die, both are replaced in one run', async () => {
  const { cluster, proxysql } = scene;
  await killAndLetNotice(cluster.server('shop'), [cluster.server('shopReplica')]);
  await killAndLetNotice(cluster.server('orders'), [cluster.server('ordersReplica')]);
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectOrdersMoved();
  for (const table of SERVER_TABLES) {
    expect(await serversIn(proxysql, table, 10)).toEqual([cluster.server('shopReplica').endpoint]);
  }
  expect(await proxysql.rows('SELECT cluster, outcome FROM disk.proxysql_failover_history ORDER BY cluster')).toEqual([
    { cluster: 'orders', outcome: 'recovered' },
    { cluster: 'shop', outcome: 'recovered' },
  ]);
});

test('--cluster looks at that one only', async () => {
  const { cluster } = scene;
  await cluster.server('shop').freeze();
  await killAndLetNotice(cluster.server('orders'), [cluster.server('ordersReplica')]);
  const watch = await scene.watch();
  const ended = await scene.run('--cluster', 'orders');
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(await watch.sent(cluster.server('shopReplica'))).toEqual([]);
  await expectOrdersMoved();
  await cluster.server('shop').thaw();
  await expectShopUntouched();
});

describe('where the config names no clusters, mysql_replication_hostgroups does', () => {
  beforeEach(async () => {
    await scene.proxysql.exec(
      "INSERT INTO mysql_replication_hostgroups (writer_hostgroup, reader_hostgroup, comment) VALUES (10, 20, 'the shop'), (30, 40, '')",
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
    scene.configure({ clusters: undefined });
  });

  test('by the comment, or by the writer hostgroup', async () => {
    const { stdout, status } = await scene.run('--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('Cluster the shop\nDiagnosis: healthy');
    expect(stdout).toContain('Cluster hostgroup-30\nDiagnosis: healthy');
    const unknown = await scene.run('--cluster', 'shop');
    expect(unknown).toMatchObject({ status: 2 });
    expect(unknown.stderr).toContain("no cluster 'shop'; there are: the shop, hostgroup-30");
  });

  test('and they fail over', async () => {
    const { cluster } = scene;
    await killAndLetNotice(cluster.server('orders'), [cluster.server('ordersReplica')]);
    const ended = await scene.run('--cluster', 'hostgroup-30');
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    await expectOrdersMoved();
    await expectShopUntouched();
    expect(await scene.proxysql.rows('SELECT cluster, outcome FROM disk.proxysql_failover_history')).toEqual([
      { cluster: 'hostgroup-30', outcome: 'recovered' },
    ]);
  });

  test('another comment is another name: what is remembered goes along', async () => {
    const { proxysql } = scene;
    const remembered = () => proxysql.rows('SELECT cluster, memory FROM disk.proxysql_failover_state ORDER BY cluster');
    const named = async (...names: string[]) => {
      expect(await scene.run()).toMatchObject({ status: 0 });
      const rows = await remembered();
      expect(rows.map((row) => row.cluster)).toEqual(names);
      return rows.map((row) => JSON.parse(row.memory ?? '').primary);
    };
    const primaries = await named('hostgroup-30', 'the shop');
    await proxysql.exec("UPDATE mysql_replication_hostgroups SET comment = 'the orders' WHERE writer_hostgroup = 30");
    expect(await named('the orders', 'the shop')).toEqual(primaries);
  });
});
