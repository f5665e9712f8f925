import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { openScene, type Scene } from './scene.ts';
import { waitUntilItReceives, writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 3);
});

const SILENT = { stdout: '', stderr: '' };
const messages = (ended: { stdout: string }) => logOf(ended).map(({ level, msg }) => `${level} ${msg}`);

test('a healthy run says nothing and, after the first, writes nothing', async () => {
  expect(await scene.run()).toMatchObject({ status: 0, ...SILENT });
  const watch = await scene.watch();
  for (let i = 0; i < 3; i += 1) expect(await scene.run()).toMatchObject({ status: 0, ...SILENT });
  expect(await watch.changes()).toEqual([]);
});

test('a lasting trouble is said when it begins, and its end is said', async () => {
  const c = scene.cluster.server('c');
  await scene.run();
  await c.kill();
  const first = await scene.run();
  expect(first).toMatchObject({ status: 3, stderr: '' });
  expect(messages(first)).toEqual([
    expect.stringMatching(new RegExp(`^warn ${c.endpoint} does not replicate; what to do: `)),
  ]);

  const watch = await scene.watch();
  for (let i = 0; i < 3; i += 1) expect(await scene.run()).toMatchObject({ status: 3, ...SILENT });
  expect(await watch.changes()).toEqual([]);

  await c.start();
  await waitUntilItReceives(c);
  const over = await scene.run();
  expect(over).toMatchObject({ status: 0, stderr: '' });
  expect(messages(over)).toEqual([
    expect.stringMatching(new RegExp(`^info over, it lasted \\d+ s: ${c.endpoint} does not replicate$`)),
  ]);
  expect(await scene.run()).toMatchObject({ status: 0, ...SILENT });
});

test('it is said again after a minute, with the time it began', async () => {
  await scene.cluster.server('c').kill();
  await scene.run();
  const [began] = await scene.proxysql.rows('SELECT diagnosis_since, memory FROM disk.proxysql_failover_state');
  const memory = JSON.parse(began?.memory ?? '') as { condition: { lastSaid: number } };
  memory.condition.lastSaid = Date.now() - 60_500;
  await scene.proxysql.exec(
    `UPDATE disk.proxysql_failover_state SET memory = '${JSON.stringify(memory).replaceAll("'", "''")}'`,
  );
  const again = await scene.run();
  expect(messages(again)).toEqual([expect.stringContaining(`does not replicate (since ${began?.diagnosis_since})`)]);
  expect(await scene.run()).toMatchObject({ status: 3, ...SILENT });
});

test('another trouble is said at once', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  await c.kill();
  await scene.run();
  await b.exec('STOP REPLICA SQL_THREAD');
  const other = await scene.run();
  expect(messages(other)).toEqual([expect.stringContaining(`${b.endpoint}, ${c.endpoint} does not replicate`)]);
});

test('a refused failover is said once, with every candidate', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  scene.configure(
    withRules([
      [b, 'never'],
      [c, 'never'],
    ]),
  );
  await scene.run();
  await scene.killPrimary();
  const first = messages(await scene.run());
  expect(first).toHaveLength(3);
  expect(first[0]).toMatch(
    /^warn the primary .* is dead; nothing is done: no replica can be the primary; what to do: /,
  );
  expect(await scene.run()).toMatchObject({ status: 3, ...SILENT });
});

test('autoFailover false says who is dead and does nothing', async () => {
  scene.configure({ autoFailover: false });
  await scene.run();
  await scene.killPrimary();
  const first = messages(await scene.run());
  expect(first[0]).toMatch(/is dead; nothing is done: autoFailover is false/);
  expect(await scene.run()).toMatchObject({ status: 3, ...SILENT });
});

test('a ProxySQL that is down is said by every run: there is nowhere to remember it', async () => {
  await scene.proxysql.kill();
  try {
    for (let i = 0; i < 2; i += 1) {
      const ended = await scene.run();
      expect(ended).toMatchObject({ status: 3 });
      expect(messages(ended)).toEqual([expect.stringMatching(/does not listen; is ProxySQL running/)]);
    }
  } finally {
    await scene.proxysql.start();
  }
});

test('--log-file takes what would be said', async () => {
  const file = join(scene.directory, 'failover.log');
  await scene.cluster.server('c').kill();
  expect(await scene.run('--log-file', file)).toMatchObject({ status: 3, ...SILENT });
  expect(messages({ stdout: readFileSync(file, 'utf8') })).toEqual([expect.stringContaining('does not replicate')]);
  rmSync(file);
});
