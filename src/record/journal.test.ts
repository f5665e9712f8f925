import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { AT } from '../../test/observations/observation.ts';
import { type Journal, journalWith } from './journal.ts';
import { lazyJournal } from './lazy-journal.ts';
import { openLog } from './log.ts';
import { outputTo } from './output.ts';
import { tellStory } from './story.ts';
import { textJournal } from './text-journal.ts';

function listen(): { journal: Journal; said: string[] } {
  const said: string[] = [];
  return {
    said,
    journal: { say: (level, message, facts = {}) => said.push(`${level} ${message} ${JSON.stringify(facts)}`) },
  };
}

describe('a journal that is loaded with its first line', () => {
  const lazy = (level: 'debug' | 'info' | 'warn' | 'error') => {
    const { journal, said } = listen();
    let loads = 0;
    const load = async () => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return journal;
    };
    return { ...lazyJournal(level, load), said, loads: () => loads };
  };

  test('is never loaded where nothing is said, or only what nobody asked for', async () => {
    const journal = lazy('warn');
    journal.say('info', 'quiet');
    journal.say('debug', 'quieter');
    await journal.flush();
    expect([journal.loads(), journal.said]).toEqual([0, []]);
  });

  test('is loaded once, and keeps the order of the lines', async () => {
    const journal = lazy('info');
    journal.say('info', 'one', { ms: 1 });
    journal.say('warn', 'two');
    await journal.flush();
    journal.say('error', 'three');
    await journal.flush();
    expect(journal.loads()).toBe(1);
    expect(journal.said).toEqual(['info one {"ms":1}', 'warn two {}', 'error three {}']);
  });

  test('what is said while it loads is written before a flush ends', async () => {
    const journal = lazy('info');
    journal.say('info', 'one');
    setTimeout(() => journal.say('info', 'two'), 1);
    await journal.flush();
    expect(journal.said).toHaveLength(2);
  });

  test('that cannot be loaded says nothing, and ends nothing', async () => {
    const journal = lazyJournal('info', () => Promise.reject(new Error('no memory')));
    journal.say('info', 'one');
    await journal.flush();
    journal.say('info', 'two');
    await journal.flush();
  });
});

test('a journal with facts of its own adds them to every line, and a line’s own count', () => {
  const { journal, said } = listen();
  journalWith(journal, { cluster: 'shop', ms: 0 }).say('info', 'x', { ms: 5 });
  expect(said).toEqual(['info x {"cluster":"shop","ms":5}']);
});

test('a story keeps what a person should read, with the time, and passes everything on', () => {
  const { journal, said } = listen();
  const story = tellStory(journal, () => AT);
  story.journal.say('debug', 'SET GLOBAL read_only = OFF');
  story.journal.say('info', 'done');
  expect(story.lines()).toEqual(['03:04:05.000 done']);
  expect(said).toHaveLength(2);
});

test('lines for a terminal: time, mark, message, the evidence below it, nothing below the level', () => {
  const lines: string[] = [];
  const journal = textJournal(
    'info',
    (line) => lines.push(line),
    () => AT,
  );
  journal.say('debug', 'not this');
  journal.say('warn', 'b lags', { evidence: ['60 s behind'] });
  journal.say('error', 'failed');
  expect(lines).toEqual(['03:04:05.000 !  b lags', '               - 60 s behind', '03:04:05.000 !! failed']);
});

test('a log file gets JSON lines, each written when it is said, and others may not read it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(directory, 'failover.log');
  const log = openLog('info', file);
  log.say('debug', 'not this');
  log.say('warn', 'b lags', { cluster: 'shop' });
  const written = readFileSync(file, 'utf8').trim().split('\n');
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    level: 'warn',
    msg: 'b lags',
    cluster: 'shop',
    pid: process.pid,
  });
  expect(statSync(file).mode & 0o007).toBe(0);
  rmSync(directory, { recursive: true });
});

describe('where the log cannot be written', () => {
  let directory: string;
  let lastResort: number;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'log-'));
    lastResort = openSync(join(directory, 'stderr'), 'a');
    return () => {
      closeSync(lastResort);
      rmSync(directory, { recursive: true });
    };
  });
  const onLastResort = () => readFileSync(join(directory, 'stderr'), 'utf8').trim().split('\n');

  test('a full disk: it is said on standard error, once and why, and every line after it', () => {
    const full = openSync('/dev/full', 'a');
    const output = outputTo(full, lastResort);
    for (const line of ['one', 'two']) output.write(`${line}\n`);
    expect(onLastResort()).toEqual([
      expect.stringMatching(/^proxysql-failover: .*standard error.*ENOSPC/),
      'one',
      'two',
    ]);
    closeSync(full);
  });

  test('and standard error neither: nothing is said any more, and nothing thrown', () => {
    const full = openSync('/dev/full', 'a');
    const output = outputTo(full, full);
    for (const line of ['one', 'two']) output.write(`${line}\n`);
    closeSync(full);
  });

  test.each([
    ['that waits', 0],
    ['that does not wait', constants.O_NONBLOCK],
  ])('a full pipe %s, and nobody reads: it is given up within half a second', (_, nonblock) => {
    const fifo = join(directory, 'fifo');
    execFileSync('/usr/bin/mkfifo', [fifo]);
    const both = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    fill(both);
    const pipe = openSync(fifo, constants.O_WRONLY | nonblock);
    const output = outputTo(pipe, lastResort);
    const begin = performance.now();
    for (const line of ['one', 'two']) output.write(`${line}\n`);
    expect(performance.now() - begin).toBeLessThan(500);
    expect(onLastResort()).toEqual([expect.stringContaining('EAGAIN'), 'one', 'two']);
    for (const fd of [both, pipe]) closeSync(fd);
  });

  test('a log file that is a pipe without a reader keeps nobody waiting', () => {
    const fifo = join(directory, 'fifo');
    execFileSync('/usr/bin/mkfifo', [fifo]);
    openLog('error', fifo, lastResort).say('error', 'one');
    expect(onLastResort().map((line) => JSON.parse(line).msg)).toEqual([
      expect.stringMatching(/^log file: ENXIO/),
      'one',
    ]);
  });
});

function fill(pipe: number): void {
  try {
    for (;;) writeSync(pipe, 'x'.repeat(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'EAGAIN' });
  }
}
