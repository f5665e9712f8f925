import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { logOf, said } from './log.ts';
import { READER, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { type Lock, lockOrders, ordersOf, waitUntilReceived, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
/** Holds up the applier of b, and so the run that wants to promote it. */
let lock: Lock;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  const { cluster } = scene;
  const b = cluster.server('b');
  await scene.reset();
  scene.configure(withRules([[b, 'prefer']]));
  await writeOrders(scene, 5);
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  lock = await lockOrders(b);
  await cluster.primary.exec('INSERT INTO shop.orders VALUES (6)');
  await waitUntilReceived(cluster.primary, [b]);
  await scene.killPrimary();
  return () => lock.release();
});

const SHOP = { name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER };
const applying = (stdout: string) => /1 transactions? still to be applied/.test(stdout);

test('the second run ends at once and touches nothing, the first goes on', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  const first = scene.start();
  await waitUntil('the first run waits for the applier', () => applying(first.stdout()));

  const watch = await scene.watch();
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const second = await scene.run();
    expect(second).toMatchObject({ status: 0, stdout: '', stderr: '' });
    times.push(second.ms);
  }
  const connects = (await watch.sent(b)).filter((statement) => !/GTID_SUBTRACT/.test(statement));
  expect(connects).toEqual([]);
  expect(await watch.sent(c)).toEqual([]);
  expect(await watch.changes()).toEqual([]);
  const begin = performance.now();
  execFileSync(process.execPath, ['-e', '0']);
  const bare = performance.now() - begin;
  expect(Math.min(...times)).toBeLessThan(3000);
  console.log(`being second: ${Math.min(...times)} ms, node -e 0: ${Math.round(bare)} ms`);

  await lock.release();
  const ended = await first.ended;
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toContain(6);
});

test('a run that was stopped is named by every run after it, and what to do, until it is ended', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  const first = scene.start();
  await waitUntil('the first run waits for the applier', () => applying(first.stdout()));
  process.kill(first.pid, 'SIGSTOP');
  const watch = await scene.watch();
  for (let i = 0; i < 2; i += 1) {
    const second = await scene.run();
    expect(second, second.stdout).toMatchObject({ status: 3, stderr: '' });
    expect(logOf(second)).toMatchObject([{ level: 'error', cluster: 'shop' }]);
    expect(said(second)).toMatch(
      `nothing is done for shop: another run on this host (pid ${first.pid}) has its lock and stands still`,
    );
    expect(said(second)).toContain(`what to do: kill -KILL ${first.pid};`);
    expect(second.ms).toBeLessThan(3000);
  }
  expect(await watch.changes()).toEqual([]);

  first.kill();
  await first.ended;
  await lock.release();
  const next = await scene.run();
  expect(next, next.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
});

test('a run that was stopped holds up its own cluster only', async () => {
  const first = scene.start();
  await waitUntil('the first run waits for the applier', () => applying(first.stdout()));
  process.kill(first.pid, 'SIGSTOP');
  scene.configure({ clusters: [SHOP, { name: 'forum', writerHostgroup: 30, readerHostgroup: 40 }] });
  const second = await scene.run();
  expect(second, second.stdout).toMatchObject({ status: 3, stderr: '' });
  expect(logOf(second)).toContainEqual(
    expect.objectContaining({ cluster: 'shop', msg: expect.stringContaining('stands still') }),
  );
  expect(logOf(second)).toContainEqual(
    expect.objectContaining({ cluster: 'forum', msg: expect.stringContaining('have no server') }),
  );
  first.kill();
  await first.ended;
});

test('a run that is at it for longer than a run may take is named too', async () => {
  const first = scene.start();
  await waitUntil('the first run waits for the applier', () => applying(first.stdout()));
  const times = { failoverTimeoutMs: 5000, applyTimeoutMs: 4999, repointTimeoutMs: 4999 };
  scene.configure({ clusters: [SHOP], ...times });
  await waitUntil('it is', async () => (await scene.run()).status === 3);
  const second = await scene.run();
  expect(second).toMatchObject({ status: 3, stderr: '' });
  expect(said(second)).toMatch(
    /another run on this host \(pid \d+\) has its lock for \d+ ms, longer than failoverTimeoutMs \(5000 ms\); what to do: kill/,
  );
  await lock.release();
  expect(await first.ended).toMatchObject({ status: 0 });
});

test('of many that start at once one acts', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await lock.release();
  const all = await Promise.all(Array.from({ length: 6 }, () => scene.run()));
  expect(all.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0]);
  const stories = all.filter(({ stdout }) => stdout.includes('"msg":"repaired after'));
  expect(stories).toHaveLength(1);
  await expectPrimary(scene, b, [c]);
});

test('a run ends itself when its time is over, and the next one finishes', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  scene.configure({
    ...withRules([[b, 'prefer']]),
    failoverTimeoutMs: 5000,
    applyTimeoutMs: 4999,
    repointTimeoutMs: 4999,
  });
  const ended = await scene.run();
  expect(ended).toMatchObject({ status: 1 });
  expect(ended.ms).toBeLessThan(15_000);
  expect(ended.stdout).toMatch(
    /not over after failoverTimeoutMs \(5000 ms\): this run ends itself, the next one goes on/,
  );
  expect(await b.value('SELECT @@GLOBAL.super_read_only')).toBe('1');

  await lock.release();
  const next = await scene.run();
  expect(next, next.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect(await ordersOf(b)).toContain(6);
});

test('an applier that takes too long fails the run in words, and the next one goes on', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  // Nor is there another one to promote instead.
  scene.configure({ ...withRules([[c, 'never']]), applyTimeoutMs: 500 });
  const ended = await scene.run();
  expect(ended).toMatchObject({ status: 1 });
  expect(ended.stdout).toMatch(
    /apply everything it received: failed after \d+ ms: not so after 500 ms: 1 transactions? still to be applied/,
  );
  expect(await scene.proxysql.rows('SELECT outcome FROM disk.proxysql_failover_history')).toEqual([
    { outcome: 'failed' },
  ]);
  await lock.release();
  const next = await scene.run();
  expect(next, next.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);
  expect(await scene.proxysql.rows('SELECT outcome FROM disk.proxysql_failover_history')).toEqual([
    { outcome: 'recovered' },
  ]);
});
