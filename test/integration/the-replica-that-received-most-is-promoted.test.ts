import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attachReplica } from '../lab/mysql-cluster.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { withRules } from './config.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Running, type Scene } from './scene.ts';
import {
  type Lock,
  lockOrders,
  ordersOf,
  replicaStatus,
  uuidOf,
  waitUntilItReceives,
  waitUntilReceived,
  writeOrders,
} from './servers.ts';
import { beyondMemory } from './watch.ts';

let scene: Scene<'a' | 'b' | 'c'>;

function server(name: 'b' | 'c'): MysqlServer {
  return scene.cluster.server(name);
}

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

const FIRST = 5;
const ALL = 25;

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, FIRST);
});

/** More orders, that only those replicas receive whose receiver runs. */
async function writeMore(receivers: readonly MysqlServer[]): Promise<void> {
  const { primary } = scene.cluster;
  for (let id = FIRST + 1; id <= ALL; id += 1) await primary.exec(`INSERT INTO shop.orders VALUES (${id})`);
  await waitUntilReceived(primary, receivers);
}

const allOrders = Array.from({ length: ALL }, (_, i) => i + 1);

/** Nobody is promoted, nothing is touched: only the trouble itself is remembered. */
async function expectRefusal(pattern: RegExp): Promise<string> {
  const watch = await scene.watch();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3, stderr: '' });
  expect(ended.stdout).toMatch(pattern);
  expect(beyondMemory(await watch.changes())).toEqual([]);
  for (const replica of [server('b'), server('c')]) {
    expect(await replica.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  }
  return ended.stdout;
}

test('it applies what is still in its relay log first, and the other one gets the rest from it', async () => {
  await server('c').exec('STOP REPLICA IO_THREAD');
  await server('b').exec('STOP REPLICA SQL_THREAD');
  // Preferred, and yet it lacks transactions.
  scene.configure(withRules([[server('c'), 'prefer']]));
  await writeMore([server('b')]);
  expect(await ordersOf(server('b'))).toHaveLength(FIRST);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, server('b'), [server('c')]);
  expect(await ordersOf(server('b'))).toEqual(allOrders);
  await scene.cluster.caughtUp(10_000, server('b'), [server('c')]);
  expect(await ordersOf(server('c'))).toEqual(allOrders);
});

/** Only b has received everything, and a lock keeps it from applying it; the primary is dead, and a run waits. */
async function runThatWaitsForB(): Promise<{ readonly run: Running; readonly lock: Lock }> {
  await server('c').exec('STOP REPLICA IO_THREAD');
  const lock = await lockOrders(server('b'));
  await writeMore([server('b')]);
  await scene.killPrimary();
  const run = scene.start();
  await waitUntil('it says what is left', () => /\d+ transactions still to be applied/.test(run.stdout()));
  return { run, lock };
}

test('it waits for an applier that waits for a lock', async () => {
  const { run, lock } = await runThatWaitsForB();
  expect(await server('b').value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  await lock.release();
  const ended = await run.ended;
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, server('b'), [server('c')]);
  expect(await ordersOf(server('b'))).toEqual(allOrders);
});

test('where it may not be promoted, the one that may fetches the rest from it', async () => {
  scene.configure(withRules([[server('b'), 'never']]));
  await server('c').exec('STOP REPLICA IO_THREAD');
  await writeMore([server('b')]);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain(`fetches the rest from ${server('b').endpoint} first`);
  await expectPrimary(scene, server('c'), [server('b')]);
  expect(await ordersOf(server('c'))).toEqual(allOrders);
  expect(await server('c').query('SHOW REPLICA STATUS')).toEqual([]);
});

test('where it may not be promoted and has not applied everything itself, the one that may still gets everything', async () => {
  scene.configure(withRules([[server('b'), 'never']]));
  const { run, lock } = await runThatWaitsForB();
  await lock.release();
  const ended = await run.ended;
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, server('c'), [server('b')]);
  expect(await ordersOf(server('c'))).toEqual(allOrders);
});

test('where it has no binary log to give them from, nobody is promoted', async () => {
  await server('b').stop();
  await server('b').start({ 'skip-log-bin': '' });
  await waitUntilItReceives(server('b'));
  await server('c').exec('STOP REPLICA IO_THREAD');
  await writeMore([server('b')]);
  await scene.killPrimary();
  const log = await expectRefusal(/lacks 20 transactions/);
  expect(log).toContain(`${server('b').endpoint} cannot give them: it has no binary log`);
});

test('where it has purged them from its binary log, nobody is promoted', async () => {
  scene.configure(withRules([[server('b'), 'never']]));
  await server('c').exec('STOP REPLICA IO_THREAD');
  await writeMore([server('b')]);
  await waitUntil('b has applied everything', async () => (await ordersOf(server('b'))).length === ALL);
  await server('b').exec('FLUSH BINARY LOGS');
  const logs = await server('b').query('SHOW BINARY LOGS');
  await server('b').exec(`PURGE BINARY LOGS TO '${String(logs.at(-1)?.Log_name)}'`);
  await scene.killPrimary();
  await expectRefusal(/it has purged them from its binary log/);
});

test('where each has something the other lacks, nobody is promoted and both differences are shown', async () => {
  for (const replica of [server('b'), server('c')]) {
    await replica.exec(
      'SET GLOBAL super_read_only = OFF',
      `CREATE SCHEMA errant_on_${replica.name}`,
      'SET GLOBAL super_read_only = ON',
    );
  }
  await scene.killPrimary();
  const log = await expectRefusal(/have diverged/);
  for (const replica of [server('b'), server('c')]) {
    expect(log).toContain(`only ${replica.endpoint} has ${await uuidOf(replica)}:1`);
  }
});

test.each([
  ['prefer', 'neutral', 'b'],
  ['neutral', 'prefer', 'c'],
  ['preferNot', 'neutral', 'c'],
  ['neutral', 'preferNot', 'b'],
  ['never', 'preferNot', 'c'],
] as const)('with equal sets the rules decide: b %s, c %s, so it is %s', async (ruleOfB, ruleOfC, expected) => {
  scene.configure(
    withRules([
      [server('b'), ruleOfB],
      [server('c'), ruleOfC],
    ]),
  );
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, server(expected), [server(expected === 'b' ? 'c' : 'b')]);
});

test('a replica that filters what it replicates is not chosen, and keeps its filter', async () => {
  scene.configure(withRules([[server('b'), 'prefer']]));
  const change = (tables: string) => [
    'STOP REPLICA SQL_THREAD',
    `CHANGE REPLICATION FILTER REPLICATE_IGNORE_TABLE = (${tables})`,
    'START REPLICA SQL_THREAD',
  ];
  await server('b').exec(...change('shop.audit'));
  await scene.cluster.primary.exec('CREATE TABLE shop.audit (id INT PRIMARY KEY)', 'INSERT INTO shop.audit VALUES (1)');
  await scene.cluster.caughtUp();
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain(
    `candidate ${server('b').endpoint}: not chosen, it filters what it replicates (Replicate_Ignore_Table = shop.audit)`,
  );
  await expectPrimary(scene, server('c'), [server('b')]);
  expect(await server('c').value('SELECT COUNT(*) FROM shop.audit')).toBe('1');
  expect(await replicaStatus(server('b'))).toMatchObject({ Replicate_Ignore_Table: 'shop.audit' });
  await server('b').exec(...change(''));
});

test('a replica that lets no application in is not chosen', async () => {
  scene.configure(withRules([[server('b'), 'prefer']]));
  await server('b').exec('SET GLOBAL offline_mode = ON');
  try {
    await scene.killPrimary();
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    expect(ended.stdout).toContain(`candidate ${server('b').endpoint}: not chosen, offline_mode is ON`);
    await expectPrimary(scene, server('c'), [server('b')]);
  } finally {
    await server('b').exec('SET GLOBAL offline_mode = OFF');
  }
});

test('a delayed replica is not chosen, and stays delayed', async () => {
  scene.configure(withRules([[server('b'), 'prefer']]));
  await server('b').exec('STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 3600', 'START REPLICA');
  await waitUntilItReceives(server('b'));
  await writeMore([server('b'), server('c')]);
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  expect(ended.stdout).toContain(`candidate ${server('b').endpoint}: not chosen, it is delayed by 3600 s`);
  await expectPrimary(scene, server('c'), [server('b')]);
  expect(await replicaStatus(server('b'))).toMatchObject({ SQL_Delay: 3600 });
  expect(await ordersOf(server('b'))).toHaveLength(FIRST);
});

test('a replica behind a replica is not promoted, but nothing that it has is lost', async () => {
  scene.configure(withRules([[server('c'), 'prefer']]));
  await server('c').exec('STOP REPLICA');
  await attachReplica(server('c'), server('b'));
  await writeMore([server('b')]);
  await scene.cluster.caughtUp();
  await scene.killPrimary();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, server('b'), [server('c')]);
  expect(await ordersOf(server('b'))).toEqual(allOrders);
});
