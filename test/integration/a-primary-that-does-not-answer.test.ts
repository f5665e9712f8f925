import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SELECT_OWN_STATE } from '../../src/mysql/statements.ts';
import { type Gate, openGate } from '../lab/gate.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { QUARANTINE, READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { killAndLetNotice, ordersOf, privileges, replicaStatus, waitUntilItReceives, writeOrders } from './servers.ts';
import { beyondMemory } from './watch.ts';

/** From the start of the run that finds the primary frozen; the run before it may have begun a second earlier. */
const FROZEN_MS = 4500;

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  const [b, c] = scene.cluster.replicas;
  if (b === undefined || c === undefined) throw new Error('two replicas');
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

test('a replica knows how long ago it last heard from its source', async () => {
  const b = scene.cluster.server('b');
  await b.exec('STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_HEARTBEAT_PERIOD = 0.5', 'START REPLICA');
  const heard = async () => {
    const [row] = await b.query(SELECT_OWN_STATE);
    return JSON.parse(String(row?.heartbeats))[''];
  };
  await expect
    .poll(heard)
    .toEqual({ period: 0.5, heard: expect.toBeOneOf([0, 1]), failed: null, thread: expect.any(Number) });
  const { thread } = await heard();
  await b.exec('STOP REPLICA IO_THREAD', 'START REPLICA IO_THREAD');
  await expect.poll(async () => (await heard()).thread).toBeGreaterThan(thread);
  await scene.cluster.primary.freeze();
  await expect.poll(async () => (await heard()).heard, { timeout: 5000 }).toBeGreaterThan(2);
});

test('a frozen primary is replaced: its replicas are asked to connect anew, and cannot', async () => {
  const { primary: a, replicas } = scene.cluster;
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await a.freeze();
  for (const replica of replicas) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms, ended.stdout).toBeLessThan(FROZEN_MS);
  expect(logOf(ended).map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/^ask .* to connect to the primary anew: no, /),
  );
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5]);

  await a.thaw();
  await scene.run();
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([b.endpoint]);
});

test('a replica whose receiver this program may not stop does not hold up the failover, once heartbeats stay away', async () => {
  const { primary: a, replicas } = scene.cluster;
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  for (const replica of replicas) await reconnect(replica, 'SOURCE_HEARTBEAT_PERIOD = 0.5');
  for (const replica of replicas) await waitUntilItReceives(replica);
  await privileges(b, 'REVOKE REPLICATION_SLAVE_ADMIN ON *.* FROM');
  try {
    await a.freeze();
    const said = await scene.runUntil('c is the primary', async () =>
      (await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).includes(c.endpoint),
    );
    expect(said).toMatch(/ask .* to connect to the primary anew: no, .*REPLICATION_SLAVE_ADMIN/);
    expect(await replicaStatus(b)).toMatchObject({ Replica_IO_Running: 'Yes' });
  } finally {
    await a.thaw();
    await privileges(b, 'GRANT REPLICATION_SLAVE_ADMIN ON *.* TO');
  }
});

test('a primary that is being shut down, and keeps its replicas connected meanwhile, is replaced at once', async () => {
  const { primary: a } = scene.cluster;
  const stopping = a.stop();
  await expect
    .poll(() =>
      a.connect('failover').then(
        () => 'open',
        () => 'refused',
      ),
    )
    .toBe('refused');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms, ended.stdout).toBeLessThan(FROZEN_MS);
  await stopping;
  await expectPrimary(scene, scene.cluster.server('b'), [scene.cluster.server('c')]);
});

test('a primary that its replicas can reach is alive: one of them was asked, once, and nothing else was done', async () => {
  const { primary: a, replicas } = scene.cluster;
  const [forProxysql, forReplicas] = [await openGate(a), await openGate(a)];
  try {
    await scene.reset([
      { hostgroup: WRITER, server: forProxysql },
      ...replicas.map((server) => ({ hostgroup: READER, server })),
    ]);
    for (const replica of replicas) {
      await replica.exec(
        'STOP REPLICA IO_THREAD',
        `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${forReplicas.address}', SOURCE_PORT = ${forReplicas.port}`,
        'START REPLICA IO_THREAD',
      );
      await waitUntilItReceives(replica);
    }
    expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
    const watch = await scene.watch();
    forProxysql.shut();

    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 3 });
    expect(ended.stdout).toMatch(/cannot reach the primary .*, its replicas can/);
    expect(beyondMemory(await watch.changes()).map((change) => change.replace(/^./, 'x'))).toEqual([
      "x: Query STOP REPLICA IO_THREAD FOR CHANNEL ''",
      "x: Query START REPLICA IO_THREAD FOR CHANNEL ''",
    ]);
    const again = await scene.watch();
    expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });
    expect(beyondMemory(await again.changes())).toEqual([]);
    for (const replica of replicas) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });

    forReplicas.shut();
    const cut = await scene.run();
    expect(cut.stdout, 'believed for a minute').toBe('');
  } finally {
    forProxysql.close();
    forReplicas.close();
  }
});

/** Of a replica that has met an error and will not try again for a while. */
async function untilItMet(errno: number, replica: MysqlServer): Promise<void> {
  await waitUntil(
    `${replica.name} has met ${errno}`,
    async () => (await replicaStatus(replica)).Last_IO_Errno === errno,
  );
}

function reconnect(replica: MysqlServer, ...options: string[]): Promise<void> {
  const change = `CHANGE REPLICATION SOURCE TO ${options.join(', ')}`;
  return replica.exec('STOP REPLICA IO_THREAD', change, 'START REPLICA IO_THREAD');
}

describe('what a receiver met before this host lost sight of the primary is no proof of its death', () => {
  const DEFAULTS = ['SOURCE_CONNECT_RETRY = 60', 'SOURCE_RETRY_COUNT = 10'];

  /** The primary lives, its replicas could reach it, and this host has seen that. */
  async function seesItBack(): Promise<void> {
    const before = await scene.run();
    expect(before, before.stdout).toMatchObject({ status: 3 });
  }

  /** And this host cannot reach it. */
  async function cutOff(gate: Gate, says: RegExp): Promise<void> {
    const { primary: a } = scene.cluster;
    gate.shut();
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 3 });
    expect(ended.stdout).toMatch(says);
    expect(await a.value('SELECT @@read_only')).toBe('0');
    expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([`${gate.address}:${gate.port}`]);
  }

  async function behindAGate(story: (gate: Gate) => Promise<void>): Promise<void> {
    const { primary: a, replicas } = scene.cluster;
    const gate = await openGate(a);
    try {
      await scene.reset([
        { hostgroup: WRITER, server: gate },
        ...replicas.map((server) => ({ hostgroup: READER, server })),
      ]);
      expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
      await story(gate);
    } finally {
      gate.close();
    }
  }

  test('the primary was restarted, and its replicas try again in a minute', () =>
    behindAGate(async (gate) => {
      const { primary: a, replicas } = scene.cluster;
      for (const replica of replicas) await reconnect(replica, ...DEFAULTS);
      for (const replica of replicas) await waitUntilItReceives(replica);
      await killAndLetNotice(a, replicas);
      await a.start();
      await seesItBack();
      await cutOff(gate, /cannot reach the primary .*, its replicas can/);
    }));

  test('they have given up', () =>
    behindAGate(async (gate) => {
      const { primary: a, replicas } = scene.cluster;
      for (const replica of replicas) await reconnect(replica, 'SOURCE_RETRY_COUNT = 1');
      for (const replica of replicas) await waitUntilItReceives(replica);
      await a.kill();
      for (const replica of replicas)
        await waitUntil('it gives up', async () => (await replicaStatus(replica)).Replica_IO_Running === 'No');
      await a.start();
      // It would start them otherwise.
      await scene.proxysql.exec(
        `UPDATE mysql_servers SET status = 'OFFLINE_SOFT' WHERE hostgroup_id = ${READER}`,
        'LOAD MYSQL SERVERS TO RUNTIME',
      );
      await seesItBack();
      await cutOff(gate, /cannot reach the primary .*, its replicas can/);
    }));

  test('it turns them away over its certificate', () =>
    behindAGate(async (gate) => {
      const { replicas } = scene.cluster;
      const ca = `${scene.cluster.server('b').dataDirectory}/ca.pem`;
      for (const replica of replicas)
        await reconnect(replica, 'SOURCE_SSL = 1', 'SOURCE_SSL_VERIFY_SERVER_CERT = 1', `SOURCE_SSL_CA = '${ca}'`);
      for (const replica of replicas) await untilItMet(2026, replica);
      await seesItBack();
      await cutOff(gate, /cannot reach the primary .*, and it has just answered .* with an error/);
    }));
});

/** The local times of this hour have all been there an hour ago. */
const SUMMER_TIME_ENDED_HALF_AN_HOUR_AGO = [
  'SET sql_log_bin = 0',
  "REPLACE INTO mysql.time_zone_name VALUES ('Lab/Autumn', 900)",
  "REPLACE INTO mysql.time_zone VALUES (900, 'N')",
  "REPLACE INTO mysql.time_zone_transition_type VALUES (900, 0, 7200, 1, 'LST'), (900, 1, 3600, 0, 'LT')",
  'REPLACE INTO mysql.time_zone_transition VALUES (900, 0, 0), (900, UNIX_TIMESTAMP() - 1800, 1)',
  'SET sql_log_bin = 1',
  "SET GLOBAL time_zone = 'Lab/Autumn'",
];

test('replicas that the primary turned away before it died are asked anew, also in the hour after summer time has ended', async () => {
  const { primary: a, replicas } = scene.cluster;
  for (const replica of replicas) {
    await replica.exec('SET GLOBAL super_read_only = OFF', ...SUMMER_TIME_ENDED_HALF_AN_HOUR_AGO);
  }
  await a.exec('SET sql_log_bin = 0', 'ALTER USER repl ACCOUNT LOCK', 'SET sql_log_bin = 1');
  for (const replica of replicas) await reconnect(replica, 'SOURCE_CONNECT_RETRY = 60');
  for (const replica of replicas) await untilItMet(3118, replica);
  expect(await scene.run()).toMatchObject({ status: 3 });
  await a.kill();
  await expect.poll(async () => (await scene.run()).status, { timeout: 20_000, interval: 1000 }).toBe(0);
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([
    scene.cluster.server('b').endpoint,
  ]);

  // What is not in the binary log outlives the next beginning.
  await a.start();
  await a.exec('SET sql_log_bin = 0', 'ALTER USER repl ACCOUNT UNLOCK', 'SET sql_log_bin = 1');
});

test('autoFailover false: nobody is asked, nobody is promoted', async () => {
  scene.configure({ autoFailover: false });
  await scene.cluster.primary.freeze();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  expect(ended.stdout).toContain('autoFailover is false');
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', QUARANTINE)).toEqual([]);
  for (const replica of scene.cluster.replicas) {
    expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
  }
});
