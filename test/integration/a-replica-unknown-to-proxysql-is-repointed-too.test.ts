import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPlaces, SERVER_TABLES } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

test('a replica that an earlier healthy run saw follows the new primary, and ProxySQL does not get to know it', async () => {
  const { cluster, proxysql } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  await scene.reset(defaultPlaces([cluster.primary, b]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  await b.exec('INSERT INTO shop.orders VALUES (1000)');
  await cluster.caughtUp(10_000, b, [c]);
  expect(await ordersOf(c)).toContain(1000);
  for (const table of SERVER_TABLES) {
    expect(await proxysql.rows(`SELECT * FROM ${table} WHERE hostname = '${c.address}'`), table).toEqual([]);
  }
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

test('where it has received most, it is not promoted but gives what it has', async () => {
  const { cluster } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  await scene.reset(defaultPlaces([cluster.primary, b]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0 });
  await b.exec('STOP REPLICA IO_THREAD');
  await cluster.primary.exec('INSERT INTO shop.orders VALUES (6)');
  await cluster.caughtUp(10_000, cluster.primary, [c]);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toContain(6);
});
