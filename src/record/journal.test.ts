import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AT } from '../../test/observations/observation.ts';
import { type Journal, journalWith } from './journal.ts';
import { lazyJournal } from './lazy-journal.ts';
import { openLog } from './log.ts';
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
