import { expect, test } from 'vitest';
import type { Row } from '../mysql/session.ts';
import { SELECT_OWN_STATE, SHOW_REPLICA_STATUS } from '../mysql/statements.ts';
import { lookAtServer } from './server.ts';

/** What a look makes of a server that says this of itself. */
async function seen(
  own: Row,
  uptimeSeconds: number,
  channel: Row | null = null,
  variablesToo: Row = {},
): Promise<unknown> {
  const variables = JSON.stringify({
    version: '8.4.6',
    version_comment: 'MySQL Community Server',
    read_only: 'ON',
    ...variablesToo,
  });
  const row = { variables, status: JSON.stringify({ Uptime: String(uptimeSeconds) }), now: '1900000000', ...own };
  const rowsOf = (sql: string): Row[] => {
    if (sql === SELECT_OWN_STATE) return [row];
    return sql === SHOW_REPLICA_STATUS && channel !== null ? [channel] : [];
  };
  const session = {
    query: () => Promise.reject(new Error('all is asked at once')),
    queryEach: (statements: readonly string[]) =>
      Promise.resolve(statements.map((sql) => ({ rows: rowsOf(sql), affectedRows: 0 }))),
    close: () => undefined,
  };
  const timeouts = { connectTimeoutMs: 10, readTimeoutMs: 10 };
  return lookAtServer({ host: 'a', port: 3306 }, () => Promise.resolve(session), timeouts);
}

const BY_HAND = (ago: number) => ({ ago, own: 0 });
const BY_THIS_PROGRAM = (ago: number) => ({ ago, own: 1 });

test.each<[string, object | null, number, boolean]>([
  ['nobody has made read-only', null, 600, false],
  ['somebody made read-only a minute after its start', { read_only: BY_HAND(540) }, 600, true],
  [
    'was made read-only within ten seconds of its start, as a script does in place of my.cnf',
    { read_only: BY_HAND(591) },
    600,
    false,
  ],
  ['has just started and was made read-only', { super_read_only: BY_HAND(0.5) }, 3, false],
  [
    'this program made read-only after a person had',
    { read_only: BY_HAND(500), super_read_only: BY_THIS_PROGRAM(20) },
    600,
    false,
  ],
  [
    'a person made read-only after this program had',
    { read_only: BY_HAND(20), super_read_only: BY_THIS_PROGRAM(500) },
    600,
    true,
  ],
])('a server that %s', async (_, settings, uptimeSeconds, isReadOnlyByHand) => {
  const read_only_set = settings === null ? null : JSON.stringify(settings);
  expect(await seen({ read_only_set }, uptimeSeconds)).toMatchObject({ facts: { isReadOnlyByHand } });
});

test.each<[string, object, number | null, number | null]>([
  ['nobody has made writable', {}, null, null],
  ['this program has made writable', { read_only: BY_THIS_PROGRAM(7), super_read_only: BY_HAND(3) }, 7, null],
  ['a person has made writable', { read_only: BY_HAND(7), super_read_only: BY_THIS_PROGRAM(3) }, null, 7],
])('a server that %s, and when', async (_, settings, promotedSecondsAgo, madeWritableByHandSecondsAgo) => {
  const facts = { promotedSecondsAgo, madeWritableByHandSecondsAgo };
  const row = { read_only_set: JSON.stringify(settings) };
  expect(await seen(row, 600, null, { read_only: 'OFF' })).toMatchObject({ facts });
});

const ATTEMPT = 'This was attempt 10/10, with a delay of 1 seconds between attempts. Message: Can’t connect';

test.each<[string, string, string, boolean]>([
  ['has made all its attempts has given up', 'No', `Error reconnecting to source 'repl@a:3306'. ${ATTEMPT}`, true],
  [
    'also by the words of 8.0.23',
    'No',
    "error connecting to master 'repl@a:3306' - retry-time: 1 retries: 10 message: no",
    true,
  ],
  ['still tries has not', 'Connecting', `Error reconnecting to source 'repl@a:3306'. ${ATTEMPT}`, false],
  [
    'was stopped before the last attempt has not',
    'No',
    'Error connecting to source. This was attempt 9/10, with',
    false,
  ],
  ['was stopped while all was well has not', 'No', '', false],
])('a receiver that %s', async (_, Replica_IO_Running, Last_IO_Error, receiverGaveUp) => {
  const channel = { Channel_Name: '', Replica_IO_Running, Last_IO_Error, Source_Retry_Count: '10' };
  expect(await seen({}, 600, channel)).toMatchObject({ facts: { channels: [{ receiverGaveUp }] } });
});

test('a receiver that may try for ever (SOURCE_RETRY_COUNT 0) has not given up where somebody stopped it', async () => {
  const Last_IO_Error = 'Error connecting to source. This was attempt 3/0, with';
  const channel = { Channel_Name: '', Replica_IO_Running: 'No', Last_IO_Error, Source_Retry_Count: '0' };
  expect(await seen({}, 600, channel)).toMatchObject({ facts: { channels: [{ receiverGaveUp: false }] } });
});
