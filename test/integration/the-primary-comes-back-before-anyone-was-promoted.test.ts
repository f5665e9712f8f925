import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { type Place, READER, SERVER_TABLES, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import {
  type Lock,
  lockOrders,
  ordersOf,
  replicaStatus,
  waitUntilItReceives,
  waitUntilReceived,
  writeOrders,
} from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let lock: Lock;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  const places: Place[] = [
    { hostgroup: WRITER, server: a, attributes: { weight: 1000, max_connections: 500, comment: 'a' } },
    // It serves reads as well.
    { hostgroup: READER, server: a, attributes: { weight: 1, max_connections: 50, comment: 'a reads' } },
    { hostgroup: READER, server: b, attributes: { weight: 10, comment: 'b' } },
    { hostgroup: READER, server: c, attributes: { weight: 20, comment: 'c' } },
  ];
  await scene.reset(places);
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  lock = await lockOrders(b);
  return () => lock.release();
});

const ROWS = 'SELECT hostgroup_id, hostname, port, status, weight, max_connections, comment FROM';

async function rowsEverywhere(): Promise<unknown[]> {
  return Promise.all(
    SERVER_TABLES.map((table) => scene.proxysql.rows(`${ROWS} ${table} ORDER BY hostgroup_id, hostname`)),
  );
}

/** A run that has withdrawn the primary and stopped the receivers, killed while it waits for the applier of b. */
async function killARunHalfway(): Promise<void> {
  const { cluster } = scene;
  const b = cluster.server('b');
  await cluster.primary.exec('INSERT INTO shop.orders VALUES (6)');
  await waitUntilReceived(cluster.primary, [b]);
  await scene.killPrimary();
  const run = scene.start();
  await waitUntil('the run waits for the applier', () => run.stdout().includes('still to be applied'));
  run.kill();
  await run.ended;
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([]);
  for (const replica of cluster.replicas) {
    expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'No' });
  }
}

async function expectTakenBack(before: unknown): Promise<void> {
  const { cluster, proxysql } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain('answers again, before any server was promoted in its place');
  expect(await rowsEverywhere()).toEqual(before);
  await lock.release();
  await expectPrimary(scene, cluster.primary, [b, c]);
  await cluster.primary.exec('INSERT INTO shop.orders VALUES (7)');
  await cluster.caughtUp();
  expect(await ordersOf(c)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await proxysql.rows('SELECT outcome, new_primary FROM disk.proxysql_failover_history')).toEqual([
    { outcome: 'called off', new_primary: null },
  ]);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
}

test('it gets its rows back, and the replicas receive from it again', async () => {
  const before = await rowsEverywhere();
  await killARunHalfway();
  await scene.cluster.primary.start();
  await expectTakenBack(before);
});

test('also after ProxySQL was killed too and came back with what is on disk', async () => {
  const before = await rowsEverywhere();
  await killARunHalfway();
  await scene.proxysql.kill();
  await scene.proxysql.start();
  await scene.cluster.primary.start();
  await expectTakenBack(before);
});

test('where it comes back read-only, as a careful configuration has it, it takes writes again', async () => {
  const before = await rowsEverywhere();
  await killARunHalfway();
  await scene.cluster.primary.start({ 'read-only': 'ON', 'super-read-only': 'ON' });
  await expectTakenBack(before);
});

test('also where a person has left a channel to a replica on it, which mysqld starts by itself', async () => {
  const { cluster } = scene;
  const [a, b] = [cluster.primary, cluster.server('b')];
  await a.exec(
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${b.address}', SOURCE_PORT = ${b.port}, SOURCE_USER = 'repl', SOURCE_PASSWORD = '${labPasswords.repl}', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1`,
    'START REPLICA',
  );
  await waitUntilItReceives(a);
  await a.exec('STOP REPLICA');
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  const before = await rowsEverywhere();
  await killARunHalfway();
  await a.start();
  await waitUntilItReceives(a);
  await expectTakenBack(before);
  await a.exec('STOP REPLICA', 'RESET REPLICA ALL');
});
