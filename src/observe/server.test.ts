import { expect, test } from 'vitest';
import type { Row } from '../mysql/session.ts';
import { SELECT_OWN_STATE } from '../mysql/statements.ts';
import { lookAtServer } from './server.ts';

/** What a look makes of a server that says this of itself. */
async function seen(own: Row, uptimeSeconds: number): Promise<unknown> {
  const variables = JSON.stringify({ version: '8.4.6', version_comment: 'MySQL Community Server', read_only: 'ON' });
  const row = { variables, status: JSON.stringify({ Uptime: String(uptimeSeconds) }), now: '1900000000', ...own };
  const session = {
    query: () => Promise.reject(new Error('all is asked at once')),
    queryEach: (statements: readonly string[]) =>
      Promise.resolve(statements.map((sql) => ({ rows: sql === SELECT_OWN_STATE ? [row] : [], affectedRows: 0 }))),
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
