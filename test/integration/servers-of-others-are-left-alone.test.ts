import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { withRules } from './config.ts';
import { serversIn } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { killAndLetNotice } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c' | 'e'>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;
let e: MysqlServer;

const SHOP = { name: 'shop', writerHostgroup: 10, readerHostgroup: 20 };
const REPORTS = { name: 'reports', writerHostgroup: 30, readerHostgroup: 40 };

beforeAll(async () => {
  scene = await openScene<'a' | 'b' | 'c' | 'e'>({ a: {}, b: { source: 'a' }, c: { source: 'a' }, e: {} });
  const { cluster } = scene;
  [a, b, c, e] = [cluster.primary, cluster.server('b'), cluster.server('c'), cluster.server('e')];
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset([
    { hostgroup: 10, server: a },
    { hostgroup: 20, server: b },
    { hostgroup: 20, server: c },
    { hostgroup: 30, server: e },
    { hostgroup: 40, server: c },
  ]);
  scene.configure({ clusters: [SHOP] });
  await a.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)');
});

async function follow(replica: MysqlServer, source: MysqlServer, channel: string): Promise<void> {
  await replica.exec(
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${source.address}', SOURCE_PORT = ${source.port}, SOURCE_USER = 'repl', ` +
      `SOURCE_PASSWORD = '${labPasswords.repl}', SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1, GET_SOURCE_PUBLIC_KEY = 1 FOR CHANNEL '${channel}'`,
    `START REPLICA FOR CHANNEL '${channel}'`,
  );
  const executed = await source.value('SELECT @@GLOBAL.gtid_executed');
  await expect.poll(() => replica.value('SELECT GTID_SUBSET(?, @@GLOBAL.gtid_executed)', [executed])).toBe('1');
}

test('the primary of another cluster that is fed from this one goes on taking writes, and follows after a failover', async () => {
  scene.configure({ clusters: [SHOP, REPORTS] });
  await follow(e, a, '');
  await e.exec('CREATE TABLE shop.report (id INT PRIMARY KEY)');
  const application = await e.connect('app');
  try {
    expect(await scene.run('--cluster', 'shop')).toMatchObject({ status: 0, stdout: '' });
    await application.query('INSERT INTO shop.report VALUES (1)');

    scene.configure({ clusters: [SHOP], ...withRules([[b, 'prefer']]) });
    await killAndLetNotice(a, [b, c, e]);
    expect(await scene.run('--cluster', 'shop')).toMatchObject({ status: 0 });
    await expectPrimary(scene, b, [c]);
    await application.query('INSERT INTO shop.report VALUES (2)');
    await b.exec('INSERT INTO shop.orders VALUES (1)');
    await expect.poll(() => e.value('SELECT COUNT(*) FROM shop.orders')).toBe('1');
  } finally {
    application.destroy();
  }
  for (const server of [b, c]) expect(await server.query("SHOW TABLES FROM shop LIKE 'report'")).toEqual([]);
});

test('it does so when it is fed no more, and the failover goes on without it', async () => {
  scene.configure({ clusters: [{ ...SHOP, promotionRules: { [b.endpoint]: 'prefer' } }, REPORTS] });
  await follow(e, a, '');
  expect(await scene.run('--cluster', 'shop')).toMatchObject({ status: 0, stdout: '' });
  await e.exec('STOP REPLICA', 'RESET REPLICA ALL', 'CREATE TABLE shop.report (id INT PRIMARY KEY)');
  await killAndLetNotice(a, [b, c]);
  expect(await scene.run('--cluster', 'shop')).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  for (let runs = 0; runs < 2; runs += 1) await scene.run('--cluster', 'shop');
  expect(await e.value('SELECT @@GLOBAL.read_only')).toBe('0');
});

test('a reader that two clusters share is promoted in one, and the other leaves it alone', async () => {
  await e.exec('CREATE SCHEMA reports');
  await follow(c, e, 'reports');
  scene.configure({ clusters: [{ ...SHOP, promotionRules: { [b.endpoint]: 'never' } }, REPORTS] });
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await killAndLetNotice(a, [b, c]);
  for (let runs = 0; runs < 3; runs += 1) await scene.run();
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', 10)).toEqual([c.endpoint]);
  expect(await c.value('SELECT @@GLOBAL.super_read_only')).toBe('0');
  expect(await e.value('SELECT @@GLOBAL.read_only')).toBe('0');
});
