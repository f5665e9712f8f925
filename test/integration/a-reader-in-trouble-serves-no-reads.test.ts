import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { said } from './log.ts';
import {
  type Place,
  QUARANTINE,
  READER,
  SERVER_TABLES,
  serversIn,
  USE_REPLICATION_HOSTGROUPS,
  WRITER,
} from './places.ts';
import { expectPrimary } from './roles.ts';
import { type Ended, openScene, type Scene } from './scene.ts';
import { lockOrders, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;

beforeAll(async () => {
  // The monitor acts only where mysql_replication_hostgroups has a row.
  scene = await openScene(['a', 'b', 'c'], {
    proxysql: {
      monitor: { user: 'monitor', password: labPasswords.monitor },
      variables: { 'mysql-monitor_ping_interval': '1000', 'mysql-monitor_writer_is_also_reader': 'false' },
    },
    servers: { 'super-read-only': 'OFF' },
  });
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  const places: Place[] = [
    { hostgroup: WRITER, server: a, attributes: { weight: 1000, comment: 'a' } },
    { hostgroup: READER, server: b, attributes: { weight: 10, comment: 'b' } },
    { hostgroup: READER, server: c, attributes: { weight: 20, max_connections: 77, comment: 'c' } },
  ];
  await scene.reset(places);
  for (const replica of [b, c]) await replica.exec('SET GLOBAL super_read_only = ON');
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

const readers = (table = 'runtime_mysql_servers') => serversIn(scene.proxysql, table, READER);
const quarantined = (table = 'runtime_mysql_servers') => serversIn(scene.proxysql, table, QUARANTINE);

/** Run after run for so long; a trouble counts after five seconds. */
async function runFor(ms: number, afterEach: (ended: Ended) => void | Promise<void>): Promise<void> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    await afterEach(await scene.run());
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const isAside = async (server: MysqlServer) => (await quarantined('disk.mysql_servers')).includes(server.endpoint);
const isReader = async (server: MysqlServer) => (await readers('disk.mysql_servers')).includes(server.endpoint);

async function expectInAllTables(server: MysqlServer, hostgroup: number, others: readonly MysqlServer[]) {
  for (const table of SERVER_TABLES) {
    const rows = await scene.proxysql.rows(
      `SELECT hostgroup_id, status, weight, max_connections, comment FROM ${table} WHERE hostname = '${server.address}'`,
    );
    expect(rows, table).toEqual([
      { hostgroup_id: String(hostgroup), status: 'ONLINE', weight: '20', max_connections: '77', comment: 'c' },
    ]);
    expect(await readers(table), table).toEqual(others.map(({ endpoint }) => endpoint).sort());
  }
}

test('one whose applier is stopped is set aside when it lasts, and comes back with its row when it replicates again', async () => {
  await c.exec('STOP REPLICA SQL_THREAD');
  const first = await scene.run();
  expect(first).toMatchObject({ status: 3 });
  expect(said(first)).toContain(`${c.endpoint} does not replicate`);
  expect(await readers()).toEqual([b.endpoint, c.endpoint].sort());
  const log = await scene.runUntil('c is set aside', () => isAside(c));
  expect(log).toContain(`send the reads of ${c.endpoint} elsewhere`);
  await expectInAllTables(c, QUARANTINE, [b]);

  // It stays there, and nothing is written or said every second.
  const watch = await scene.watch();
  for (let i = 0; i < 2; i += 1) expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });
  expect(await watch.changes()).toEqual([]);

  await c.exec('START REPLICA SQL_THREAD');
  await scene.run();
  expect(await isAside(c), 'not in the first second').toBe(true);
  expect(await scene.runUntil('c serves reads again', () => isReader(c))).toContain(
    `let ${c.endpoint} serve reads again`,
  );
  await expectInAllTables(c, READER, [b, c]);
  await scene.run();
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

test('one that lags too much is set aside, and comes back when it has caught up', async () => {
  scene.configure({ maxReplicationLagMs: 2000 });
  const lock = await lockOrders(c);
  try {
    await a.exec('INSERT INTO shop.orders VALUES (4)');
    expect(await scene.runUntil('c is set aside', () => isAside(c))).toMatch(/serves reads and should not/);
    await expectInAllTables(c, QUARANTINE, [b]);
  } finally {
    await lock.release();
  }
  await scene.runUntil('c serves reads again', () => isReader(c));
  await expectInAllTables(c, READER, [b, c]);
});

test('the last reader stays, and with both in trouble both stay', async () => {
  for (const replica of [b, c]) await replica.exec('STOP REPLICA SQL_THREAD');
  await runFor(8000, (ended) => expect(ended).toMatchObject({ status: 3 }));
  expect(await readers()).toEqual([b.endpoint, c.endpoint].sort());
});

test('one that was set aside serves again where every other reader has died: old data are better than none', async () => {
  await c.exec('STOP REPLICA SQL_THREAD');
  await scene.runUntil('c is set aside', () => isAside(c));
  await b.kill();
  await scene.runUntil('c serves reads again', () => isReader(c));
});

const setOfflineSoft = () =>
  scene.proxysql.exec(
    `UPDATE mysql_servers SET status = 'OFFLINE_SOFT' WHERE hostname = '${c.address}'`,
    'LOAD MYSQL SERVERS TO RUNTIME',
    'SAVE MYSQL SERVERS TO DISK',
  );

test('what a person set OFFLINE_SOFT is not set aside', async () => {
  await setOfflineSoft();
  await c.exec('STOP REPLICA');
  const before = await scene.tables();
  await runFor(8000, (ended) => expect(ended).toMatchObject({ status: 3 }));
  const after = await scene.tables();
  for (const table of SERVER_TABLES) expect(after[table], table).toEqual(before[table]);
});

test('what a person set OFFLINE_SOFT meanwhile is not brought back', async () => {
  await c.exec('STOP REPLICA SQL_THREAD');
  await scene.runUntil('c is set aside', () => isAside(c));
  await setOfflineSoft();
  await c.exec('START REPLICA SQL_THREAD');
  await runFor(8000, async () => expect(await isAside(c)).toBe(true));
});

test("with mysql_replication_hostgroups in use it stays aside against ProxySQL's monitor, and comes back", async () => {
  await scene.proxysql.exec(...USE_REPLICATION_HOSTGROUPS);
  await c.exec('STOP REPLICA SQL_THREAD');
  await scene.runUntil('c is set aside', () => isAside(c));
  await runFor(4000, async () => {
    expect(await readers()).toEqual([b.endpoint]);
    expect(await quarantined()).toEqual([c.endpoint]);
  });
  await c.exec('START REPLICA SQL_THREAD');
  await scene.runUntil('c serves reads again', () => isReader(c));
  await expectInAllTables(c, READER, [b, c]);
});

test('one that was set aside for its lag may be promoted like any other', async () => {
  scene.configure({ maxReplicationLagMs: 2000, ...withRules([[b, 'never']]) });
  const lock = await lockOrders(c);
  await a.exec('INSERT INTO shop.orders VALUES (4)');
  await scene.runUntil('c is set aside', () => isAside(c));
  await scene.killPrimary();
  const run = scene.start();
  await waitUntil('the run waits for the applier', () => run.stdout().includes('still to be applied'));
  await lock.release();
  const ended = await run.ended;
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, c, [b]);
  expect(await quarantined('disk.mysql_servers')).toEqual([a.endpoint]);
});

test('the last reader goes on serving reads when it is promoted, until another one is back', async () => {
  await scene.reset([
    { hostgroup: WRITER, server: a, attributes: { weight: 1000 } },
    { hostgroup: READER, server: b, attributes: { weight: 10 } },
  ]);
  for (const replica of [b, c]) await replica.exec('SET GLOBAL super_read_only = ON');
  await scene.run();
  await scene.killPrimary();
  expect((await scene.run()).status).toBe(0);
  await expectPrimary(scene, b, [c]);
  for (const table of SERVER_TABLES) expect(await readers(table), table).toEqual([b.endpoint]);

  await a.start();
  await scene.runUntil('a alone serves reads', async () => (await readers('disk.mysql_servers')).join() === a.endpoint);
  await expectPrimary(scene, b, [a, c]);
  for (const table of SERVER_TABLES) expect(await readers(table), table).toEqual([a.endpoint]);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});
