import { expect, test } from 'vitest';
import type { Cluster } from '../config/cluster.ts';
import { lockEach } from './lock.ts';

const ADMIN = { host: `lock-test-${process.pid}`, port: 6032 };

function named(name: string): Cluster {
  return { name, writerHostgroup: 10, readerHostgroup: 20, quarantineHostgroup: 9010, promotionRules: {} };
}

/** The names of those that are locked; they stay locked until the end of the test. */
async function lockedOf(...names: readonly string[]): Promise<string[]> {
  return (await lockEach(names.map(named), ADMIN)).map(({ cluster }) => cluster.name);
}

test('names that begin alike are locked each by itself, however long they are', async () => {
  const names = [50, 60, 70, 80, 90, 100, 110, 120, 500].flatMap((length) =>
    ['a', 'b'].map((end) => 'x'.repeat(length) + end),
  );
  expect(await lockedOf(...names)).toEqual(names);
  expect(await lockedOf(...names)).toEqual([]);
});
