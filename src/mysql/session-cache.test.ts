import { beforeEach, expect, test } from 'vitest';
import { type Answer, type ServerSession, Unanswered } from './session.ts';
import { cacheSessions } from './session-cache.ts';

const DB = { host: 'db', port: 3306 };
const NOTHING: Answer = { rows: [], affectedRows: 0 };
const REFUSED = new Unanswered('accessDenied', 'db:3306: you need the SUPER privilege', 1227);
const RESET = new Unanswered('reset', 'db:3306: read ECONNRESET');
const SILENT = new Unanswered('silent', 'db:3306: no answer within 1000 ms');

/** What the sessions answer next, one after another, whichever session is asked; then nothing is wrong. */
let failures: (Unanswered | null)[];
/** The sessions that were opened, by number, and what was asked there. */
let asked: string[];
let closed: number[];
let opened: number;
let open: (timeoutMs: number) => Promise<ServerSession>;

beforeEach(() => {
  failures = [];
  asked = [];
  closed = [];
  opened = 0;
  const cached = cacheSessions(async () => {
    opened += 1;
    const number = opened;
    const query = async (sql: string): Promise<Answer> => {
      asked.push(`${number}: ${sql}`);
      const failure = failures.shift() ?? null;
      if (failure !== null) throw failure;
      return NOTHING;
    };
    return {
      query,
      queryEach: async (statements) => [await query(statements.join('; '))],
      close: () => void closed.push(number),
    };
  });
  open = (timeoutMs) => cached(DB, timeoutMs);
});

test('a session on which the server answered with an error is kept', async () => {
  failures = [null, REFUSED];
  const session = await open(1000);
  await session.query('SELECT 1', 1000);
  await expect(session.query('SET GLOBAL read_only = OFF', 1000)).rejects.toBe(REFUSED);
  await (await open(1000)).query('SELECT 2', 1000);
  expect(asked).toEqual(['1: SELECT 1', '1: SET GLOBAL read_only = OFF', '1: SELECT 2']);
  expect(closed).toEqual([]);
});

test('a session without an answer is closed, and the next one is opened anew', async () => {
  failures = [SILENT];
  await expect((await open(1000)).query('SELECT 1', 1000)).rejects.toBe(SILENT);
  expect(closed).toEqual([1]);
  await (await open(1000)).query('SELECT 2', 1000);
  expect(asked).toEqual(['1: SELECT 1', '2: SELECT 2']);
  expect(closed).toEqual([1]);
});

test('one that broke since it last answered is asked again on a new one where that does no harm', async () => {
  failures = [null, RESET];
  const session = await open(1000);
  await session.query('SELECT 1', 1000);
  await session.queryEach(['SELECT 2', 'SHOW REPLICAS'], 1000);
  expect(asked).toEqual(['1: SELECT 1', '1: SELECT 2; SHOW REPLICAS', '2: SELECT 2; SHOW REPLICAS']);
  expect(closed).toEqual([1]);
});

test('a change is not sent twice', async () => {
  failures = [null, RESET];
  const session = await open(1000);
  await session.query('SELECT 1', 1000);
  await expect(session.query('STOP REPLICA', 1000)).rejects.toBe(RESET);
  expect(asked).toEqual(['1: SELECT 1', '1: STOP REPLICA']);
});

test('of two statements on a session that breaks, neither makes the other forget the new session', async () => {
  failures = [null, RESET, RESET];
  const session = await open(1000);
  await session.query('SELECT 1', 1000);
  await Promise.all([session.query('SELECT 2', 1000), session.query('SELECT 3', 1000)]);
  await (await open(1000)).query('SELECT 4', 1000);
  expect(opened).toBe(2);
  expect(closed).toEqual([1]);
});
