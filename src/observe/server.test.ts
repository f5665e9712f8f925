import { expect, test } from 'vitest';
import type { Row } from '../mysql/session.ts';
import { SELECT_OWN_STATE, SHOW_REPLICA_STATUS } from '../mysql/statements.ts';
import { lookAtServer } from './server.ts';

/** What a look makes of a server that says this of itself. */
async function seen(own: Row, uptimeSeconds: number, channel: Row | null = null): Promise<unknown> {
  const variables = JSON.stringify({ version: '8.4.6', version_comment: 'MySQL Community Server', read_only: 'ON' });
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

test.each<[string, string | null, number, boolean]>([
  ['nobody has made read-only', null, 600, false],
  ['somebody made read-only a minute after its start', '540', 600, true],
  ['was made read-only within ten seconds of its start, as a script does in place of my.cnf', '591', 600, false],
  ['has just started and was made read-only', '0.5', 3, false],
])('a server that %s', async (_, read_only_by_hand, uptimeSeconds, isReadOnlyByHand) => {
  expect(await seen({ read_only_by_hand }, uptimeSeconds)).toMatchObject({ facts: { isReadOnlyByHand } });
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
