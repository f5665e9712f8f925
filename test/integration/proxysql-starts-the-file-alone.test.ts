import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../lab/wait.ts';
import { defaultConfig, withRules, writeConfig } from './config.ts';
import { logOf } from './log.ts';
import { serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { builtFile, openScene, type Scene } from './scene.ts';
import { writeOrders } from './servers.ts';

let scene: Scene<'a' | 'b' | 'c'>;
let alone: string;

beforeAll(async () => {
  scene = await openScene(['a', 'b', 'c']);
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  await writeOrders(scene, 3);
  alone = mkdtempSync(join(tmpdir(), 'pf-alone-'));
  chmodSync(alone, 0o755);
  copyFileSync(builtFile(), join(alone, 'proxysql-failover.cjs'));
  return () => rmSync(alone, { recursive: true, force: true });
});

const NOBODY = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Like the scheduler, and harder: nobody's rights, no environment, no standard input at all, the root directory. */
function runAlone(configFile: string, logFile: string): Promise<number | null> {
  const command = 'exec "$0" "$@" 0<&- >>"$LOG" 2>&1';
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      command.replace('$LOG', logFile),
      process.execPath,
      join(alone, 'proxysql-failover.cjs'),
      `--config=${configFile}`,
    ],
    { cwd: '/', env: {}, stdio: 'ignore', ...unprivileged },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

test('alone in a directory, as an unprivileged user, with nothing around it, it fails over', async () => {
  const { cluster, proxysql } = scene;
  const configs = mkdtempSync(join(tmpdir(), 'pf-config-'));
  try {
    const [config, log] = [join(configs, 'config.json'), join(configs, 'log')];
    writeConfig(config, { ...defaultConfig(proxysql), ...withRules([[cluster.server('b'), 'prefer']]) });
    writeConfig(log, '', 0o644);
    if (process.getuid?.() === 0) for (const path of [configs, config, log]) chownSync(path, NOBODY, NOBODY);

    expect(await runAlone(config, log)).toBe(0);
    expect(readFileSync(log, 'utf8')).toBe('');
    await scene.killPrimary();
    const status = await runAlone(config, log);
    const stdout = readFileSync(log, 'utf8');
    expect(status, stdout).toBe(0);
    expect(logOf({ stdout }).at(-1)?.msg).toMatch(/^repaired after/);
    await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
    expect(readdirSync(alone)).toEqual(['proxysql-failover.cjs']);
  } finally {
    rmSync(configs, { recursive: true, force: true });
  }
});

test('with a log file on a full disk it fails over all the same, and says it on standard error', async () => {
  const { cluster } = scene;
  scene.configure(withRules([[cluster.server('b'), 'prefer']]));
  expect(await scene.run('--log-file', '/dev/full')).toMatchObject({ status: 0, stderr: '' });
  await scene.killPrimary();
  const { status, stdout, stderr } = await scene.run('--log-file', '/dev/full');
  expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: '' });
  const [why, ...lines] = stderr.trim().split('\n');
  expect(why).toMatch(/^proxysql-failover: the log goes to standard error from here on: ENOSPC/);
  expect(logOf({ stdout: lines.join('\n') }).at(-1)?.msg).toMatch(/^repaired after/);
  await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
});

test('with standard output and standard error on a full disk it fails over, and says nothing', async () => {
  const { cluster, proxysql } = scene;
  const config = join(alone, 'config.json');
  writeConfig(config, { ...defaultConfig(proxysql), ...withRules([[cluster.server('b'), 'prefer']]) });
  if (process.getuid?.() === 0) chownSync(config, NOBODY, NOBODY);
  expect(await runAlone(config, '/dev/full')).toBe(0);
  await scene.killPrimary();
  expect(await runAlone(config, '/dev/full')).toBe(0);
  await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
});

test('it is executable by itself', async () => {
  const file = join(alone, 'proxysql-failover.cjs');
  expect(execFileSync(file, ['version'], { encoding: 'utf8', cwd: '/' })).toMatch(
    /^proxysql-failover \d+\.\d+\.\d+\n$/,
  );
});

const ROWS = 'SELECT filename, arg1, arg2, arg3, interval_ms, active FROM';

test('install puts it into the scheduler, which then fails over by itself; uninstall takes it out', async () => {
  const { cluster, proxysql } = scene;
  scene.configure(withRules([[cluster.server('b'), 'prefer']]));
  const mark = proxysql.readLog().length;

  const printed = await scene.run('install', '--interval-ms', '500');
  expect(printed.status).toBe(0);
  expect(printed.stdout).toContain('Nothing was done');
  expect(await proxysql.rows('SELECT * FROM scheduler')).toEqual([]);

  expect(await scene.run('install', '--interval-ms', '500', '--execute')).toMatchObject({ status: 0, stderr: '' });
  const file = join(scene.directory, 'proxysql-failover.cjs');
  const [path, start] = [`PATH=${dirname(process.execPath)}:`, `exec node ${file} run --config=${scene.configFile}`];
  for (const table of ['scheduler', 'runtime_scheduler', 'disk.scheduler']) {
    expect(await proxysql.rows(`${ROWS} ${table}`), table).toEqual([
      {
        filename: '/bin/sh',
        arg1: '-c',
        arg2: expect.stringMatching(new RegExp(`^${path}.*; ${start.replaceAll('.', '\\.')}$`)),
        arg3: null,
        interval_ms: '500',
        active: '1',
      },
    ]);
  }
  // Installing again leaves one row, and its interval where none is given.
  for (const interval of [['--interval-ms', '300'], []]) {
    expect(await scene.run('install', '--execute', ...interval)).toMatchObject({ status: 0, stderr: '' });
    expect(await proxysql.rows('SELECT interval_ms FROM runtime_scheduler')).toEqual([{ interval_ms: '300' }]);
  }

  await waitUntil(
    'the scheduler has started it',
    async () => (await proxysql.rows('SELECT * FROM disk.proxysql_failover_state')).length === 1,
  );
  await cluster.primary.kill();
  await waitUntil(
    'the scheduled runs have failed over',
    async () => (await proxysql.rows('SELECT outcome FROM disk.proxysql_failover_history')).length === 1,
    30_000,
  );
  await expectPrimary(scene, cluster.server('b'), [cluster.server('c')]);
  const log = logOf({
    stdout: proxysql
      .readLog()
      .slice(mark)
      .split('\n')
      .filter((line) => line.startsWith('{"level"'))
      .join('\n'),
  });
  expect(log.map(({ msg }) => msg).filter((msg) => /^repaired/.test(msg))).toHaveLength(1);

  const removed = await scene.run('uninstall', '--execute');
  expect(removed).toMatchObject({ status: 0, stderr: '' });
  for (const table of ['scheduler', 'runtime_scheduler', 'disk.scheduler']) {
    expect(await proxysql.rows(`SELECT * FROM ${table}`), table).toEqual([]);
  }
  expect(await serversIn(proxysql, 'runtime_mysql_servers', WRITER)).toEqual([cluster.server('b').endpoint]);
});

test('install and uninstall leave the rows of others in the scheduler', async () => {
  const { proxysql } = scene;
  await proxysql.exec(
    "INSERT INTO scheduler (active, interval_ms, filename, arg1, comment) VALUES (0, 60000, '/bin/true', 'x', 'somebody''s job')",
  );
  const own = 'SELECT active, interval_ms, filename, arg1, comment FROM scheduler ORDER BY comment';
  const before = await proxysql.rows(own);
  await scene.run('install', '--execute', '--interval-ms', '60000');
  expect(await proxysql.rows(own)).toHaveLength(2);
  await scene.run('uninstall', '--execute');
  expect(await proxysql.rows(own)).toEqual(before);
});

describe('a cluster that was named has a row of its own', () => {
  const NAMES = ['shop', "o'brien's", 'for*'];
  const commentsIn = async (table: string) =>
    (await scene.proxysql.rows(`SELECT comment FROM ${table} ORDER BY comment`)).map(({ comment }) => comment);
  const expectComments = async (...comments: readonly string[]) => {
    for (const table of ['scheduler', 'runtime_scheduler', 'disk.scheduler'])
      expect(await commentsIn(table), table).toEqual([...comments].sort());
  };
  const execute = async (...args: readonly string[]) =>
    expect(await scene.run(...args, '--execute')).toMatchObject({ status: 0, stderr: '' });
  beforeEach(() => {
    scene.configure({
      clusters: NAMES.map((name, index) => ({ name, writerHostgroup: 10 + index, readerHostgroup: 20 + index })),
    });
  });

  test('install and uninstall leave those of the others', async () => {
    const own = NAMES.map((name) => `proxysql-failover: ${name}`);
    for (const name of NAMES) await execute('install', '--cluster', name, '--interval-ms', '60000');
    await expectComments(...own);
    await execute('install', '--interval-ms', '60000');
    await expectComments('proxysql-failover', ...own);
    await execute('install', '--cluster', 'shop');
    await expectComments('proxysql-failover', ...own);

    await execute('uninstall', '--cluster', 'for*');
    await expectComments('proxysql-failover', ...own.slice(0, 2));
    await scene.proxysql.exec(
      "INSERT INTO scheduler (active, interval_ms, filename, comment) VALUES (0, 60000, '/bin/true', 'proxysql-failover-not')",
    );
    await execute('uninstall');
    await expectComments('proxysql-failover-not');
  });

  test('an interval that a person has set stays, until one is given', async () => {
    const { proxysql } = scene;
    const intervals = async () =>
      (await proxysql.rows('SELECT interval_ms FROM runtime_scheduler ORDER BY comment')).map((row) => row.interval_ms);
    await execute('install', '--cluster', 'shop', '--interval-ms', '50000');
    await execute('install', '--cluster', 'for*', '--interval-ms', '60000');
    await proxysql.exec(
      "UPDATE scheduler SET interval_ms = 70000 WHERE comment LIKE '%shop'",
      'LOAD SCHEDULER TO RUNTIME',
    );
    await execute('install', '--cluster', 'shop');
    expect(await intervals()).toEqual(['60000', '70000']);
    await execute('install', '--cluster', 'shop', '--interval-ms', '80000');
    expect(await intervals()).toEqual(['60000', '80000']);
    await execute('uninstall', '--cluster', 'shop');
    const printed = await scene.run('install', '--cluster', 'shop');
    await proxysql.exec(...printed.stdout.split(';\n').slice(0, -1));
    expect(await intervals()).toEqual(['60000', '1000']);
  });
});
