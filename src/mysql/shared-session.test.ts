import { beforeEach, expect, test } from 'vitest';
import { type Answer, type Session, Unanswered } from './session.ts';
import { cacheSessions } from './session-cache.ts';
import { shareSession } from './shared-session.ts';

const ADMIN = { host: '127.0.0.1', port: 6032 };
const SILENT = new Unanswered('silent', '127.0.0.1:6032: no answer within 1000 ms');
const RESET = new Unanswered('reset', '127.0.0.1:6032: read ECONNRESET');
const REFUSED = new Unanswered('refused', '127.0.0.1:6032: connect ECONNREFUSED');

/** What was sent, with the number of the session. */
let sent: string[];
/** Statements that wait for their answer, in the order in which they were sent. */
let waiting: { resolve: (answer: Answer) => void; reject: (error: Unanswered) => void }[];
let isDown: boolean;
let session: Session;

beforeEach(() => {
  sent = [];
  waiting = [];
  isDown = false;
  let opened = 0;
  const open = cacheSessions(async () => {
    if (isDown) throw REFUSED;
    opened += 1;
    const number = opened;
    const query = (sql: string) =>
      new Promise<Answer>((resolve, reject) => {
        sent.push(`${number}: ${sql}`);
        waiting.push({ resolve, reject });
      });
    return { query, queryEach: async () => [], close: () => void sent.push(`${number} closed`) };
  });
  session = shareSession(() => open(ADMIN, 1000));
});

async function answer(with_: Unanswered | null = null): Promise<void> {
  await expect.poll(() => waiting.length).toBeGreaterThan(0);
  const next = waiting.shift();
  if (with_ === null) next?.resolve({ rows: [], affectedRows: 0 });
  else next?.reject(with_);
}

test('a statement that gets no answer does not break those of others: they follow on a new session', async () => {
  const slow = session.query('LOAD MYSQL SERVERS TO RUNTIME', 1000);
  const other = session.query('INSERT INTO disk.memory', 1000);
  await answer(SILENT);
  await expect(slow).rejects.toBe(SILENT);
  await answer();
  await other;
  expect(sent).toEqual(['1: LOAD MYSQL SERVERS TO RUNTIME', '1 closed', '2: INSERT INTO disk.memory']);
});

test('one statement at a time: a statement that waits for its turn cannot run out of time and break the session', async () => {
  const first = session.query('SELECT 1', 1000);
  const second = session.query('SELECT 2', 1000);
  await expect.poll(() => sent).toEqual(['1: SELECT 1']);
  await answer();
  await first;
  await answer();
  await second;
  expect(sent).toEqual(['1: SELECT 1', '1: SELECT 2']);
});

test('what was cut off since it last answered is asked again where that does no harm', async () => {
  const first = session.query('SELECT 1', 1000);
  await answer();
  await first;
  const second = session.query('SELECT 2', 1000);
  await answer(RESET);
  await answer();
  await second;
  expect(sent).toEqual(['1: SELECT 1', '1: SELECT 2', '1 closed', '2: SELECT 2']);
});

test('where it cannot be opened that is said, and the next statement tries again', async () => {
  isDown = true;
  await expect(session.query('SELECT 1', 1000)).rejects.toBe(REFUSED);
  isDown = false;
  const later = session.query('SELECT 2', 1000);
  await answer();
  await later;
  expect(sent).toEqual(['1: SELECT 2']);
});
