import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withRules } from './config.ts';
import { serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { killAndLetNotice, writeOrders } from './servers.ts';
import { beyondMemory } from './watch.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

/** a has been succeeded by b, and now b is dead too. */
beforeEach(async () => {
  const { cluster } = scene;
  await scene.reset();
  scene.configure(rules());
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await killAndLetNotice(cluster.server('b'), [cluster.server('c')]);
});

const rules = () => withRules([[scene.cluster.server('b'), 'prefer']]);
const acknowledge = 'proxysql-failover acknowledge --cluster shop';

test('until a person acknowledges the first: each says which one, until when, and how', async () => {
  const { cluster, proxysql } = scene;
  const watch = await scene.watch();
  const refused = await scene.run();
  expect(refused.status).toBe(3);
  const [a, b] = [cluster.server('a').endpoint, cluster.server('b').endpoint];
  expect(refused.stdout).toContain(`the failover from ${a} to ${b} (shop-`);
  expect(refused.stdout).toMatch(/blocked until \d{4}-\d\d-\d\dT/);
  expect(refused.stdout).toContain(acknowledge);
  expect(beyondMemory(await watch.changes())).toEqual([]);
  expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });

  const rehearsed = await scene.run('--dry-run');
  expect(rehearsed.status).toBe(3);
  expect(rehearsed.stdout).toContain('blocked until');
  expect(rehearsed.stdout).toContain(acknowledge);
  expect(rehearsed.stdout).toContain(`Were it not refused: would promote ${cluster.server('c').endpoint}`);

  const acknowledged = await scene.run('acknowledge', '--cluster', 'shop');
  expect(acknowledged, acknowledged.stderr).toMatchObject({ status: 0 });
  expect(acknowledged.stdout).toMatch(/^shop: acknowledged the failover from .* to .* that ended at .* \(shop-.*\)\n$/);
  expect(await scene.run('acknowledge')).toMatchObject({
    status: 0,
    stdout: 'shop: nothing to acknowledge, no failover holds up the next\n',
  });
  const [first] = await proxysql.rows('SELECT acknowledged_at FROM disk.proxysql_failover_history');
  expect(first?.acknowledged_at).toMatch(/^\d{4}-\d\d-\d\dT/);

  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, cluster.server('c'), []);
});

test('until recoveryPeriodBlockMs is over', async () => {
  scene.configure({ ...rules(), recoveryPeriodBlockMs: 600_000 });
  expect(await scene.run()).toMatchObject({ status: 3 });
  scene.configure({ ...rules(), recoveryPeriodBlockMs: 1000 });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, scene.cluster.server('c'), []);
});

test('for the rest of the day where there were maxFailoversPerDay', async () => {
  scene.configure({ ...rules(), recoveryPeriodBlockMs: 0, maxFailoversPerDay: 1 });
  const refused = await scene.run();
  expect(refused.status).toBe(3);
  expect(refused.stdout).toContain('maxFailoversPerDay is 1');
  scene.configure({ ...rules(), recoveryPeriodBlockMs: 0, maxFailoversPerDay: 2 });
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, scene.cluster.server('c'), []);
});

test('and meanwhile the primary before, which froze and thaws, takes no more writes past ProxySQL', async () => {
  const { cluster, proxysql } = scene;
  const [a, b, c] = [cluster.server('a'), cluster.server('b'), cluster.server('c')];
  await scene.reset();
  scene.configure(rules());
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await a.freeze();
  await scene.runUntil('b is the primary', async () =>
    (await serversIn(proxysql, 'runtime_mysql_servers', WRITER)).includes(b.endpoint),
  );
  await killAndLetNotice(b, [c]);
  await a.thaw();
  const thawed = await scene.run();
  expect(thawed.stdout).toContain(
    `${a.endpoint} was the primary before ${b.endpoint}, which does not answer, and takes writes`,
  );
  expect(thawed.stdout).toContain('blocked until');
  expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  await a.exec('SET GLOBAL read_only = OFF');
  await scene.run();
  expect(await a.value('SELECT @@GLOBAL.super_read_only'), 'a person wants it so').toBe('0');
});
