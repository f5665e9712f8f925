import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SELECT_OWN_STATE } from '../../src/mysql/statements.ts';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { serversIn, USE_REPLICATION_HOSTGROUPS, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { replicaStatus, waitUntilItReceives, writeOrders } from './servers.ts';

const MAKE_WRITABLE = ['SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF'];

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c'], {
    proxysql: {
      monitor: { user: 'monitor', password: labPasswords.monitor },
      variables: { 'mysql-monitor_read_only_interval': '200', 'mysql-monitor_ping_interval': '500' },
    },
  });
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

const readOnlyOf = (server: MysqlServer) => server.value('SELECT @@GLOBAL.super_read_only');

describe('a replica that takes writes is fenced', () => {
  test('its applications are disconnected, and it goes on replicating', async () => {
    const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
    await c.exec(...MAKE_WRITABLE);
    const application = await c.connect('app');
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/takes writes, and .* is the primary/);
    await expect(application.query('SELECT 1')).rejects.toThrow();
    await expectPrimary(scene, a, [b, c]);
    expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  });

  test('also where ProxySQL’s monitor has made it a writer', async () => {
    await scene.proxysql.exec(...USE_REPLICATION_HOSTGROUPS);
    const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
    await c.exec(...MAKE_WRITABLE);
    const writers = () => serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER);
    await expect.poll(writers, { timeout: 10_000 }).toContain(c.endpoint);
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(await readOnlyOf(c)).toBe('1');
    await expect.poll(writers, { timeout: 5000 }).toEqual([a.endpoint]);
    for (const server of [b, c]) expect(await replicaStatus(server)).toMatchObject({ Replica_IO_Running: 'Yes' });
  });

  test('an application that holds a table locked does not keep it from being made read-only', async () => {
    const c = scene.cluster.server('c');
    await c.exec(...MAKE_WRITABLE);
    const application = await c.connect('app');
    await application.query('LOCK TABLES shop.orders WRITE');
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(await readOnlyOf(c)).toBe('1');
  });
});

test('a server that a person has made read-only is told from one that this program has', async () => {
  const a = scene.cluster.server('a');
  const own = await a.connect('failover');
  const settings = async () => JSON.parse((await own.query<RowDataPacket[]>(SELECT_OWN_STATE))[0][0]?.read_only_set);
  for (const variable of ['read_only', 'super_read_only']) {
    await a.exec(`SET GLOBAL ${variable} = ON`);
    const byHand = await settings();
    expect(byHand[variable]).toEqual({ ago: expect.any(Number), own: 0 });
    expect(byHand[variable].ago).toBeLessThan(5);
    await own.query(`SET GLOBAL ${variable} = ON`);
    expect((await settings())[variable]).toMatchObject({ own: 1 });
  }
  await a.exec('SET GLOBAL read_only = OFF');
});

describe('a primary that comes back read-only', () => {
  /** Its uptime has to tell the restart from an order of a person, by more than clocks differ. */
  const runForAWhile = () => new Promise((resolve) => setTimeout(resolve, 6000));

  const restartReadOnly = async (server: MysqlServer): Promise<void> => {
    await server.kill();
    await server.start({ 'read-only': 'ON', 'super-read-only': 'ON' });
  };

  test.each([['as plain hostgroups', false] as const, ['with mysql_replication_hostgroups', true] as const])(
    'takes writes again, %s',
    async (_, replicationHostgroups) => {
      if (replicationHostgroups) await scene.proxysql.exec(...USE_REPLICATION_HOSTGROUPS);
      const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
      await runForAWhile();
      await restartReadOnly(a);
      for (const replica of [b, c]) {
        await replica.exec('STOP REPLICA IO_THREAD', 'START REPLICA IO_THREAD');
        await waitUntilItReceives(replica);
      }
      expect(await readOnlyOf(a)).toBe('1');
      const ended = await scene.run();
      expect(ended, ended.stdout).toMatchObject({ status: 0 });
      expect(ended.stdout).toMatch(/was restarted and came back read-only/);
      await expectPrimary(scene, a, [b, c]);
    },
  );

  test('takes writes again also where its replicas have given up looking for it: they receive again', async () => {
    const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
    for (const replica of [b, c]) {
      await replica.exec('STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_RETRY_COUNT = 1', 'START REPLICA');
      await waitUntilItReceives(replica);
    }
    await runForAWhile();
    await a.kill();
    for (const replica of [b, c]) {
      await waitUntil('its receiver gives up', async () => (await replicaStatus(replica)).Replica_IO_Running === 'No');
    }
    await a.start({ 'read-only': 'ON', 'super-read-only': 'ON' });
    const said = await scene.runUntil('the primary takes writes', async () => (await readOnlyOf(a)) === '0');
    expect(said).toContain('has given up looking for the primary');
    await expectPrimary(scene, a, [b, c]);
  });
});
