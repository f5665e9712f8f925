import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { said } from './log.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

/** b took the place of a, which is back with a transaction of its own. */
async function diverge(): Promise<{ readonly a: MysqlServer; readonly b: MysqlServer }> {
  const { cluster } = scene;
  const [a, b] = [cluster.primary, cluster.server('b')];
  await scene.reset();
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  expect(await scene.run()).toMatchObject({ status: 0 });
  await a.start();
  await a.exec('INSERT INTO shop.orders VALUES (999)');
  expect(await scene.run()).toMatchObject({ status: 0 });
  expect(said(await scene.run())).toContain('there SET GLOBAL super_read_only = OFF, read_only stays ON');
  expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  return { a, b };
}

test('word by word as advised: nobody disturbs the CLONE INSTANCE, one that was broken off is named, and its copy follows', async () => {
  const { a, b } = await diverge();
  await b.exec(
    "INSTALL PLUGIN clone SONAME 'mysql_clone.so'",
    "CREATE USER 'cloner'@'%' IDENTIFIED BY 'cloner-secret'",
    "GRANT BACKUP_ADMIN ON *.* TO 'cloner'@'%'",
  );
  await a.exec('SET GLOBAL super_read_only = OFF');
  const clone = async (bandwidth: number) => {
    await a.exec(
      `SET GLOBAL clone_valid_donor_list = '${b.endpoint}'`,
      'SET GLOBAL clone_autotune_concurrency = OFF',
      'SET GLOBAL clone_max_concurrency = 1',
      `SET GLOBAL clone_max_data_bandwidth = ${bandwidth}`,
    );
    const person = await a.connect('root');
    const ended = person
      .query(`CLONE INSTANCE FROM 'cloner'@'${b.address}':${b.port} IDENTIFIED BY 'cloner-secret'`)
      .then(String, String);
    return { person, ended };
  };
  await a.exec("INSTALL PLUGIN clone SONAME 'mysql_clone.so'");

  const { person } = await clone(4);
  await waitUntil('the data are gone', async () => (await a.value('SELECT @@GLOBAL.gtid_executed')) === '');
  expect(await scene.run('--dry-run')).toMatchObject({ status: 3 });
  expect(said(await scene.run())).toMatch(/cannot follow/);
  expect(await a.value('SELECT STATE FROM performance_schema.clone_status')).toBe('In Progress');
  expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('0');
  person.destroy();
  await a.exec(`KILL ${await a.value('SELECT PID FROM performance_schema.clone_status')}`).catch(() => undefined);
  await waitUntil('it is broken off', async () =>
    ['Failed', ''].includes((await a.value('SELECT STATE FROM performance_schema.clone_status')) ?? ''),
  );
  const emptied = await scene.run('--dry-run', '--json');
  expect(emptied.stdout).toContain('it has lost');
  expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);

  // Nobody here restarts mysqld for it.
  await (await clone(0)).ended;
  await waitUntil('it shuts down', () => a.errorLogTail(3).includes('Please start server to complete clone operation'));
  await a.kill();
  await a.start({ 'read-only': 'ON' });
  await scene.runUntil('it follows', async () => (await a.query('SHOW REPLICA STATUS')).length > 0);
  await expectPrimary(scene, b, [a, scene.cluster.server('c')]);
  await b.exec('INSERT INTO shop.orders VALUES (6)');
  await waitUntil('it has all', async () => (await ordersOf(a)).length === 6);
});
