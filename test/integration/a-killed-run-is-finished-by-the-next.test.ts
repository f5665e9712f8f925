import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../lab/wait.ts';
import { withAdmin } from './config.ts';
import { openDoor } from './door.ts';
import { logOf } from './log.ts';
import { QUARANTINE, SERVER_TABLES, serversIn, WRITER } from './places.ts';
import { expectPrimary, whoWasPromoted } from './roles.ts';
import { type Ended, openScene, type Running, type Scene } from './scene.ts';
import { ordersOf, waitUntilReceived } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
const ROWS = [1, 2, 3, 4, 5, 6, 7];

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

/** b has everything but has not applied it, c lacks the last rows; then the primary dies. */
async function setTheScene(): Promise<void> {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  await scene.reset();
  await a.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)', 'INSERT INTO shop.orders VALUES (1), (2)');
  await cluster.caughtUp();
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
  await c.exec('STOP REPLICA IO_THREAD');
  await b.exec('STOP REPLICA SQL_THREAD');
  for (const id of ROWS.slice(2)) await a.exec(`INSERT INTO shop.orders VALUES (${id})`);
  await waitUntilReceived(a, [b]);
  await scene.killPrimary();
}

/** Never two that take writes, however the run was cut. */
async function expectAtMostOneWriter(): Promise<void> {
  const writable: string[] = [];
  for (const server of scene.cluster.replicas) {
    if ((await server.value('SELECT @@GLOBAL.read_only')) === '0') writable.push(server.endpoint);
  }
  expect(writable.length).toBeLessThanOrEqual(1);
  const writers = await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER);
  expect(writers.length).toBeLessThanOrEqual(1);
  for (const writer of writers) if (writer !== scene.cluster.primary.endpoint) expect(writable).toContain(writer);
}

async function expectFinished(how: string): Promise<void> {
  const { cluster, proxysql } = scene;
  const runs: Ended[] = [];
  do runs.push(await scene.run());
  while (runs.at(-1)?.status !== 0 && runs.length < 3);
  const story = runs.map(({ stdout }) => stdout).join('-- next run --\n');
  expect(runs.at(-1)?.status, `${how}\n${story}`).toBe(0);
  expect(runs.length, `${how}: runs until it was finished\n${story}`).toBe(1);

  const [b, c] = [cluster.server('b'), cluster.server('c')];
  const { promoted, follower } = await whoWasPromoted(b, c);
  await expectPrimary(scene, promoted, [follower]);
  for (const table of SERVER_TABLES) {
    expect(await serversIn(proxysql, table, QUARANTINE), `${how}: ${table}`).toEqual([cluster.primary.endpoint]);
  }
  expect(await ordersOf(promoted), how).toEqual(ROWS);
  await cluster.caughtUp(10_000, promoted, [follower]);
  expect(await ordersOf(follower), how).toEqual(ROWS);
  expect(await proxysql.rows('SELECT unfinished_recovery FROM disk.proxysql_failover_state')).toEqual([
    { unfinished_recovery: null },
  ]);
  const history = await proxysql.rows('SELECT outcome, new_primary FROM disk.proxysql_failover_history');
  expect(history, how).toEqual([{ outcome: 'recovered', new_primary: promoted.endpoint }]);
}

/** Every line of an undisturbed run at level debug: each names what is done next, or what was just done. */
async function linesOfARun(): Promise<{ lines: number; ms: number }> {
  await setTheScene();
  const ended = await scene.run('--log-level', 'debug');
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  return { lines: logOf(ended).length, ms: ended.ms };
}

/** A moment at which a run is killed. */
interface Cut {
  readonly how: string;
  /** Starts a run, kills it, and says when. */
  readonly make: () => Promise<Ended>;
}

/** A cut by the clock or by the log: the run goes on for a moment until the signal is there. */
function cutWhen(how: string, moment: (run: Running, isOver: () => boolean) => Promise<unknown>): Cut {
  return {
    how,
    make: async () => {
      const run = scene.start('--log-level', 'debug');
      let over = false;
      void run.ended.then(() => {
        over = true;
      });
      await moment(run, () => over);
      run.kill();
      return run.ended;
    },
  };
}

/** A cut at the very statement: it never reaches ProxySQL, or its answer never reaches the run. */
function cutAtStatement(number: number, side: 'before' | 'after'): Cut {
  return {
    how: `killed ${side} its statement ${number} to ProxySQL`,
    make: async () => {
      const { adminHost, adminPort } = scene.proxysql;
      const door = await openDoor({ address: adminHost, port: adminPort }, number, side, () => run.kill());
      scene.configure(withAdmin(scene.proxysql, { host: door.address, port: door.port }));
      const run = scene.start('--log-level', 'debug');
      const ended = await run.ended;
      door.close();
      scene.configure();
      // Without this the test would prove nothing once the run has fewer statements.
      expect(ended.signal, `statement ${number} of ${door.seen().length}: ${door.seen().join('; ')}`).toBe('SIGKILL');
      return ended;
    },
  };
}

/** How many of the runs were really cut off; the others were over already. */
async function expectEachFinished(cuts: readonly Cut[]): Promise<number> {
  let cutOff = 0;
  const [passed, failed]: [string[], string[]] = [[], []];
  for (const [index, { how, make }] of cuts.entries()) {
    const proxyToo = index % 3 === 1;
    await setTheScene();
    let label = how;
    try {
      const ended = await make();
      if (ended.signal !== null) cutOff += 1;
      const last =
        logOf({ stdout: wholeLines(ended.stdout) })
          .at(-1)
          ?.msg.slice(0, 100) ?? 'before its first line';
      label = `${how}${proxyToo ? ', ProxySQL too' : ''} (${ended.signal === null ? 'it was over already' : last})`;
      if (proxyToo) {
        await scene.proxysql.kill();
        await scene.proxysql.start();
      }
      await expectAtMostOneWriter();
      await expectFinished(label);
      passed.push(label);
    } catch (error) {
      failed.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(passed.join('\n'));
  expect(failed.join('\n\n')).toBe('');
  return cutOff;
}

function wholeLines(stdout: string): string {
  return stdout.slice(0, stdout.lastIndexOf('\n') + 1);
}

test('killed after any line of its log, or at any moment', async () => {
  const { lines, ms } = await linesOfARun();
  console.log(`an undisturbed run: ${lines} lines, ${ms} ms`);
  const cuts: Cut[] = [];
  for (let line = 2; line < lines; line += 5) {
    cuts.push(
      cutWhen(`killed after line ${line} of ${lines}`, (run, isOver) =>
        waitUntil('the line is written', () => isOver() || run.stdout().split('\n').length > line, 20_000),
      ),
    );
  }
  for (let cut = 0; cut < 2; cut += 1) {
    const delay = Math.round((Math.random() * 0.5 + 0.2) * ms);
    cuts.push(cutWhen(`killed after ${delay} ms`, () => sleep(delay)));
  }
  expect(await expectEachFinished(cuts)).toBeGreaterThan(cuts.length / 2);
}, 120_000);

/** Withdraw, load, remember, rewrite, load, save, remember, history: what the run says to ProxySQL beside reading. */
test('killed before or after any statement to ProxySQL', async () => {
  await setTheScene();
  const { adminHost, adminPort } = scene.proxysql;
  const door = await openDoor({ address: adminHost, port: adminPort }, null, 'before', () => undefined);
  scene.configure(withAdmin(scene.proxysql, { host: door.address, port: door.port }));
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  door.close();
  const statements = door.seen();
  console.log(statements.map((text, i) => `${i + 1} ${text.slice(0, 70)}`).join('\n'));
  expect(statements.length).toBeGreaterThan(7);
  const cuts = statements.flatMap((text, i): Cut[] =>
    text.startsWith('CREATE') ? [] : [cutAtStatement(i + 1, i % 2 === 0 ? 'before' : 'after')],
  );
  // The ones that promise something to the outside are cut on both sides.
  const both = statements.flatMap((text, i): Cut[] =>
    /^(LOAD|SAVE)/.test(text) || i === statements.length - 1
      ? [cutAtStatement(i + 1, i % 2 === 0 ? 'after' : 'before')]
      : [],
  );
  await expectEachFinished([...cuts, ...both]);
}, 180_000);

test('killed together with ProxySQL while that saved, which empties its table on disk first', async () => {
  await setTheScene();
  const run = scene.start('--log-level', 'debug');
  await waitUntil('it is saved', () => run.stdout().includes('save the hostgroups to disk: done'));
  run.kill();
  await run.ended;
  await scene.proxysql.exec('DELETE FROM disk.mysql_servers');
  await scene.proxysql.kill();
  await scene.proxysql.start();
  await expectAtMostOneWriter();
  await expectFinished('without a server in mysql_servers');
});
