import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { withRules } from './config.ts';
import { logOf } from './log.ts';
import { expectPrimary } from './roles.ts';
import { openScene, type Scene } from './scene.ts';
import { writeOrders } from './servers.ts';
import { READS } from './watch.ts';

let scene: Scene<'a' | 'b' | 'c'>;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  scene.configure(withRules([[scene.cluster.server('b'), 'prefer']]));
  await writeOrders(scene, 10);
});

interface PlannedStep {
  readonly on: { readonly kind: 'mysql' | 'proxysql' | 'memory'; readonly server?: string };
  readonly statements: readonly string[];
}

interface Rehearsal {
  readonly cluster: string;
  readonly diagnosis: { readonly name: string; readonly evidence: readonly string[] };
  readonly plan: {
    readonly stages: readonly { readonly title: string; readonly steps: readonly PlannedStep[] }[];
    readonly verdicts: readonly { readonly server: string; readonly chosen: boolean; readonly because: string }[];
    readonly rowsBefore: readonly unknown[];
    readonly rowsAfter: readonly unknown[];
  } | null;
}

function parse(stdout: string): Rehearsal {
  const rehearsals = JSON.parse(stdout) as Rehearsal[];
  const [only] = rehearsals;
  if (only === undefined || rehearsals.length > 1) throw new Error(`${rehearsals.length} clusters instead of one`);
  return only;
}

/** What the plan sends to a server, or to ProxySQL. */
function statementsOn({ plan }: Rehearsal, server: string | 'ProxySQL'): string[] {
  const steps = plan?.stages.flatMap((stage) => stage.steps) ?? [];
  return steps
    .filter(({ on }) => (server === 'ProxySQL' ? on.kind === 'proxysql' : on.server === server))
    .flatMap(({ statements }) => statements);
}

const writes = (statements: readonly string[]) => statements.filter((text) => !READS.test(text));

/** The plan made before the receivers are stopped stops them once more when it repoints: how often is what differs. */
function eachStopOnce(statements: readonly string[]): string[] {
  return statements.filter((text, i) => !/^STOP REPLICA IO_THREAD/.test(text) || statements.indexOf(text) === i);
}

const MODES = [
  ['--dry-run', ['--dry-run']],
  ['--dry-run --json', ['--dry-run', '--json']],
  ['--dry-run --assume-dead primary', ['--dry-run', '--assume-dead', 'primary']],
  ['--dry-run --assume-dead primary --json', ['--dry-run', '--assume-dead', 'primary', '--json']],
] as const;

test.each(MODES)('%s on a healthy cluster only reads', async (_, args) => {
  const watch = await scene.watch();
  const ended = await scene.run(...args);
  expect(ended, ended.stdout).toMatchObject({ status: 0, stderr: '' });
  expect(await watch.changes()).toEqual([]);
  for (const server of scene.cluster.servers) expect(await watch.sent(server)).not.toEqual([]);
});

test.each(MODES)('%s with a dead primary only reads', async (_, args) => {
  await scene.run();
  await scene.killPrimary();
  const watch = await scene.watch();
  const ended = await scene.run(...args);
  expect(ended.stderr).toBe('');
  expect(await watch.changes()).toEqual([]);
  for (const server of scene.cluster.replicas) expect(await watch.sent(server)).not.toEqual([]);
});

const ROWS_NOW = 'Rows now \\(of mysql_servers, in the hostgroups that they have at runtime\\):';

test('a rehearsal says who would be promoted, why, with which statements, and what the rows would be', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  const { stdout, status } = await scene.run('--dry-run', '--assume-dead', 'primary');
  expect(status).toBe(0);
  expect(stdout).toContain('Diagnosis: deadPrimary');
  expect(stdout).toMatch(new RegExp(`- ${a.endpoint} .*refused.*assumed dead`));
  expect(stdout).toMatch(new RegExp(`- replica ${b.endpoint}: receiver connecting`));
  expect(stdout).toContain(`=> ${b.endpoint}: it has everything that was received, its promotion rule is 'prefer'`);
  expect(stdout).toContain(`${c.endpoint}: it has the same transactions, its promotion rule is 'neutral'`);
  expect(stdout).toMatch(/^Would promote .*:\n {2}possibly lost: what .* had not sent to any replica \(asynchronous/m);
  const json = parse((await scene.run('--dry-run', '--assume-dead', 'primary', '--json')).stdout);
  const steps = json.plan?.stages.flatMap((stage) => stage.steps) ?? [];
  const shown = steps.filter(({ on }) => on.kind !== 'memory').flatMap(({ statements }) => statements);
  expect(shown.length).toBeGreaterThan(8);
  for (const statement of shown) expect(stdout).toContain(`${statement};`);
  expect(stdout).toMatch(
    new RegExp(`${ROWS_NOW}\n  hostgroup 10 +${a.endpoint} .*\n(  hostgroup 20 .*\n){2}Rows then:`),
  );
  expect(stdout).toMatch(
    new RegExp(
      `Rows then:\n  hostgroup 10 +${b.endpoint} .*\n  hostgroup 20 +${c.endpoint} .*\n  hostgroup 9010 +${a.endpoint} `,
    ),
  );
});

test('a rehearsal says of each step what happens if it fails', async () => {
  const b = scene.cluster.server('b').endpoint;
  const { stdout } = await scene.run('--dry-run', '--assume-dead', 'primary');
  const said = stdout.split(/^ {5}(?=\S)/m).flatMap((step) => {
    const [, does = '', otherwise] = /^(.*?) {2}\[[\s\S]*if it fails: (.*)/.exec(step) ?? [];
    return otherwise === undefined ? [] : [[does.replaceAll(/\d+(\.\d+){3}:\d+/g, 'x'), otherwise]];
  });
  const remember = `remember that ${b} could not be made the primary`;
  const lookAgain = 'look again: what is found by then decides what follows';
  const another = 'another one that has the same is tried';
  const goesOn = 'it is recorded, the rest goes on';
  expect(said).toEqual([
    ['take x out of the writer hostgroup; clients wait in ProxySQL from here on', lookAgain],
    [
      'stop the receiver of x',
      expect.stringMatching(`^remember that the receiver of .* could not be stopped; ${goesOn}`),
    ],
    [
      'stop the receiver of x',
      expect.stringMatching(`^remember that the receiver of .* could not be stopped; ${goesOn}`),
    ],
    ['let x apply everything it received', `${remember}; ${another}`],
    [
      'make x the primary: it takes writes',
      `${remember}; where the server refused it, ${another}, else the next run goes on`,
    ],
    ['write down x as the writer', goesOn],
    [
      'see that x takes writes, before ProxySQL sends it any',
      `remember that ${b} was told to take writes; where nothing serves its port any more, ${another}, else the rest goes on`,
    ],
    ['make x the writer', lookAgain],
    ['let x follow x', goesOn],
    ['see that x still takes writes', `remember that ${b} is the primary; the next run tries again`],
  ]);
});

test('a dry run on a healthy cluster says that nothing would be done', async () => {
  const { stdout } = await scene.run('--dry-run');
  expect(stdout).toContain('Diagnosis: healthy');
  expect(stdout).toContain('Nothing would be done.');
});

test('a dry run names the promotion rules that no server goes by', async () => {
  const b = scene.cluster.server('b');
  expect((await scene.run('--dry-run')).stdout).not.toContain('Promotion rules');
  scene.configure(withRules([[{ endpoint: `not-${b.endpoint}` }, 'never']]));
  const { stdout } = await scene.run('--dry-run');
  expect(stdout).toContain(`Promotion rules that count for nobody:\n  - not-${b.endpoint}: never: no server of shop`);
});

test('a dry run names the settings of replicas with which a death is noticed late', async () => {
  const b = scene.cluster.server('b');
  const { stdout } = await scene.run('--dry-run');
  expect(stdout).toMatch(new RegExp(`Slow settings:\n(.*\n)*  - ${b.endpoint}: replica_net_timeout is 60 s`));
  await b.exec(
    'SET GLOBAL replica_net_timeout = 4',
    'STOP REPLICA IO_THREAD',
    'CHANGE REPLICATION SOURCE TO SOURCE_HEARTBEAT_PERIOD = 1, SOURCE_RETRY_COUNT = 86400',
    'START REPLICA IO_THREAD',
  );
  await expect.poll(async () => (await scene.run('--dry-run')).stdout).not.toContain(`${b.endpoint}: SOURCE_`);
  expect((await scene.run('--dry-run')).stdout).not.toContain(`${b.endpoint}: replica_net_timeout`);
  await b.exec('SET GLOBAL replica_net_timeout = 60');
});

test('a rehearsal that nobody could win ends with 3 and says why', async () => {
  const [b, c] = [scene.cluster.server('b'), scene.cluster.server('c')];
  scene.configure(
    withRules([
      [b, 'never'],
      [c, 'never'],
    ]),
  );
  const { stdout, status } = await scene.run('--dry-run', '--assume-dead', 'primary');
  expect(status).toBe(3);
  expect(stdout).toContain('Refused: no replica can be the primary');
  for (const { endpoint } of [b, c]) expect(stdout).toContain(`${endpoint}: its promotion rule is 'never'`);
});

test('a rehearsal while the primary takes writes is not refused for what one server had a moment before another', async () => {
  const { cluster } = scene;
  const [a, b, c] = [cluster.primary, cluster.server('b'), cluster.server('c')];
  await c.exec('STOP REPLICA', 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 3600', 'START REPLICA');
  let goesOn = true;
  const writers = [1, 2, 3].map(async (writer) => {
    const connection = await a.connect('app', 'shop');
    for (let id = writer * 1_000_000; goesOn; id += 1) await connection.query('INSERT INTO orders VALUES (?)', [id]);
    await connection.end();
  });
  const refused: string[] = [];
  for (let time = 0; time < 15; time += 1) {
    const { stdout } = await scene.run('--dry-run', '--assume-dead', 'primary');
    refused.push(...(/^Refused.*/m.exec(stdout) ?? []));
    expect(stdout).toContain(`${c.endpoint}: it is delayed by 3600 s`);
    expect(stdout).toMatch(/^Not counted: \d+ transactions? that arrived /m);
  }
  goesOn = false;
  await Promise.all(writers);
  expect(refused).toEqual([]);
  expect((await scene.run('--dry-run', '--assume-dead', 'primary')).stdout).toContain(`=> ${b.endpoint}`);
});

test.each([
  ['a dead primary', false],
  ['an assumed death', true],
])('a real run sends the statements that the dry run of %s has shown', async (_, assumed) => {
  const { cluster, proxysql } = scene;
  const [b, c] = [cluster.server('b'), cluster.server('c')];
  expect(await scene.run()).toMatchObject({ status: 0 });
  if (!assumed) await scene.killPrimary();
  const rehearsal = parse(
    (await scene.run('--dry-run', '--json', ...(assumed ? ['--assume-dead', 'primary'] : []))).stdout,
  );
  expect(rehearsal.diagnosis.name).toBe('deadPrimary');
  if (assumed) await scene.killPrimary();
  const watch = await scene.watch();
  const ended = await scene.run('--log-level', 'debug');
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  await expectPrimary(scene, b, [c]);

  const sentTo = async (server: MysqlServer) => eachStopOnce(writes(await watch.sent(server)));
  for (const server of [b, c]) {
    const planned = eachStopOnce(statementsOn(rehearsal, server.endpoint));
    expect(planned.length).toBeGreaterThan(2);
    expect(await sentTo(server)).toEqual(planned);
  }
  const planned = statementsOn(rehearsal, 'ProxySQL');
  const logged = logOf(ended).map(({ msg }) => msg);
  expect(logged.filter((msg) => planned.includes(msg))).toEqual(planned);
  const memory = await proxysql.rows('SELECT * FROM mysql_servers');
  expect(memory).toHaveLength(rehearsal.plan?.rowsAfter.length ?? -1);
});

test('a reader at the end of a pipe that takes its time gets all of it', () => {
  const file = join(scene.directory, 'proxysql-failover.cjs');
  const dryRun = `${process.execPath} ${file} --dry-run --assume-dead primary --json --config ${scene.configFile}`;
  const printed = execFileSync('/bin/sh', ['-c', `${dryRun} | (sleep 2; cat)`], { encoding: 'utf8' });
  expect(printed.length).toBeGreaterThan(65_536);
  expect(() => JSON.parse(printed)).not.toThrow();
});
