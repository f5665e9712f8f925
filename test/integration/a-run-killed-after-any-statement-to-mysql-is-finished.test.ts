/**
 * Every statement with which the program changes a MySQL server is the last thing a run does once: carried out, its answer never
 * arrives, SIGKILL. The first one of each plan never arrives in another run. Whatever it was, the next runs bring it to its end.
 */
import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { waitUntil } from '../lab/wait.ts';
import { READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { type Ended, openScene, type Running, type Scene } from './scene.ts';
import { ordersOf, replicaStatus } from './servers.ts';
import { openStatementDoor, type StatementDoor } from './statement-door.ts';

type Name = 'a' | 'b' | 'c';

interface Cut {
  /** `b: STOP REPLICA`. */
  readonly statement: string;
  readonly side: 'lost' | 'unanswered';
}

/** Something that happens, and that one run of the program, if nobody kills it, puts right. */
interface Phase {
  readonly happens: () => Promise<void>;
  /** What else happens when the run was killed. */
  readonly meanwhile?: () => Promise<void>;
  readonly isRight: () => Promise<void>;
}

let scene: Scene<Name>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;
const doors = new Map<MysqlServer, StatementDoor>();
let seen: string[] = [];
let cutOff: { readonly cut: Cut; readonly run: Running } | null = null;
const applications: Connection[] = [];
const ROWS = [1, 2, 3, 4, 5];

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
  for (const server of scene.cluster.servers) {
    const keeper = { judge: (statement: string) => judge(server, statement), turnedAway: () => cutOff?.run.kill() };
    doors.set(server, await openStatementDoor(server, keeper));
  }
}, 300_000);
afterAll(async () => {
  for (const door of doors.values()) door.close();
  await scene?.destroy();
});

function judge(server: MysqlServer, statement: string): 'pass' | Cut['side'] {
  const addresses = new RegExp(
    scene.cluster.servers.flatMap((one) => [one.address, doorOf(one).address]).join('|'),
    'g',
  );
  const said = `${server.name}: ${statement}`
    .replace(/ FOR CHANNEL ''/, '')
    .replace(addresses, '…')
    .replace(labPasswords.repl, '…')
    .replace(/\d+$/, 'N');
  seen.push(said);
  return cutOff?.cut.statement === said ? cutOff.cut.side : 'pass';
}

function doorOf(server: MysqlServer): StatementDoor {
  const door = doors.get(server);
  if (door === undefined) throw new Error(`no door before ${server.name}`);
  return door;
}

/** ProxySQL, and so the program, goes through the doors; the replicas do not. */
async function begin(rules: Partial<Record<Name, string>> = { b: 'prefer' }): Promise<void> {
  for (const application of applications.splice(0)) application.destroy();
  await scene.reset(
    scene.cluster.servers.map((server) => ({ hostgroup: server === a ? WRITER : READER, server: doorOf(server) })),
  );
  const promotionRules = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [doorOf(scene.cluster.server(name as Name)).endpoint, rule]),
  );
  scene.configure({
    clusters: [{ name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER, promotionRules }],
    recoveryPeriodBlockMs: 0,
  });
  await a.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)', 'INSERT INTO shop.orders VALUES (1), (2)');
  await scene.cluster.caughtUp();
  const healthy = await scene.run();
  expect(healthy, healthy.stdout).toMatchObject({ status: 0, stdout: '' });
}

/** What `first` alone has received; the other replica lacks it. */
async function writeMore(first: MysqlServer): Promise<void> {
  const other = first === b ? c : b;
  await other.exec('STOP REPLICA IO_THREAD');
  for (const id of ROWS.slice(2)) await a.exec(`INSERT INTO shop.orders VALUES (${id})`);
  const executed = await a.value('SELECT @@GLOBAL.gtid_executed');
  await waitUntil(`${first.name} has received everything`, async () => {
    const { Retrieved_Gtid_Set: retrieved } = await replicaStatus(first);
    return (await first.value('SELECT GTID_SUBSET(?, ?)', [executed, retrieved])) === '1';
  });
}

function throughDoor(server: MysqlServer): MysqlServer {
  return { ...server, endpoint: doorOf(server).endpoint };
}

async function expectRight(primary: MysqlServer, followers: readonly MysqlServer[]): Promise<void> {
  await expectPrimary(scene, throughDoor(primary), followers);
  expect(await ordersOf(primary)).toEqual(ROWS);
  await scene.cluster.caughtUp(10_000, primary, followers);
  for (const follower of followers) expect(await ordersOf(follower)).toEqual(ROWS);
}

async function expectAtMostOneWriter(): Promise<void> {
  const writers = await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER);
  expect(writers.length).toBeLessThanOrEqual(1);
}

async function takeWrites(server: MysqlServer): Promise<void> {
  await server.exec('SET GLOBAL super_read_only = OFF', 'SET GLOBAL read_only = OFF');
  applications.push(await server.connect('app'));
}

async function connectsTo(follower: MysqlServer, source: MysqlServer, state: string): Promise<void> {
  await waitUntil(`${follower.name} is ${state}`, async () => {
    const status = await replicaStatus(follower);
    return status.Replica_IO_Running === state && status.Source_Host === source.address;
  });
}

/** The old primary dies: b has everything and has not applied it, c lacks the last rows. */
const failover: Phase = {
  happens: async () => {
    await begin();
    await b.exec('STOP REPLICA SQL_THREAD');
    await writeMore(b);
    await scene.killPrimary();
  },
  isRight: () => expectRight(b, [c]),
};

/** It comes back and takes writes. */
const rejoin: Phase = {
  happens: async () => {
    await a.start();
    applications.push(await a.connect('app'));
  },
  isRight: () => expectRight(b, [a, c]),
};

const intruder: Phase = { happens: () => takeWrites(c), isRight: () => expectRight(b, [a, c]) };

const fetching: Phase = {
  happens: async () => {
    await begin({ c: 'never' });
    await writeMore(c);
    await scene.killPrimary();
  },
  isRight: () => expectRight(b, [c]),
};

/** c is down while b takes over, and looks for the old primary when it is back. */
const stray: Phase = {
  happens: async () => {
    await begin();
    await writeMore(b);
    await c.kill();
    await scene.killPrimary();
    const ended = await scene.run();
    expect(ended, ended.stdout).toMatchObject({ status: 0 });
    await c.start();
    await c.exec('START REPLICA IO_THREAD');
    await connectsTo(c, a, 'Connecting');
  },
  isRight: () => expectRight(b, [c]),
};

/** The primary is back, read-only, when a run has stopped the receivers and promoted nobody. */
const called: Phase = {
  happens: async () => {
    await begin();
    await b.exec('STOP REPLICA SQL_THREAD');
    await writeMore(b);
    await c.exec('START REPLICA IO_THREAD');
    await connectsTo(c, a, 'Yes');
    await scene.cluster.caughtUp(10_000, a, [c]);
    await scene.killPrimary();
    await killed({ statement: 'b: START REPLICA SQL_THREAD', side: 'lost' });
    await b.exec('START REPLICA SQL_THREAD');
    await a.start();
    // As by its my.cnf: so soon after the start no person counts.
    await a.exec('SET GLOBAL super_read_only = ON');
  },
  isRight: () => expectRight(a, [b, c]),
};

/** The primary does not answer for a while, and its replicas are asked. */
const asking: Phase = {
  happens: async () => {
    await begin();
    for (const id of ROWS.slice(2)) await a.exec(`INSERT INTO shop.orders VALUES (${id})`);
    await scene.cluster.caughtUp();
    await a.freeze();
  },
  meanwhile: () => a.thaw(),
  isRight: () => expectRight(a, [b, c]),
};

/** A run that is killed at this statement. */
async function killed(cut: Cut): Promise<Ended> {
  const run = scene.start('--log-level', 'debug');
  cutOff = { cut, run };
  const ended = await run.ended;
  cutOff = null;
  expect(ended.signal, `${cut.statement} is not sent: ${seen.join('; ')}\n${ended.stdout}`).toBe('SIGKILL');
  return ended;
}

/** The next runs, as the scheduler starts them. */
async function finish(phase: Phase, story: string[]): Promise<void> {
  for (let runs = 1; ; runs += 1) {
    const ended = await scene.run();
    story.push(ended.stdout);
    expect(ended.status, story.join('-- next run --\n')).not.toBe(2);
    try {
      return await phase.isRight();
    } catch (error) {
      if (runs === 3)
        throw new Error(`${error instanceof Error ? error.message : error}\n${story.join('-- next run --\n')}`);
    }
  }
}

async function playPhase(phase: Phase, cut: Cut | null): Promise<void> {
  await phase.happens();
  seen = [];
  const story: string[] = [];
  if (cut !== null) {
    story.push((await killed(cut)).stdout);
    await phase.meanwhile?.();
    await expectAtMostOneWriter();
  }
  await finish(phase, story);
}

/** What a run says to MySQL where nobody kills it, and so where it can be killed. */
async function cutsOf(phase: Phase, wanted: RegExp): Promise<Cut[]> {
  await playPhase(phase, null);
  const statements = [...new Set(seen)].filter((statement) => wanted.test(statement));
  const [first] = statements;
  expect(first, `none of ${seen.join('; ')}`).toBeDefined();
  return [
    { statement: first ?? '', side: 'lost' },
    ...statements.map((statement): Cut => ({ statement, side: 'unanswered' })),
  ];
}

/** Phases that follow one another: each round kills one run in each of them, as long as there is a statement left. */
async function killInEach(phases: readonly Phase[], wanted = /./): Promise<void> {
  const cuts: Cut[][] = [];
  for (const phase of phases) cuts.push(await cutsOf(phase, wanted));
  const failures: string[] = [];
  for (let round = 0; round < Math.max(...cuts.map(({ length }) => length)); round += 1) {
    const last = cuts.findLastIndex(({ length }) => round < length);
    for (const [index, phase] of phases.slice(0, last + 1).entries()) {
      const cut = cuts[index]?.[round] ?? null;
      const how = cut === null ? 'not killed' : `${cut.side} ${cut.statement}`;
      try {
        await playPhase(phase, cut);
        if (cut !== null) console.log(how);
      } catch (error) {
        failures.push(`${how}: ${error instanceof Error ? error.message : error}`);
        break;
      }
    }
  }
  expect(failures.join('\n\n')).toBe('');
}

test('a failover, the former primary that follows again, a replica that takes writes', async () => {
  await killInEach([failover, rejoin, intruder]);
}, 180_000);

test('what another replica alone has is fetched first', async () => {
  await killInEach([fetching], /^b: (CHANGE|START|STOP REPLICA IO)/);
}, 60_000);

test('a replica that missed a failover', async () => {
  // Lost: its receiver is stopped, and nothing more.
  await killInEach([stray], /CHANGE/);
}, 60_000);

test('a failover that is called off', async () => {
  await killInEach([called], /^a: SET GLOBAL super_read_only = IF|^b: START/);
}, 90_000);

test('a replica that is asked whether the primary is there: it is, and it is received from again', async () => {
  for (const statement of ['b: STOP REPLICA IO_THREAD', 'b: START REPLICA IO_THREAD']) {
    await playPhase(asking, { statement, side: 'unanswered' });
    console.log(`unanswered ${statement}, when the replicas are asked`);
  }
}, 60_000);
