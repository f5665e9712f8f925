import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, waitUntilReceived, writeOrders } from './servers.ts';

/** Longer than any test: a write that waits in vain would show. */
const TIMEOUT_MS = 60_000;

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
  for (const server of scene.cluster.servers) {
    await server.exec(
      'SET GLOBAL super_read_only = OFF',
      'SET sql_log_bin = 0',
      "INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'",
      "INSTALL PLUGIN rpl_semi_sync_replica SONAME 'semisync_replica.so'",
      'SET sql_log_bin = 1',
    );
  }
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  scene.configure(withRules([[scene.cluster.server('b'), 'prefer']]));
  for (const replica of scene.cluster.replicas) {
    await replica.exec(
      'SET GLOBAL rpl_semi_sync_replica_enabled = ON',
      'STOP REPLICA IO_THREAD',
      'START REPLICA IO_THREAD',
    );
  }
  await turnOn(scene.cluster.primary);
  await expect.poll(() => statusOf(scene.cluster.primary, 'clients')).toBe('2');
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

// A source with semi-sync on does not survive it that its binary logs are reset.
afterEach(async () => {
  for (const server of scene.cluster.servers) {
    if (server.state() !== 'running') continue;
    await server.exec(
      'SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = 1',
      'SET GLOBAL rpl_semi_sync_source_enabled = OFF',
      'SET GLOBAL rpl_semi_sync_replica_enabled = OFF',
    );
  }
});

test('a candidate on which it is on, as the primary’s my.cnf may have it too, applies what it received without waiting for replicas', async () => {
  const { cluster } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  await turnOn(b);
  await b.exec('STOP REPLICA SQL_THREAD');
  await cluster.primary.exec('INSERT INTO shop.orders VALUES (6)', 'INSERT INTO shop.orders VALUES (7)');
  await waitUntilReceived(cluster.primary, [b]);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms, ended.stdout).toBeLessThan(10_000);
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await b.value('SELECT @@GLOBAL.rpl_semi_sync_source_enabled')).toBe('1');
});

async function turnOn(server: MysqlServer): Promise<void> {
  await server.exec(
    `SET GLOBAL rpl_semi_sync_source_timeout = ${TIMEOUT_MS}`,
    'SET GLOBAL rpl_semi_sync_source_enabled = ON',
  );
}

async function statusOf(server: MysqlServer, name: 'status' | 'clients'): Promise<unknown> {
  const [row] = await server.query(`SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_source_${name}'`);
  return row?.Value;
}

test('the new primary waits for its replicas, and a write on it is confirmed at once', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect(await b.value('SELECT @@GLOBAL.rpl_semi_sync_source_enabled')).toBe('1');
  const begin = performance.now();
  await b.exec('INSERT INTO shop.orders VALUES (6)');
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(await statusOf(b, 'status')).toBe('ON');
  expect(await statusOf(b, 'clients')).toBe('1');
  await expect.poll(() => ordersOf(c)).toEqual([1, 2, 3, 4, 5, 6]);
  const [history] = await scene.proxysql.rows('SELECT loss FROM disk.proxysql_failover_history');
  expect(history?.loss).toMatch(
    /^nothing acknowledged is lost: .* waited for 1 replica \(semi-sync\), and every one answers/,
  );
});

test('one that could not be promoted does not wait as a source: another one is promoted, and waits', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  const backup = await b.connect('root');
  await backup.query('LOCK INSTANCE FOR BACKUP');
  await scene.killPrimary();
  const ended = await scene.run();
  backup.destroy();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, c, [b]);
  expect(await sourceOf(b)).toBe('0 1');
  expect(await sourceOf(c)).toBe('1 1');
});

test('a former primary that comes back is a replica in semi-sync, and waits for nobody', async () => {
  const [a, b] = [scene.cluster.server('a'), scene.cluster.server('b')];
  await scene.killPrimary();
  expect((await scene.run()).status).toBe(0);
  await a.start();
  await a.exec('SET GLOBAL rpl_semi_sync_source_enabled = ON');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(
    await a.query(
      'SELECT @@GLOBAL.rpl_semi_sync_source_enabled AS source, @@GLOBAL.rpl_semi_sync_replica_enabled AS replica',
    ),
  ).toEqual([{ source: 0, replica: 1 }]);
  await expect.poll(() => statusOf(b, 'clients')).toBe('2');
});

test('a primary that was restarted read-only waits for its replicas again, though its my.cnf does not say so', async () => {
  const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
  // Its uptime has to tell the restart from an order of a person, by more than clocks differ.
  const uptime = async () => Number((await a.query("SHOW GLOBAL STATUS LIKE 'Uptime'"))[0]?.Value);
  await expect.poll(uptime, { timeout: 10_000 }).toBeGreaterThan(6);
  await a.kill();
  await a.start({ 'super-read-only': 'ON' });
  for (const replica of [b, c]) await replica.exec('STOP REPLICA IO_THREAD', 'START REPLICA IO_THREAD');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, a, [b, c]);
  expect(await a.value('SELECT @@GLOBAL.rpl_semi_sync_source_enabled')).toBe('1');
});

/** What a server does as a source: whether it waits, and for how many. */
async function sourceOf(server: MysqlServer): Promise<string> {
  const [row] = await server.query(
    "SELECT CONCAT(@@GLOBAL.rpl_semi_sync_source_enabled, ' ', @@GLOBAL.rpl_semi_sync_source_wait_for_replica_count) AS waits",
  );
  return String(row?.waits);
}

test('where too few replicas were left, the new primary waits for as many as the old one as soon as they are back', async () => {
  const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
  await a.exec('SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = 2');
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await c.kill();
  await scene.killPrimary();
  const failover = await scene.run();
  expect(failover, failover.stdout).toMatchObject({ status: 0 });
  expect(await sourceOf(b)).toBe('0 1');
  await scene.run();
  await a.start();
  const rejoined = await scene.run();
  expect(rejoined, rejoined.stdout).toMatchObject({ status: 0 });
  await expect.poll(() => statusOf(b, 'clients')).toBe('1');
  await scene.run();
  expect(await sourceOf(b)).toBe('0 1');

  await c.start();
  await c.exec('SET GLOBAL rpl_semi_sync_replica_enabled = ON', 'STOP REPLICA IO_THREAD', 'START REPLICA IO_THREAD');
  const log: string[] = [];
  await expect
    .poll(
      async () => {
        const { stdout } = await scene.run();
        log.push(stdout);
        return sourceOf(b);
      },
      { timeout: 15_000 },
    )
    .toBe('1 2');
  expect(log.join('')).toMatch(/semiSyncToRestore/);
  expect(log.join('')).toMatch(/wait for 2 replicas again \(semi-sync\)/);
  const begin = performance.now();
  await b.exec('INSERT INTO shop.orders VALUES (6)');
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(await statusOf(b, 'status')).toBe('ON');
  // What a person turns off then stays off.
  await scene.run();
  await b.exec(
    'SET GLOBAL rpl_semi_sync_source_enabled = OFF',
    'SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = 1',
  );
  for (let i = 0; i < 3; i += 1) expect((await scene.run()).stdout).not.toMatch(/semiSyncToRestore/);
  expect(await sourceOf(b)).toBe('0 1');
});

describe('writes never wait for a confirmation that cannot come', () => {
  test('where no replica is left, though my.cnf has semi-sync on', async () => {
    const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
    await turnOn(b);
    await c.kill();
    await scene.killPrimary();
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(await b.value('SELECT @@GLOBAL.rpl_semi_sync_source_enabled')).toBe('0');
    await b.exec('INSERT INTO shop.orders VALUES (6)');
    expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5, 6]);
    const [history] = await scene.proxysql.rows('SELECT loss FROM disk.proxysql_failover_history');
    expect(history?.loss).toMatch(/^possibly lost: .* and 1 replica does not answer that may have confirmed/);
  });
});

describe('a replica that confirmed and is gone with the primary', () => {
  test('nobody is promoted without what it had, unless that is allowed', async () => {
    const b = scene.cluster.server('b');
    await loseTheNewest();
    const refused = await scene.run();
    expect(refused, refused.stdout).toMatchObject({ status: 3 });
    expect(refused.stdout).toMatch(/would lack 1 transaction that .* had at/);
    expect(await b.value('SELECT @@GLOBAL.super_read_only')).toBe('1');

    // Its main schema, where the last set was kept while all was well, is memory.
    await scene.proxysql.kill();
    await scene.proxysql.start();
    const again = await scene.run();
    expect(again, again.stdout).toMatchObject({ status: 3 });
    expect(await b.value('SELECT @@GLOBAL.super_read_only')).toBe('1');

    scene.configure({ ...withRules([[b, 'prefer']]), allowDataLoss: true });
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(logOf(ended).map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/^known lost: 1 transaction/));
    expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5]);
  });
});

test('a primary that may have stopped waiting since it was last seen: the record does not say that nothing is lost', async () => {
  const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
  await a.exec('SET GLOBAL rpl_semi_sync_source_timeout = 100');
  await a.exec('INSERT INTO shop.orders VALUES (6)');
  await expect.poll(() => ordersOf(c)).toContain(6);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  for (const replica of [b, c]) await replica.exec('STOP REPLICA IO_THREAD');
  await a.exec('INSERT INTO shop.orders VALUES (7)');
  await a.kill();
  for (const replica of [b, c]) await replica.exec('START REPLICA IO_THREAD');
  for (const replica of [b, c]) await expect.poll(() => receiverErrno(replica), { timeout: 10_000 }).toBe(2003);
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5, 6]);
  const [history] = await scene.proxysql.rows('SELECT loss FROM disk.proxysql_failover_history');
  expect(history?.loss).toMatch(/^possibly lost: .* and may have stopped that: rpl_semi_sync_source_timeout is 100 ms/);
});

async function receiverErrno(replica: MysqlServer): Promise<number> {
  return Number((await replica.query('SHOW REPLICA STATUS'))[0]?.Last_IO_Errno);
}

/** b does not receive the newest transaction, c confirms it, and c dies with the primary. */
async function loseTheNewest(): Promise<void> {
  const [a, b, c] = [scene.cluster.server('a'), scene.cluster.server('b'), scene.cluster.server('c')];
  await b.exec('STOP REPLICA IO_THREAD');
  await a.exec('INSERT INTO shop.orders VALUES (6)');
  await expect.poll(() => ordersOf(c)).toContain(6);
  expect((await scene.run()).status).toBe(3);
  for (const server of [a, c]) await server.kill();
  await b.exec('START REPLICA IO_THREAD');
  await expect.poll(() => receiverErrno(b), { timeout: 10_000 }).toBe(2003);
}
