import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attachReplica } from '../lab/mysql-cluster.ts';
import { withRules } from './config.ts';
import { said } from './log.ts';
import { type Place, QUARANTINE, READER, SERVER_TABLES, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { replicaStatus, uuidOf, waitUntilItReceives, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let a: Scene<'a'>['cluster']['primary'];
let b: typeof a;
let c: typeof a;

beforeAll(async () => {
  const follows = {
    source: 'a',
    replication: { SOURCE_SSL: '1', SOURCE_CONNECT_RETRY: '3', SOURCE_RETRY_COUNT: '77' },
  };
  scene = await openScene({ a: {}, b: follows, c: follows });
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
}, 300_000);
afterAll(() => scene?.destroy());

/** a was the primary and is dead, b is in its place, c follows b. */
beforeEach(async () => {
  const places: Place[] = [
    { hostgroup: WRITER, server: a, attributes: { weight: 1000, comment: 'a', use_ssl: 1 } },
    { hostgroup: READER, server: b, attributes: { weight: 10, max_connections: 77, comment: 'b' } },
    { hostgroup: READER, server: c, attributes: { weight: 20, comment: 'c' } },
  ];
  await scene.reset(places);
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  const failover = await scene.run();
  expect(failover, failover.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  await b.exec('INSERT INTO shop.orders VALUES (4)');
});

async function isReader(table: string): Promise<boolean> {
  return (await serversIn(scene.proxysql, table, READER)).includes(a.endpoint);
}

async function expectBackAsReader(): Promise<void> {
  await scene.runUntil('a serves reads again', () => isReader('disk.mysql_servers'), '--log-level', 'debug');
  await expectPrimary(scene, b, [a, c]);
  for (const table of SERVER_TABLES) {
    expect(await serversIn(scene.proxysql, table, QUARANTINE), table).toEqual([]);
    const rows = await scene.proxysql.rows(
      `SELECT hostgroup_id, status, weight, max_connections, use_ssl, comment FROM ${table} WHERE hostname = '${a.address}'`,
    );
    expect(rows, table).toEqual([
      { hostgroup_id: '20', status: 'ONLINE', weight: '10', max_connections: '77', use_ssl: '1', comment: 'a' },
    ]);
  }
  await b.exec('INSERT INTO shop.orders VALUES (5)');
  await scene.cluster.caughtUp(10_000, b);
  expect(await a.value('SELECT COUNT(*) FROM shop.orders')).toBe('5');
  expect(await scene.run()).toMatchObject({ status: 0 });
  const watch = await scene.watch();
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  expect(await watch.changes()).toEqual([]);
}

describe('with nothing of its own', () => {
  test('it is made read-only, follows the new primary as the other replicas do, and serves reads when it has caught up', async () => {
    await a.start();
    expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('0');
    const rejoin = await scene.run('--log-level', 'debug');
    expect(rejoin, rejoin.stdout).toMatchObject({ status: 0 });
    expect(said(rejoin)).toContain(
      `${a.endpoint} was the primary, took writes beside it, or was left behind by a failover, and answers again: let ${a.endpoint} follow ${b.endpoint}`,
    );
    expect(said(rejoin)).toContain('SOURCE_PASSWORD = <replication.password>, ');
    expect(await replicaStatus(a)).toMatchObject({
      Replica_IO_Running: 'Yes',
      Replica_SQL_Running: 'Yes',
      Source_UUID: await uuidOf(b),
      Source_User: 'repl',
      Auto_Position: 1,
      Source_SSL_Allowed: 'Yes',
      Connect_Retry: 3,
      Source_Retry_Count: 77,
    });
    expect(await isReader('runtime_mysql_servers')).toBe(false);
    await expectBackAsReader();
  });

  test('also where it came back read-only, and ProxySQL was killed and came back with what is on disk', async () => {
    await scene.proxysql.kill();
    await scene.proxysql.start();
    await a.start({ 'read-only': 'ON', 'super-read-only': 'ON' });
    await expectBackAsReader();
  });

  test('a dry run shows the statement without the password', async () => {
    await a.start({ 'super-read-only': 'ON' });
    const dry = await scene.run('--dry-run');
    expect(dry.stdout).toContain(
      'CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = <replication.password>, SOURCE_HOST = ',
    );
    expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);
  });

  test('one that a person has let follow already gets its reads back', async () => {
    await a.start({ 'super-read-only': 'ON' });
    await attachReplica(a, b);
    await waitUntilItReceives(a);
    await expectBackAsReader();
  });

  test('autoRejoin false leaves it to a person, but takes no writes there', async () => {
    scene.configure({ ...withRules([[b, 'prefer']]), autoRejoin: false });
    await a.start();
    const fenced = await scene.run();
    expect(fenced, fenced.stdout).toMatchObject({ status: 0 });
    expect(said(fenced)).toContain(`make ${a.endpoint} read-only`);
    expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
    const ended = await scene.run();
    expect(ended).toMatchObject({ status: 3 });
    expect(said(ended)).toContain(`${a.endpoint} is in quarantine and answers; what to do: let it follow the primary`);
    expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);

    // As a rebuild begins.
    await a.exec('SET GLOBAL super_read_only = OFF');
    expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });
    expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('0');
  });

  test('a wrong replication password is tried once, and said', async () => {
    scene.configure({
      ...withRules([[b, 'prefer']]),
      replication: { user: 'repl', password: 'not the lab-repl one' },
      repointTimeoutMs: 2000,
    });
    await a.start({ 'super-read-only': 'ON' });
    const failed = await scene.start('--log-level', 'debug').ended;
    expect(failed).toMatchObject({ status: 1 });
    expect(failed.stdout).not.toContain('not the lab-repl');
    expect(said(failed)).toContain('Replica_IO_Running is Connecting instead of Yes');
    const after = await scene.start().ended;
    expect(after).toMatchObject({ status: 3 });
    expect(said(after)).toContain(
      `${a.endpoint} was the primary, took writes beside it, or was left behind by a failover, and cannot follow ${b.endpoint}; what to do: `,
    );
    const watch = await scene.watch();
    expect(await scene.start().ended).toMatchObject({ status: 3, stdout: '' });
    expect(await watch.changes()).toEqual([]);
  });
});

describe('it stays in quarantine', () => {
  test('with errant transactions: they are named and counted; once the primary has them it follows', async () => {
    await a.start();
    await a.exec('INSERT INTO shop.orders VALUES (100)', 'INSERT INTO shop.orders VALUES (101)');
    const fenced = await scene.run();
    expect(fenced, fenced.stdout).toMatchObject({ status: 0 });
    expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
    const ended = await scene.run();
    expect(ended).toMatchObject({ status: 3 });
    const errant = await a.value('SELECT GTID_SUBTRACT(@@GLOBAL.gtid_executed, ?)', [
      await b.value('SELECT @@GLOBAL.gtid_executed'),
    ]);
    expect(said(ended)).toContain(
      `was the primary, took writes beside it, or was left behind by a failover, and has transactions that ${b.endpoint} lacks; what to do: `,
    );
    expect(said(ended)).toContain('CLONE INSTANCE FROM');
    expect(ended.stdout).toContain(`2 transactions that the primary lacks: ${errant}`);
    expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);
    expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });

    const [source, interval] = errant?.split(':') ?? [];
    const [from, to] = (interval ?? '').split('-').map(Number);
    const connection = await b.connect('root');
    for (let number = from ?? 0; number <= (to ?? 0); number += 1) {
      await connection.query(`SET GTID_NEXT = '${source}:${number}'`);
      await connection.query('COMMIT');
    }
    await connection.query("SET GTID_NEXT = 'AUTOMATIC'");
    connection.destroy();
    await scene.runUntil('a serves reads again', () => isReader('disk.mysql_servers'), '--log-level', 'debug');
    await expectPrimary(scene, b, [a, c]);
  });

  test('where the primary has purged what it lacks', async () => {
    await b.exec('FLUSH BINARY LOGS', 'INSERT INTO shop.orders VALUES (6)', 'FLUSH BINARY LOGS');
    const [last] = (await b.query('SHOW BINARY LOGS')).slice(-1);
    await b.exec(`PURGE BINARY LOGS TO '${last?.Log_name}'`);
    await a.start({ 'super-read-only': 'ON' });
    const ended = await scene.run();
    expect(ended).toMatchObject({ status: 3 });
    expect(said(ended)).toContain(`and cannot follow ${b.endpoint}; what to do: `);
    expect(ended.stdout).toMatch(/the primary has purged \d+ transactions that it lacks/);
    expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);
  });

  test('where somebody else put it there', async () => {
    await a.start({ 'super-read-only': 'ON' });
    await scene.proxysql.exec('DROP TABLE disk.proxysql_failover_state');
    const ended = await scene.run();
    expect(said(ended)).toContain(`${a.endpoint} is in quarantine and answers`);
    expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);
  });
});
