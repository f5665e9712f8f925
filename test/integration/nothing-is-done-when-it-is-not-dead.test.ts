import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { READER, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, replicaStatus, writeOrders } from './servers.ts';
import { beyondMemory } from './watch.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

/** The run ends with 3, says this, and touches neither a server nor ProxySQL. */
async function expectNothingDone(spoil: () => Promise<unknown>, says: RegExp): Promise<void> {
  const watch = await scene.watch();
  await spoil();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3, stderr: '' });
  expect(ended.stdout).toMatch(says);
  expect(ended.stdout).toContain('what to do: ');
  expect(beyondMemory(await watch.changes())).toEqual([]);
}

describe('a primary that does not let the program in is alive', () => {
  const account = async (change: string) => {
    // Not replicated: the replicas still let it in.
    await scene.cluster.primary.exec(
      'SET sql_log_bin = 0',
      `ALTER USER 'failover'@'%' ${change}`,
      'SET sql_log_bin = 1',
    );
  };

  test.each([
    ['locked account', 'ACCOUNT LOCK', 'ACCOUNT UNLOCK'],
    ['another password', "IDENTIFIED BY 'something else'", `IDENTIFIED BY '${labPasswords.failover}'`],
    ['one session a user', 'WITH MAX_USER_CONNECTIONS 1', 'WITH MAX_USER_CONNECTIONS 0'],
  ])('%s', async (_, spoil, repair) => {
    const kept: Connection[] = [];
    try {
      await expectNothingDone(async () => {
        await account(spoil);
        if (spoil.includes('CONNECTIONS')) kept.push(await scene.cluster.primary.connect('failover'));
      }, /is alive but does not let this program in/);
    } finally {
      await account(repair);
      for (const connection of kept) await connection.end();
    }
  });

  test('too many connections, the spare one taken too', async () => {
    const { primary } = scene.cluster;
    const taken: Connection[] = [];
    try {
      await expectNothingDone(async () => {
        await primary.exec('SET GLOBAL max_connections = 5');
        for (const user of [
          ...Array.from({ length: 10 }, () => 'app' as const),
          'failover' as const,
          'failover' as const,
        ]) {
          const connection = await primary.connect(user).catch(() => null);
          if (connection !== null) taken.push(connection);
        }
        await expect(primary.connect('failover')).rejects.toMatchObject({ errno: 1040 });
      }, /is alive but does not let this program in/);
    } finally {
      for (const connection of taken) connection.destroy();
      await primary.exec('SET GLOBAL max_connections = 151');
    }
  });
});

test('receivers that a person stopped are no witnesses', async () => {
  await expectNothingDone(async () => {
    for (const replica of scene.cluster.replicas) await replica.exec('STOP REPLICA IO_THREAD');
    await scene.cluster.primary.kill();
  }, /no replica can say whether it is alive/);
});

test('one witness is enough where a person stopped the other receiver', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  scene.configure(withRules([[b, 'prefer']]));
  await c.exec('STOP REPLICA IO_THREAD');
  await scene.killPrimary();
  expect(await scene.run()).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
});

test('where everything is dead nobody is promoted', async () => {
  await expectNothingDone(async () => {
    for (const server of scene.cluster.servers) await server.kill();
  }, /neither the primary .* nor any server that replicates directly from it answers/);
});

test('where the primary is dead and a replica takes writes nobody is promoted', async () => {
  await expectNothingDone(async () => {
    await scene.cluster.server('c').exec('SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF');
    await scene.killPrimary();
  }, /is writable, and .*, the primary by all else, /);
});

test.each([
  ['the primary is a writer in memory alone', 'a', READER, 'a', WRITER, /is a writer in memory and not at runtime/],
  ['a replica is a writer too', 'b', WRITER, 'b', WRITER, /takes no writes and is in writer hostgroup/],
] as const)('where %s, that is said and left to a person', async (_, loaded, at, edited, to, says) => {
  const { cluster, proxysql } = scene;
  const move = (server: 'a' | 'b', hostgroup: number) =>
    `UPDATE mysql_servers SET hostgroup_id = ${hostgroup} WHERE hostname = '${cluster.server(server).address}'`;
  await proxysql.exec(move(loaded, at), 'LOAD MYSQL SERVERS TO RUNTIME', move(edited, to));
  await expectNothingDone(async () => undefined, says);
});

test('a primary that is read-only is not replaced', async () => {
  await expectNothingDone(() => scene.cluster.primary.exec('SET GLOBAL super_read_only = ON'), /is read-only/);
});

test('a primary that was shut down cleanly is dead', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  scene.configure(withRules([[b, 'prefer']]));
  await scene.cluster.primary.stop();
  for (const replica of [b, c]) {
    await waitUntil('they notice', async () => (await replicaStatus(replica)).Replica_IO_Running !== 'Yes');
  }
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
});

test('a dead replica does not keep the other one from being promoted, and follows it when it is back', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await c.kill();
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain('and 1 other server with it');
  await expectPrimary(scene, b, []);

  const later = await scene.run();
  expect(later).toMatchObject({ status: 3 });
  expect(later.stdout).toContain(`${c.endpoint} does not replicate`);
  await b.exec('INSERT INTO shop.orders VALUES (1000)');
  await c.start();
  await waitUntil(
    'c looks for its old source',
    async () => (await replicaStatus(c)).Replica_IO_Running === 'Connecting',
  );
  const repaired = await scene.run();
  expect(repaired, repaired.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  await scene.cluster.caughtUp(10_000, b, [c]);
  expect(await ordersOf(c)).toContain(1000);
});
