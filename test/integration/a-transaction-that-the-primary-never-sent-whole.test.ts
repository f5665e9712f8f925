import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../lab/wait.ts';
import { expectPrimary, whoWasPromoted } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { killAndLetNotice, ordersOf, replicaStatus, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

const WHOLE_BYTES = 128_000_000;
const BEGUN_BYTES = 10_000_000;

beforeEach(async () => {
  await scene.reset();
  scene.configure();
  await writeOrders(scene, 3);
  await scene.cluster.server('a').exec('CREATE TABLE shop.big (id INT AUTO_INCREMENT PRIMARY KEY, t LONGTEXT)');
});

test('its appliers wait for the rest and keep STOP REPLICA waiting: they are ended, and what came whole is kept', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.server('a'), cluster.server('b'), cluster.server('c')];
  expect((await scene.run()).status).toBe(0);
  const writer = await a.connect('app', 'shop');
  writer.on('error', () => undefined);
  await writer.query("INSERT INTO big (t) VALUES (REPEAT('x', 1000000))");
  await writer.query('BEGIN');
  for (let bytes = 1_000_000; bytes < WHOLE_BYTES; bytes *= 2)
    await writer.query('INSERT INTO big (t) SELECT t FROM big');
  const commit = writer.query('COMMIT').catch(() => undefined);
  await waitUntil('b receives the big transaction', async () => {
    return Number((await replicaStatus(b)).Relay_Log_Space) > BEGUN_BYTES;
  });
  await killAndLetNotice(a, [b, c]);
  await commit;
  writer.destroy();

  const { status, ms } = await scene.run();
  expect(status).toBe(0);
  expect(ms).toBeLessThan(5000);
  const { promoted, follower } = await whoWasPromoted(b, c);
  await expectPrimary(scene, promoted, [follower]);
  expect(await ordersOf(promoted)).toEqual([1, 2, 3]);
  expect(await promoted.value('SELECT COUNT(*) FROM shop.big')).toBe('1');
}, 120_000);
