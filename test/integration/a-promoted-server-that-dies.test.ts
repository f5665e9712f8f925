/** The server that was promoted dies in the middle of the failover: of what killed the one before, as a rule. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { withRules } from './config.ts';
import { said } from './log.ts';
import { serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { type Ended, openScene, type Scene } from './scene.ts';
import { ordersOf, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 3);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

/** One run, in which b is killed as soon as this is so. */
async function runInWhichBDies(isSo: () => Promise<boolean>): Promise<Ended> {
  await scene.killPrimary();
  const run = scene.start();
  const deadline = Date.now() + 10_000;
  // Without a pause: the whole rest takes some hundredths of a second.
  while (!(await isSo())) if (Date.now() > deadline) throw new Error(`not so within 10 s: ${run.stdout()}`);
  await b.kill();
  return run.ended;
}

async function outcomes(): Promise<unknown[]> {
  return scene.proxysql.rows(
    'SELECT outcome, old_primary, new_primary FROM disk.proxysql_failover_history ORDER BY started_at',
  );
}

test('before ProxySQL sends it writes, or when it does: the other one is promoted, and nobody waits for the dead one', async () => {
  const ended = await runInWhichBDies(async () => (await b.value('SELECT @@read_only')) === '0');
  expect(ended.ms, ended.stdout).toBeLessThan(5000);
  const next = ended.status === 0 ? ended : await scene.run();
  expect(next, said(ended) + said(next)).toMatchObject({ status: 0 });
  await expectPrimary(scene, c, []);
  expect(await ordersOf(c)).toEqual([1, 2, 3]);
  expect((await outcomes()).at(-1)).toMatchObject({ outcome: 'recovered', new_primary: c.endpoint });
});

test('as the writer: that failover has failed and holds up no other, and the next run fails over from it', async () => {
  const ended = await runInWhichBDies(async () =>
    (await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).includes(b.endpoint),
  );
  expect(ended, said(ended)).toMatchObject({ status: 1 });
  expect(ended.ms, ended.stdout).toBeLessThan(5000);
  const next = await scene.run();
  expect(next, said(next)).toMatchObject({ status: 0 });
  expect(said(next)).toContain(`promote ${c.endpoint} in place of ${b.endpoint}`);
  expect(said(next)).toContain(`possibly lost: what ${b.endpoint} committed last`);
  await expectPrimary(scene, c, []);
  expect(await outcomes()).toEqual([
    { outcome: 'failed', old_primary: a.endpoint, new_primary: b.endpoint },
    { outcome: 'recovered', old_primary: b.endpoint, new_primary: c.endpoint },
  ]);
});
