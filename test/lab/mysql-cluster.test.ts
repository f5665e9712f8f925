import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MysqlCluster, startMysqlCluster } from './mysql-cluster.ts';
import { processIdentity } from './processes.ts';
import { waitUntil } from './wait.ts';

let cluster: MysqlCluster<'a' | 'b' | 'c'>;
let started = false;

beforeAll(async () => {
  const begin = Date.now();
  cluster = await startMysqlCluster(['a', 'b', 'c']);
  started = true;
  console.log(`${cluster.description}; three servers in ${Date.now() - begin} ms`);
}, 300_000);

afterAll(async () => {
  if (!started) return;
  const pids = cluster.servers.map((server) => server.pid());
  await cluster.destroy();
  expect(pids.map(processIdentity)).toEqual([undefined, undefined, undefined]);
});

test('a fresh cluster has one writable server and an empty GTID history', async () => {
  expect(cluster.primary.name).toBe('a');
  for (const server of cluster.servers) {
    expect(await server.value('SELECT @@GLOBAL.gtid_executed')).toBe('');
    expect(await server.value('SELECT @@GLOBAL.super_read_only')).toBe(server.name === 'a' ? '0' : '1');
  }
  const uuids = await Promise.all(cluster.servers.map((server) => server.value('SELECT @@server_uuid')));
  expect(new Set(uuids).size).toBe(3);
}, 30_000);

test('writes of the application replicate', async () => {
  const app = await cluster.primary.connect('app', 'shop');
  await app.query('CREATE TABLE orders (id INT PRIMARY KEY)');
  await app.query('INSERT INTO orders VALUES (1), (2)');
  await app.end();
  await cluster.caughtUp();
  for (const replica of cluster.replicas) {
    expect(await replica.query('SELECT id FROM shop.orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  }
}, 30_000);

test('a killed server refuses connections, and has everything it acknowledged when it starts again', async () => {
  const server = cluster.primary;
  await server.exec('INSERT INTO shop.orders VALUES (3)');
  await server.kill();
  expect(server.state()).toBe('dead');
  await expect(server.connect('app')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await server.start();
  expect(await server.value('SELECT COUNT(*) FROM shop.orders')).toBe('3');
}, 60_000);

test('a frozen server accepts connections but does not answer until it is thawed', async () => {
  const server = cluster.server('b');
  await server.freeze();
  await expect(server.query('SELECT 1', [], 300)).rejects.toThrow(/timeout/i);
  await server.thaw();
  expect(await server.value('SELECT 1')).toBe('1');
}, 30_000);

test('the general log tells what others said', async () => {
  const server = cluster.server('c');
  const mark = await server.startGeneralLog();
  const app = await server.connect('app');
  await app.query('SELECT 1,\n 2');
  await app.end();
  await waitUntil('the quit is logged', async () => (await server.generalLogSince(mark)).length === 3);
  expect(await server.generalLogSince(mark)).toMatchObject([
    { user: 'app', command: 'Connect' },
    { user: 'app', command: 'Query', text: 'SELECT 1,\n 2' },
    { user: 'app', command: 'Quit' },
  ]);
}, 30_000);

test('reset brings back the tree, however broken it is', async () => {
  const [a, b, c] = [cluster.server('a'), cluster.server('b'), cluster.server('c')];
  await b.exec('STOP REPLICA', 'RESET REPLICA ALL', 'SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF');
  await b.exec('CREATE SCHEMA errant', 'SET GLOBAL max_connections = 20');
  await c.freeze();
  await a.kill();
  const begin = Date.now();
  await cluster.reset();
  console.log(`reset with one dead and one frozen server: ${Date.now() - begin} ms`);
  const again = Date.now();
  await cluster.reset();
  console.log(`reset of a healthy cluster: ${Date.now() - again} ms`);
  for (const server of cluster.servers) {
    expect(await server.value('SELECT @@GLOBAL.gtid_executed')).toBe('');
    expect(await server.value('SELECT @@GLOBAL.super_read_only')).toBe(server.name === 'a' ? '0' : '1');
    expect(await server.value('SELECT @@GLOBAL.max_connections')).toBe('151');
    expect(await server.query('SHOW SCHEMAS LIKE "%r%ant"')).toEqual([]);
    expect(await server.query('SHOW TABLES IN shop')).toEqual([]);
  }
  await a.exec('CREATE TABLE shop.after_reset (id INT PRIMARY KEY)');
  await cluster.caughtUp();
}, 60_000);
