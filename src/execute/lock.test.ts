import { expect, test } from 'vitest';
import type { Cluster } from '../config/cluster.ts';
import { holderOf, lockEach } from './lock.ts';

const ADMIN = { host: `lock-test-${process.pid}`, port: 6032 };

function named(name: string): Cluster {
  return { name, writerHostgroup: 10, readerHostgroup: 20, quarantineHostgroup: 9010, promotionRules: {} };
}

/** The names of those that are locked; they stay locked until the end of the test. */
async function lockedOf(...names: readonly string[]): Promise<string[]> {
  return (await lockEach(names.map(named), ADMIN)).locked.map(({ cluster }) => cluster.name);
}

test('names that begin alike are locked each by itself, however long they are', async () => {
  const names = [50, 60, 70, 80, 90, 100, 110, 120, 500].flatMap((length) =>
    ['a', 'b'].map((end) => 'x'.repeat(length) + end),
  );
  expect(await lockedOf(...names)).toEqual(names);
  expect(await lockedOf(...names)).toEqual([]);
});

test('whoever finds a lock taken learns who has it and for how long; one that has ended is no trouble', async () => {
  const shop = named('shop');
  const first = await lockEach([shop, named('forum')], ADMIN);
  const second = await lockEach([shop], ADMIN);
  expect([second.locked, second.held]).toEqual([[], [shop]]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const holder = await holderOf(shop, ADMIN);
  expect(holder).toEqual({ kind: 'atWork', pid: process.pid, heldMs: expect.any(Number) });
  if (holder.kind === 'atWork') expect(holder.heldMs).toBeGreaterThanOrEqual(49);
  for (const { lock } of first.locked) lock.release();
  expect(await holderOf(shop, ADMIN)).toEqual({ kind: 'gone' });
  expect((await lockEach([shop], ADMIN)).locked).toHaveLength(1);
});
