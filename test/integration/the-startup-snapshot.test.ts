import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { labPasswords } from '../lab/lab-accounts.ts';
import { newRunDirectory, removeRunDirectory } from '../lab/lab-files.ts';
import { scheduledCommand } from '../lab/scheduled-command.ts';
import { defaultConfig, writeConfig } from './config.ts';
import { logOf } from './log.ts';
import { expectPrimary } from './roles.ts';
import { builtFile, openScene, type Scene } from './scene.ts';

let scene: Scene<'a' | 'b'>;
let file: string;
let snapshot: string;

beforeAll(async () => {
  scene = await openScene(['a', 'b']);
  file = join(scene.directory, 'proxysql-failover.cjs');
  snapshot = `${file}.snapshot`;
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  scene.configure({ logLevel: 'debug' });
  copyFileSync(builtFile(), file);
  rmSync(snapshot, { recursive: true, force: true });
});

/** The interval keeps ProxySQL from starting it during a test. */
const install = (...more: string[]) => scene.run('install', '--interval-ms', '100000000', ...more);

/** What the scheduler starts, started here as it does: no environment, no input. */
async function scheduledRun() {
  const [filename, ...args] = await scheduledCommand(scene.proxysql);
  const { status, stdout, stderr } = spawnSync(filename, args, {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    cwd: scene.directory,
  });
  const log = logOf({ stdout }).map(({ msg }) => msg);
  return { status, stderr, log, start: log.filter((msg) => msg.startsWith('startup snapshot')) };
}

const healthyFromSnapshot = { status: 0, stderr: '', start: ['startup snapshot: used'] };
const healthyWithout = { status: 0, start: ['startup snapshot: not used'] };

test('install leaves a startup snapshot beside the file and scheduled runs start from it; uninstall removes it', async () => {
  expect((await install()).stdout).toContain(`also writes ${snapshot}`);
  expect(existsSync(snapshot)).toBe(false);

  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${snapshot} written`);
  expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
  await install('--execute');
  expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);

  expect((await scene.run('uninstall')).stdout).toContain(`also removes ${snapshot}`);
  expect(existsSync(snapshot)).toBe(true);
  const [filename, ...args] = await scheduledCommand(scene.proxysql);
  const removed = await scene.run('uninstall', '--execute');
  expect(removed).toMatchObject({ status: 0, stderr: '' });
  expect(removed.stdout).toContain(`${snapshot} removed`);
  expect(readdirSync(scene.directory).filter((name) => name.includes('.snapshot'))).toEqual([]);
  // Whoever still has the row starts the file.
  const { status, stderr } = spawnSync(filename, args, { env: {}, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('what starts from it fails over like any other', async () => {
  await install('--execute');
  await scene.killPrimary();
  const ended = await scheduledRun();
  expect(ended).toMatchObject(healthyFromSnapshot);
  expect(ended.log.at(-1)).toMatch(/^repaired after/);
  await expectPrimary(scene, scene.cluster.server('b'), []);
});

test('it ends as any other where something is wrong', async () => {
  await install('--execute');
  scene.configure({ mysql: { user: 'failover', password: 'wrong' } });
  expect((await scheduledRun()).status).toBe(3);
  scene.configure({ nonsense: 1 });
  const ended = await scheduledRun();
  expect(ended.status).toBe(2);
  expect(ended.stderr.match(/nonsense/g)).toHaveLength(1);
});

test('it holds no password, and is for those who may read the config', async () => {
  await install('--execute');
  const content = readFileSync(snapshot, 'latin1');
  for (const password of [...Object.values(labPasswords), 'lab-radmin']) expect(content).not.toContain(password);
  const [made, config] = [statSync(snapshot), statSync(scene.configFile)];
  expect(made.mode & 0o777).toBe(config.mode & 0o644);
  expect([made.uid, made.gid]).toEqual([config.uid, config.gid]);
});

function flipByte(at: number): void {
  const content = readFileSync(snapshot);
  content.writeUInt8(content.readUInt8(at) ^ 0xff, at);
  writeFileSync(snapshot, content);
}

describe('one that is not fit is left alone, and the run is as healthy', () => {
  const unfit: Record<string, () => void> = {
    'another version of Node made it': () => {
      const content = readFileSync(snapshot);
      const at = content.indexOf(process.version);
      expect(at).toBeGreaterThan(0);
      content.write('v9', at);
      writeFileSync(snapshot, content);
    },
    'a byte of it is wrong': () => flipByte(500_000),
    'its first byte is wrong': () => flipByte(0),
    'it is cut off': () => truncateSync(snapshot, 100_000),
    'it is empty': () => truncateSync(snapshot, 0),
    'it is something else': () => writeFileSync(snapshot, 'something else\n'.repeat(1000)),
    'it is a directory': () => {
      rmSync(snapshot);
      mkdirSync(snapshot);
    },
    'the file has been upgraded': () => {
      rmSync(file);
      copyFileSync(builtFile(), file);
    },
    'the file has been upgraded in place, by one of the same length that is older than the snapshot': () => {
      utimesSync(file, new Date(0), new Date(0));
    },
  };

  test.each(Object.entries(unfit))('%s', async (_, spoil) => {
    await install('--execute');
    expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
    spoil();
    expect(await scheduledRun()).toMatchObject(healthyWithout);
  });
});

describe('an upgrade that leads a link elsewhere and removes what it led to', () => {
  let directory: string;
  let link: (name: string, to: string) => string;
  beforeEach(() => {
    directory = newRunDirectory('links');
    link = (name, to) => {
      const at = join(directory, name);
      rmSync(at, { force: true });
      symlinkSync(to, at);
      return at;
    };
  });
  afterEach(() => removeRunDirectory(directory));

  const installWith = (node: string, program: string) => {
    const args = [program, 'install', '--execute', '--interval-ms', '100000000', '--config', scene.configFile];
    expect(spawnSync(node, args, { env: {}, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  };

  test('of the file: the next run starts the new one', async () => {
    const [old, upgraded] = [join(directory, '1.0.cjs'), join(directory, '1.1.cjs')];
    copyFileSync(builtFile(), old);
    installWith(process.execPath, link('proxysql-failover', old));
    expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
    copyFileSync(builtFile(), upgraded);
    link('proxysql-failover', upgraded);
    rmSync(old);
    expect(await scheduledRun()).toMatchObject(healthyWithout);
  });

  test('of Node: the next run starts with the new one', async () => {
    installWith(link('node', process.execPath), file);
    expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
    const upgraded = join(directory, 'upgraded');
    const said = join(directory, 'said');
    writeFileSync(upgraded, `#!/bin/sh\necho started > ${said}\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
    link('node', upgraded);
    expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
    expect(readFileSync(said, 'utf8')).toBe('started\n');
  });
});

test('runs that speak TLS with MySQL start from it too', async () => {
  scene.configure({
    mysql: { user: 'failover', password: labPasswords.failover, sslMode: 'REQUIRED' },
    logLevel: 'debug',
  });
  await install('--execute');
  expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
});

test('a cluster may have a long name, with a snapshot and without', async () => {
  const name = 'orders and payments of the European shops, production, data centre Frankfurt, primary site';
  scene.configure({ clusters: [{ name, writerHostgroup: 10, readerHostgroup: 20 }], logLevel: 'debug' });
  expect(await scene.run()).toMatchObject({ status: 0, stderr: '' });
  await install('--execute');
  expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
});

test('install goes on where it cannot be written, and leaves nothing half-written', async () => {
  mkdirSync(snapshot);
  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${snapshot} not written`);
  expect(readdirSync(scene.directory).filter((name) => name.includes('.snapshot'))).toEqual([
    'proxysql-failover.cjs.snapshot',
  ]);
  expect(await scheduledRun()).toMatchObject(healthyWithout);
});

test('install writes it and does nothing else where the primary is dead', async () => {
  await scene.killPrimary();
  const before = await scene.tables();
  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${snapshot} written`);
  const withoutScheduler = (tables: Record<string, readonly string[]>) =>
    Object.entries(tables).filter(([name]) => !name.endsWith('scheduler'));
  expect(withoutScheduler(await scene.tables())).toEqual(withoutScheduler(before));
});

test('names that a shell would read otherwise stand in the row as they are', async () => {
  const directory = join(newRunDirectory('odd'), "it's $HOME; (here)");
  mkdirSync(directory);
  try {
    const [odd, config] = [join(directory, 'proxysql-failover.cjs'), join(directory, 'my config.json')];
    copyFileSync(builtFile(), odd);
    writeConfig(config, { ...defaultConfig(scene.proxysql), logLevel: 'debug' });
    const args = [odd, 'install', '--execute', '--interval-ms', '100000000', '--config', config];
    const installed = spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' });
    expect(installed).toMatchObject({ status: 0, stderr: '' });
    expect(await scheduledRun()).toMatchObject(healthyFromSnapshot);
    rmSync(`${odd}.snapshot`);
    expect(await scheduledRun()).toMatchObject({ ...healthyWithout, stderr: '' });
  } finally {
    removeRunDirectory(join(directory, '..'));
  }
});
