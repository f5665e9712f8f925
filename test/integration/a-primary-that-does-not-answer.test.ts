import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SELECT_OWN_STATE } from '../../src/mysql/statements.ts';
import { openGate } from '../lab/gate.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { QUARANTINE, READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { ordersOf, replicaStatus, waitUntilItReceives, writeOrders } from './servers.ts';
import { beyondMemory } from './watch.ts';

/** From the start of the run that finds the primary frozen; the run before it may have begun a second earlier. */
const FROZEN_MS = 4500;

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  const [b, c] = scene.cluster.replicas;
  if (b === undefined || c === undefined) throw new Error('two replicas');
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

test('a replica knows how long ago it last heard from its source', async () => {
  const b = scene.cluster.server('b');
  await b.exec('STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_HEARTBEAT_PERIOD = 0.5', 'START REPLICA');
  const heard = async () => {
    const [row] = await b.query(SELECT_OWN_STATE);
    return JSON.parse(String(row?.heartbeats))[''];
  };
  await expect.poll(heard).toEqual({ period: 0.5, heard: expect.toBeOneOf([0, 1]) });
  await scene.cluster.primary.freeze();
  await expect.poll(async () => (await heard()).heard, { timeout: 5000 }).toBeGreaterThan(2);
});

test('a frozen primary is replaced: its replicas are asked to connect anew, and cannot', async () => {
  const { primary: a, replicas } = scene.cluster;
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await a.freeze();
  for (const replica of replicas) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms, ended.stdout).toBeLessThan(FROZEN_MS);
  expect(logOf(ended).map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/^ask .* to connect to the primary anew: no, /),
  );
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toEqual([1, 2, 3, 4, 5]);

  await a.thaw();
  await scene.run();
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([b.endpoint]);
});

test('a primary that is being shut down, and keeps its replicas connected meanwhile, is replaced at once', async () => {
  const { primary: a } = scene.cluster;
  const stopping = a.stop();
  await expect
    .poll(() =>
      a.connect('failover').then(
        () => 'open',
        () => 'refused',
      ),
    )
    .toBe('refused');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.ms, ended.stdout).toBeLessThan(FROZEN_MS);
  await stopping;
  await expectPrimary(scene, scene.cluster.server('b'), [scene.cluster.server('c')]);
});

test('a primary that its replicas can reach is alive: one of them was asked, once, and nothing else was done', async () => {
  const { primary: a, replicas } = scene.cluster;
  const [forProxysql, forReplicas] = [await openGate(a), await openGate(a)];
  try {
    await scene.reset([
      { hostgroup: WRITER, server: forProxysql },
      ...replicas.map((server) => ({ hostgroup: READER, server })),
    ]);
    for (const replica of replicas) {
      await replica.exec(
        'STOP REPLICA IO_THREAD',
        `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '${forReplicas.address}', SOURCE_PORT = ${forReplicas.port}`,
        'START REPLICA IO_THREAD',
      );
      await waitUntilItReceives(replica);
    }
    expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
    const watch = await scene.watch();
    forProxysql.shut();

    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 3 });
    expect(ended.stdout).toMatch(/cannot reach the primary .*, its replicas can/);
    expect(beyondMemory(await watch.changes()).map((change) => change.replace(/^./, 'x'))).toEqual([
      "x: Query STOP REPLICA IO_THREAD FOR CHANNEL ''",
      "x: Query START REPLICA IO_THREAD FOR CHANNEL ''",
    ]);
    const again = await scene.watch();
    expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });
    expect(beyondMemory(await again.changes())).toEqual([]);
    for (const replica of replicas) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });

    forReplicas.shut();
    const cut = await scene.run();
    expect(cut.stdout, 'believed for a minute').toBe('');
  } finally {
    forProxysql.close();
    forReplicas.close();
  }
});

test('autoFailover false: nobody is asked, nobody is promoted', async () => {
  scene.configure({ autoFailover: false });
  await scene.cluster.primary.freeze();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  expect(ended.stdout).toContain('autoFailover is false');
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', QUARANTINE)).toEqual([]);
  for (const replica of scene.cluster.replicas) {
    expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
  }
});
