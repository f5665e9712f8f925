// More rounds: LAB_ROUNDS=20 npx vitest run --config test/vitest.config.mts test/integration/one-of-several-hosts-fails-over
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { type ProxySQL, startProxySQL } from '../lab/proxysql.ts';
import { serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { configFiles, playRound, resetBoth } from './two-hosts.ts';
import { beyondMemory } from './watch.ts';

const ROUNDS = Number(process.env.LAB_ROUNDS ?? 2);
const LOCK = "SELECT GET_LOCK('proxysql-failover', 0)";

let scene: Scene<'a' | 'b' | 'c'>;
let second: ProxySQL;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
  second = await startProxySQL();
}, 300_000);
afterAll(async () => {
  await second?.destroy();
  await scene?.destroy();
});
beforeEach(() => resetBoth(scene, second));

test(
  'with a ProxySQL each that start the file: one promotes, the other follows, and no row moves afterwards',
  async () => {
    const times: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await resetBoth(scene, second);
      times.push((await playRound(scene, second)).correctAfterMs.join(' and '));
    }
    console.log(`both correct after the kill, ms: ${times.join('; ')}`);
  },
  ROUNDS * 40_000,
);

test('while another host has the lock of a replica, nothing is done, and that is said once', async () => {
  const { cluster, proxysql } = scene;
  const b = cluster.server('b');
  configFiles(scene, second);
  expect(await scene.run()).toMatchObject({ status: 0 });
  await scene.killPrimary();
  const other = await b.connect('root');
  try {
    await other.query(LOCK);
    const watch = await scene.watch();
    const refused = await scene.run();
    expect(refused.status).toBe(3);
    expect(refused.stdout).toContain(
      `another ProxySQL host is at work on this cluster: it holds the lock on ${b.endpoint}`,
    );
    expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });
    expect(await serversIn(proxysql, 'runtime_mysql_servers', WRITER)).toEqual([cluster.primary.endpoint]);
    const changes = beyondMemory(await watch.changes());
    expect(changes).toEqual([]);
  } finally {
    other.destroy();
  }
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [cluster.server('c')]);
});

test('where the majority cannot be reached nothing is done: it is said why, and what a host alone may set', async () => {
  const { cluster } = scene;
  configFiles(scene, second);
  expect(await scene.run()).toMatchObject({ status: 0 });
  await cluster.server('c').freeze();
  await scene.killPrimary();
  const refused = await scene.run();
  expect(refused.status).toBe(3);
  expect(refused.stdout).toContain('this host reaches 1 of 2 servers');
  expect(refused.stdout).toContain('set quorum to any');
  configFiles(scene, second, { quorum: 'any' });
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, cluster.server('b'), []);
});

test('a host that was away follows when it is back, also where the old primary is back too, read-only', async () => {
  const { cluster } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  const [, file] = configFiles(scene, second);
  expect(await scene.run()).toMatchObject({ status: 0 });
  expect(await scene.run('--config', file)).toMatchObject({ status: 0 });
  await scene.killPrimary();
  expect(await scene.run()).toMatchObject({ status: 0 });
  await cluster.primary.start();
  await cluster.primary.exec('SET GLOBAL super_read_only = ON');

  const rehearsed = await scene.run('--dry-run', '--config', file);
  expect(rehearsed.stdout).toContain('primaryMovedElsewhere');
  expect(rehearsed.stdout).not.toContain('GET_LOCK');
  const followed = await scene.run('--config', file);
  expect(followed, followed.stdout).toMatchObject({ status: 0 });
  await expectPrimary({ proxysql: second }, b, [c]);
  const [entry] = await second.rows('SELECT outcome, diagnosis, new_primary FROM disk.proxysql_failover_history');
  expect(entry).toEqual({ outcome: 'followed', diagnosis: 'primaryMovedElsewhere', new_primary: b.endpoint });
  const acknowledged = await scene.run('acknowledge', '--config', file);
  expect(acknowledged.stdout).toContain(`store: acknowledged the failover from ${cluster.primary.endpoint}`);
});

test('where the old primary thaws and nobody follows the new one yet, the other host sends writes to the new one and stops the old', async () => {
  const { cluster } = scene;
  const [a, b] = [cluster.primary, cluster.server('b')];
  const [, file] = configFiles(scene, second);
  expect(await scene.run()).toMatchObject({ status: 0 });
  expect(await scene.run('--config', file)).toMatchObject({ status: 0 });
  await cluster.server('c').kill();
  await a.freeze();
  const promoted = await scene.run();
  expect(promoted, promoted.stdout).toMatchObject({ status: 0 });
  await a.thaw();

  const followed = await scene.run('--config', file);
  expect(followed, followed.stdout).toMatchObject({ status: 0 });
  expect(followed.stdout).toContain('this program has made it writable, on another host');
  await expectPrimary({ proxysql: second }, b, []);
  const fenced = await scene.run('--config', file);
  expect(fenced.stdout).toContain(`make ${a.endpoint} read-only: done`);
  expect([await superReadOnly(a), await superReadOnly(b)]).toEqual([1, 0]);
});

async function superReadOnly(server: MysqlServer): Promise<unknown> {
  const [row] = await server.query('SELECT @@GLOBAL.super_read_only AS super_read_only');
  return row?.super_read_only;
}

test('a host that was away while the primary came back to its old place follows, though it has that one in quarantine', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  const [, file] = configFiles(scene, second, { recoveryPeriodBlockMs: 0 });
  expect(await scene.run()).toMatchObject({ status: 0 });
  expect(await scene.run('--config', file)).toMatchObject({ status: 0 });
  await scene.killPrimary();
  expect(await scene.run()).toMatchObject({ status: 0 });
  expect(await scene.run('--config', file)).toMatchObject({ status: 0 });
  await expectPrimary({ proxysql: second }, b, [c]);

  await a.start();
  await c.kill();
  expect(await scene.run()).toMatchObject({ status: 0 });
  await b.kill();
  const promoted = await scene.run();
  expect(promoted, promoted.stdout).toMatchObject({ status: 0 });
  await b.start({ 'read-only': 'OFF', 'super-read-only': 'OFF' });

  const followed = await scene.run('--config', file);
  expect(followed, followed.stdout).toMatchObject({ status: 0 });
  expect(followed.stdout).toContain('this program has made it writable, on another host');
  expect(await superReadOnly(a)).toBe(0);
  await expectPrimary({ proxysql: second }, a, []);
  await scene.run('--config', file);
  expect([await superReadOnly(a), await superReadOnly(b)]).toEqual([0, 1]);
});
