import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logOf } from './log.ts';
import { builtFile, openScene, type Scene } from './scene.ts';

let scene: Scene<'a' | 'b'>;
let file: string;
let cache: string;

beforeAll(async () => {
  scene = await openScene(['a', 'b']);
  file = join(scene.directory, 'proxysql-failover.cjs');
  cache = `${file}.cache`;
}, 300_000);
afterAll(() => scene?.destroy());

beforeEach(async () => {
  await scene.reset();
  copyFileSync(builtFile(), file);
  for (const path of [cache, `${cache}.moved`]) rmSync(path, { recursive: true, force: true });
});

/** The interval keeps ProxySQL from starting it during a test. */
const install = (...more: string[]) => scene.run('install', '--interval-ms', '100000000', ...more);

/** A healthy run, and what it says of the cache. */
async function healthyRun(): Promise<string | undefined> {
  const { status, stdout, stderr } = await scene.run('run', '--log-level', 'debug');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return logOf({ stdout }).find(({ msg }) => msg.startsWith('code cache'))?.msg;
}

test('install leaves a code cache beside the file and runs use it; uninstall removes it', async () => {
  expect(await healthyRun()).toBe('code cache: not used');
  expect((await install()).stdout).toContain(`also writes ${cache}`);
  expect(existsSync(cache)).toBe(false);

  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${cache} written`);
  expect(statSync(cache).mode & 0o777).toBe(0o644);
  expect(statSync(cache).uid).toBe(statSync(file).uid);
  expect(await healthyRun()).toBe('code cache: used');
  // Made anew by a process that was itself started from it.
  await install('--execute');
  expect(await healthyRun()).toBe('code cache: used');

  expect((await scene.run('uninstall')).stdout).toContain(`also removes ${cache}`);
  expect(existsSync(cache)).toBe(true);
  const removed = await scene.run('uninstall', '--execute');
  expect(removed).toMatchObject({ status: 0, stderr: '' });
  expect(removed.stdout).toContain(`${cache} removed`);
  expect(readdirSync(scene.directory).filter((name) => name.includes('.cache'))).toEqual([]);
  expect(await healthyRun()).toBe('code cache: not used');
});

function flipByte(at: (length: number) => number): void {
  const content = readFileSync(cache);
  const offset = at(content.length);
  content.writeUInt8(content.readUInt8(offset) ^ 0xff, offset);
  writeFileSync(cache, content);
}

describe('a code cache that is not fit is left alone, and the run is as healthy', () => {
  const unfit: Record<string, () => void> = {
    'a byte of its digest is wrong': () => flipByte(() => 0),
    'its first bytes are wrong': () => flipByte(() => 40),
    'a byte in its middle is wrong': () => flipByte((length) => length >> 1),
    'its last byte is wrong': () => flipByte((length) => length - 1),
    'it is cut off': () => truncateSync(cache, 100_000),
    'it is cut off within the digest': () => truncateSync(cache, 10),
    'it is empty': () => truncateSync(cache, 0),
    'it is a directory': () => {
      rmSync(cache);
      mkdirSync(cache);
    },
    'it is a link to a fit one': () => {
      renameSync(cache, `${cache}.moved`);
      symlinkSync(`${cache}.moved`, cache);
    },
    'its group may write it': () => chmodSync(cache, 0o664),
    'everyone may write it': () => chmodSync(cache, 0o646),
    'it is of another build': () => {
      // An upgrade in place, of the very same length.
      const text = readFileSync(file, 'utf8');
      const upgraded = text.replace(/"[0-9a-f]{64}"/, (id) => `"${id.slice(1, -1).split('').reverse().join('')}"`);
      expect(upgraded).not.toBe(text);
      writeFileSync(file, upgraded);
    },
  };
  const isLeftAlone = async (spoil: () => void) => {
    await install('--execute');
    expect(await healthyRun()).toBe('code cache: used');
    spoil();
    expect(await healthyRun()).toBe('code cache: not used');
  };

  test.each(Object.entries(unfit))('%s', (_, spoil) => isLeftAlone(spoil));

  // Only root can give a file away.
  test.skipIf(process.getuid?.() !== 0)('somebody else owns it', () => isLeftAlone(() => chownSync(cache, 12345, -1)));
});

test('install goes on where the cache cannot be written, and leaves nothing half-written', async () => {
  mkdirSync(cache);
  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${cache} not written`);
  expect(readdirSync(scene.directory).filter((name) => name.includes('.cache'))).toEqual([
    'proxysql-failover.cjs.cache',
  ]);
  expect(await scene.proxysql.rows('SELECT filename FROM runtime_scheduler')).toHaveLength(1);
});

test('install writes the cache and does nothing else where the primary is dead', async () => {
  await scene.killPrimary();
  const before = await scene.tables();
  const installed = await install('--execute');
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(installed.stdout).toContain(`${cache} written`);
  const withoutScheduler = (tables: Record<string, readonly string[]>) =>
    Object.entries(tables).filter(([name]) => !name.endsWith('scheduler'));
  expect(withoutScheduler(await scene.tables())).toEqual(withoutScheduler(before));
});
