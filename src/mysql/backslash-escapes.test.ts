import { expect, test } from 'vitest';
import { withBackslashEscapes } from './backslash-escapes.ts';
import { type ServerSession, Unanswered } from './session.ts';

const NONE = { rows: [], affectedRows: 0 };
const SET = "SET SESSION sql_mode = ''";

async function openWith(answer: (sql: string) => void = () => undefined) {
  const sent: string[] = [];
  const query = async (sql: string) => {
    sent.push(sql);
    answer(sql);
    return NONE;
  };
  const session: ServerSession = {
    query,
    queryEach: async (all) => Promise.all(all.map(query)),
    close: () => sent.push('closed'),
  };
  const opened = await withBackslashEscapes(async () => session)({ host: 'a', port: 3306 }, 1000);
  return { opened, sent };
}

test('a session without a backslash sends what it is told, and nothing else', async () => {
  const { opened, sent } = await openWith();
  await opened.query("SELECT 'it''s'", 1000);
  await opened.queryEach(['SELECT 1', 'SELECT 2'], 1000);
  opened.close();
  expect(sent).toEqual(["SELECT 'it''s'", 'SELECT 1', 'SELECT 2', 'closed']);
});

test('the first backslash of a session is sent where it escapes', async () => {
  const { opened, sent } = await openWith();
  await opened.query('SELECT 1', 1000);
  await opened.query("SELECT 'a\\\\b'", 1000);
  await opened.queryEach(['SELECT 2', "SELECT '\\\\'"], 1000);
  expect(sent).toEqual(['SELECT 1', SET, "SELECT 'a\\\\b'", 'SELECT 2', "SELECT '\\\\'"]);
  const another = await openWith();
  await another.opened.queryEach(['SELECT 2', "SELECT '\\\\'"], 1000);
  expect(another.sent).toEqual([SET, 'SELECT 2', "SELECT '\\\\'"]);
});

test('where that fails the statement is not sent, and the next one tries again', async () => {
  let refuses = true;
  const { opened, sent } = await openWith((sql) => {
    if (sql === SET && refuses) throw new Unanswered('silent', 'no answer');
  });
  await expect(opened.query("SELECT '\\\\'", 1000)).rejects.toThrow('no answer');
  expect(sent).toEqual([SET]);
  refuses = false;
  await opened.query("SELECT '\\\\'", 1000);
  expect(sent).toEqual([SET, SET, "SELECT '\\\\'"]);
});
