import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AT } from '../../test/observations/observation.ts';
import { acknowledgeHistory, CREATE_HISTORY_TABLE, type HistoryEntry, replaceHistoryEntry } from './history.ts';

const ENTRY: HistoryEntry = {
  id: 'shop-1',
  cluster: 'shop',
  startedAt: AT,
  endedAt: AT + 1234,
  outcome: 'failed',
  diagnosis: 'deadPrimary',
  oldPrimary: 'a:3306',
  newPrimary: null,
  loss: "what 'nobody' had",
  story: ["it's a beginning"],
};

let admin: Database;
beforeAll(() => {
  admin = new Database();
  admin.exec("ATTACH DATABASE ':memory:' AS disk");
  admin.exec(CREATE_HISTORY_TABLE);
});
beforeEach(() => admin.exec('DELETE FROM disk.proxysql_failover_history'));
afterAll(() => admin.close());

const history = () => admin.all('SELECT * FROM disk.proxysql_failover_history ORDER BY id');

test('one recovery is one row, which a person can read', () => {
  admin.exec(replaceHistoryEntry(ENTRY));
  expect(history()).toEqual([
    {
      id: 'shop-1',
      cluster: 'shop',
      started_at: '2030-01-02T03:04:05.000Z',
      ended_at: '2030-01-02T03:04:06.234Z',
      duration_ms: 1234,
      outcome: 'failed',
      diagnosis: 'deadPrimary',
      old_primary: 'a:3306',
      new_primary: null,
      loss: "what 'nobody' had",
      acknowledged_at: null,
      story: "it's a beginning\n",
    },
  ]);
});

test('several runs of one recovery put their stories together, the last outcome counts', () => {
  admin.exec(replaceHistoryEntry(ENTRY));
  admin.exec(replaceHistoryEntry({ ...ENTRY, outcome: 'recovered', newPrimary: 'b:3306', story: ['then', 'the end'] }));
  expect(history()).toMatchObject([
    { outcome: 'recovered', new_primary: 'b:3306', story: "it's a beginning\nthen\nthe end\n" },
  ]);
});

test('an acknowledged one says when, the others do not', () => {
  for (const id of ['shop-1', 'shop-2', "it's 3"]) admin.exec(replaceHistoryEntry({ ...ENTRY, id }));
  admin.exec(acknowledgeHistory(['shop-1', "it's 3"], Date.parse('2030-01-02T04:00:00.000Z')));
  expect(history().map(({ id, acknowledged_at }) => [id, acknowledged_at])).toEqual([
    ["it's 3", '2030-01-02T04:00:00.000Z'],
    ['shop-1', '2030-01-02T04:00:00.000Z'],
    ['shop-2', null],
  ]);
});

test('another recovery is another row', () => {
  admin.exec(replaceHistoryEntry(ENTRY));
  admin.exec(replaceHistoryEntry({ ...ENTRY, id: 'shop-2' }));
  expect(history()).toHaveLength(2);
});
