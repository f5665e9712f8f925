import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { semiSyncOptions } from '../lab/mysql-options.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { WRITER } from './places.ts';
import { expectPrimary, whoWasPromoted } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf } from './servers.ts';

const WRITERS = 4;
const WITNESSES = 2;
let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  // What is acknowledged has been received by a replica: the only promise of MySQL that a failover can keep.
  const options = {
    ...semiSyncOptions,
    'loose-rpl-semi-sync-source-enabled': 'ON',
    'loose-rpl-semi-sync-source-timeout': '60000',
  };
  scene = await openScene<'a' | 'b' | 'c'>(
    { a: { options }, b: { source: 'a' }, c: { source: 'a' } },
    {
      servers: { ...semiSyncOptions, 'loose-rpl-semi-sync-replica-enabled': 'ON' },
      proxysql: { users: [{ username: 'app', password: labPasswords.app, defaultHostgroup: WRITER }] },
    },
  );
}, 300_000);
afterAll(() => scene?.destroy());

/** Writes row after row through ProxySQL, and notes which were acknowledged. */
async function write(
  writer: number,
  { goesOn, acknowledged, errors }: { goesOn: () => boolean; acknowledged: number[]; errors: string[] },
): Promise<void> {
  let connection: Connection | null = null;
  for (let row = writer; goesOn(); row += WRITERS) {
    try {
      connection ??= await scene.proxysql.connect('app', labPasswords.app, 'shop');
      await connection.query(`INSERT INTO orders VALUES (${row})`);
      acknowledged.push(row);
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
      connection?.destroy();
      connection = null;
    }
  }
  await connection?.end();
}

test.each([1, 2, 3])('clients wait in ProxySQL and lose nothing that was acknowledged (round %i)', async () => {
  await scene.reset();
  const { cluster } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  scene.configure(withRules([[b, 'prefer']]));
  await waitUntil('semi-synchronous replication is on', async () => {
    const clients = await cluster.primary.query("SHOW STATUS LIKE 'Rpl_semi_sync_source_clients'");
    // A dump thread whose replica has left counts for a while.
    return Number(clients[0]?.Value) >= WITNESSES;
  });
  await cluster.primary.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)');
  await cluster.caughtUp();
  expect(await scene.run()).toMatchObject({ status: 0 });

  let going = true;
  const writers = Array.from({ length: WRITERS }, () => ({
    goesOn: () => going,
    acknowledged: [] as number[],
    errors: [] as string[],
  }));
  const written = Promise.all(writers.map((writer, index) => write(index + 1, writer)));
  await waitUntil('everybody writes', () => writers.every(({ acknowledged }) => acknowledged.length > 20));
  await scene.killPrimary();
  const before = writers.map(({ acknowledged }) => acknowledged.length);
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await waitUntil('everybody writes again', () =>
    writers.every(({ acknowledged }, index) => acknowledged.length > (before[index] ?? 0) + 20),
  );
  going = false;
  await written;

  const { promoted, follower } = await whoWasPromoted(b, c);
  await expectPrimary(scene, promoted, [follower]);
  await cluster.caughtUp(10_000, promoted, [follower]);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  for (const server of [promoted, follower]) {
    const there = new Set(await ordersOf(server));
    expect(
      acknowledged.filter((row) => !there.has(row)),
      `lost on ${server.name}`,
    ).toEqual([]);
  }
  // A statement in flight when the server died may fail; every other one waits.
  for (const { errors } of writers) expect(errors.length, errors.join('\n')).toBeLessThanOrEqual(1);
});
