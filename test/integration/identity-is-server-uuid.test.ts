import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { defaultPlaces, QUARANTINE, serversIn, WRITER } from './places.ts';
import { expectPrimary, whoWasPromoted } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { replicaStatus, uuidOf, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene<'a' | 'b' | 'c'>({
    a: {},
    b: { source: 'a' },
    // What a replica calls itself need not be what it is called by others.
    c: { source: 'a', options: { 'report-host': 'c.internal.example', 'report-port': '13306' } },
  });
}, 300_000);
afterAll(() => scene?.destroy());

/** Another spelling of the same address (inet_aton(3)): a name that only ProxySQL uses. */
function alias({ address, port }: MysqlServer): { address: string; port: number } {
  const [first = 0, second = 0, third = 0, fourth = 0] = address.split('.').map(Number);
  return { address: `${first}.${second}.${third * 256 + fourth}`, port };
}

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 3);
});

test('a replica that reports another name is one server, not two', async () => {
  const { cluster, proxysql } = scene;
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  const [state] = await proxysql.rows('SELECT memory FROM disk.proxysql_failover_state');
  const { servers } = JSON.parse(state?.memory ?? '') as { servers: { host: string; serverUuid: string }[] };
  expect(servers.map(({ host }) => host).sort()).toEqual(cluster.servers.map(({ address }) => address).sort());
});

test('ProxySQL calls the primary by another name than its replicas do', async () => {
  const { cluster, proxysql } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  const [, ...readers] = defaultPlaces(cluster.servers);
  await scene.reset([{ hostgroup: WRITER, server: alias(a) }, ...readers]);
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  const { promoted, follower } = await whoWasPromoted(b, c);
  await expectPrimary(scene, promoted, [follower]);
  expect(await serversIn(proxysql, 'runtime_mysql_servers', QUARANTINE)).toEqual([`${alias(a).address}:${a.port}`]);
});

test('also where the primary dies before any healthy run', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  const [, ...readers] = defaultPlaces(cluster.servers);
  await scene.reset([{ hostgroup: WRITER, server: alias(a) }, ...readers]);
  await writeOrders(scene, 3);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  const { promoted, follower } = await whoWasPromoted(b, c);
  await expectPrimary(scene, promoted, [follower]);
});

test('ProxySQL calls the replicas by other names: the promoted one is followed by the name that ProxySQL uses', async () => {
  const { cluster, proxysql } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  await scene.reset(
    defaultPlaces([a, b, c]).map((place, i) => (i === 0 ? place : { ...place, server: alias(i === 1 ? b : c) })),
  );
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  const { promoted, follower } = await whoWasPromoted(b, c);
  expect(await replicaStatus(follower)).toMatchObject({
    Replica_IO_Running: 'Yes',
    Source_UUID: await uuidOf(promoted),
  });
  expect(await serversIn(proxysql, 'runtime_mysql_servers', WRITER)).toEqual([
    `${alias(promoted).address}:${promoted.port}`,
  ]);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});
