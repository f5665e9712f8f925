import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withoutCodeCache } from './without-code-cache.ts';

describe('a snapshot of this Node', () => {
  let directory: string;
  let file: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'snapshot-'));
    file = join(directory, 'snapshot');
    const program = join(directory, 'program.js');
    writeFileSync(
      program,
      "require('node:v8').startupSnapshot.setDeserializeMainFunction(() => console.log(typeof require('node:zlib').gzipSync));",
    );
    const built = spawnSync(process.execPath, ['--snapshot-blob', file, '--build-snapshot', program]);
    expect(built.status).toBe(0);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('loses more than a third, starts, and loads a module that is not in it', () => {
    const whole = statSync(file).size;
    writeFileSync(file, withoutCodeCache(readFileSync(file)));
    expect(statSync(file).size).toBeLessThan((whole * 2) / 3);
    const started = spawnSync(process.execPath, ['--snapshot-blob', file], { encoding: 'utf8' });
    expect(started).toMatchObject({ status: 0, stdout: 'function\n' });
  });
});

function number(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

const entry = (id: string, code: string) =>
  Buffer.concat([number(id.length), Buffer.from(id), number(code.length), Buffer.from(code)]);
const before = Buffer.from('what comes before it');
const list = Buffer.concat([number(2), entry('zlib', 'abc'), entry('fs', 'defg')]);

test('the list at the end is emptied, and nothing else', () => {
  expect(withoutCodeCache(Buffer.concat([before, list]))).toEqual(Buffer.concat([before, number(0)]));
});

test.each<[string, Buffer]>([
  ['has no list', before],
  ['has nothing', Buffer.alloc(0)],
  ['is cut off', Buffer.concat([before, list.subarray(0, -1)])],
  ['has more after the list', Buffer.concat([before, list, Buffer.from('more')])],
  ['has another number of entries than it says', Buffer.concat([before, number(3), list.subarray(8)])],
  ['ends with a list that is empty already', Buffer.concat([before, number(0)])],
])('a file that %s stays as it is', (_, content) => {
  expect(withoutCodeCache(content)).toEqual(content);
});
