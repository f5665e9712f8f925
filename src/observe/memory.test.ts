import fc from 'fast-check';
import { Database } from 'node-sqlite3-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AT, row } from '../../test/observations/observation.ts';
import type { Row } from '../mysql/session.ts';
import {
  type ClusterMemory,
  CREATE_STATE_TABLE,
  emptyMemory,
  parseMemory,
  replaceMemory,
  SELECT_MEMORIES,
  type SetAside,
} from './memory.ts';

let admin: Database;
beforeAll(() => {
  admin = new Database();
  admin.exec("ATTACH DATABASE ':memory:' AS disk");
  admin.exec(CREATE_STATE_TABLE);
});
afterAll(() => admin.close());

function remember(memory: ClusterMemory): void {
  admin.exec(replaceMemory(memory, AT));
}

function remembered(): ClusterMemory[] {
  return admin.all(SELECT_MEMORIES).map((found) => parseMemory(found as Row));
}

const text = fc
  .oneof(
    fc.constantFrom('shop', "it's", 'a"b', 'back\\slash', "'; DROP TABLE x; --", 'ünï\n☃'),
    fc.string({ minLength: 1 }),
  )
  // SQLite's statements end at a NUL.
  .filter((one) => !one.includes('\0'));
const moment = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.getTime());
const endpoint = fc.record({ host: text, port: fc.nat(65535) });
const server = fc.record({ host: text, port: fc.nat(65535), serverUuid: fc.uuid() });
const serverRow = fc
  .record({ hostgroup: fc.nat(), hostname: text, weight: fc.nat(), comment: text })
  .map(({ hostgroup, hostname, ...values }) => row(hostgroup, hostname, values));
const failed = fc.record({ serverUuid: fc.option(fc.uuid()), endpoints: fc.tuple(endpoint, endpoint) });
const setAside: fc.Arbitrary<SetAside> = fc.oneof(
  fc
    .record({ failed, asideAtUptime: fc.option(moment), triedAt: fc.option(moment) })
    .map(({ failed: one, ...more }) => ({ ...one, why: 'formerPrimary' as const, ...more })),
  fc
    .record({
      failed,
      why: fc.constantFrom('catchesUp' as const, 'doesNotReplicate' as const, 'lags' as const),
      mustHave: fc.constantFrom('', '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7'),
      wellSince: fc.option(moment),
    })
    .map(({ failed: one, ...more }) => ({ ...one, ...more })),
);
const memories: fc.Arbitrary<ClusterMemory> = fc.record({
  cluster: text,
  primary: fc.option(server),
  primaryStartedAt: fc.option(moment),
  primaryWasReadOnly: fc.boolean(),
  primaryWasSilent: fc.boolean(),
  followers: fc.array(fc.uuid(), { maxLength: 4 }),
  farther: fc.array(fc.record({ serverUuid: fc.uuid(), sourceUuid: fc.uuid() }), { maxLength: 2 }),
  lastSeen: fc.option(
    fc.record({
      serverUuid: fc.uuid(),
      at: moment,
      heldAtUptime: fc.nat(),
      gtidExecuted: fc.constantFrom('', '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7'),
    }),
  ),
  semiSync: fc.option(
    fc.record({
      waitForReplicaCount: fc.nat(),
      timeoutMs: fc.nat(),
      waitsWithoutReplicas: fc.boolean(),
      isActive: fc.boolean(),
      unknownReplicas: fc.nat(),
    }),
  ),
  semiSyncToRestore: fc.option(
    fc.record({
      waitForReplicaCount: fc.nat(),
      left: fc.option(fc.record({ serverUuid: fc.uuid(), sourceEnabled: fc.boolean(), waitForReplicaCount: fc.nat() })),
    }),
  ),
  servers: fc.array(server, { maxLength: 4 }),
  condition: fc.option(fc.record({ diagnosis: text, since: moment, lastSaid: moment })),
  givenUp: fc.array(fc.uuid()),
  halted: fc.array(fc.uuid(), { maxLength: 3 }),
  asked: fc.array(fc.record({ serverUuid: fc.uuid(), at: moment, receiverThread: fc.option(fc.nat()) }), {
    maxLength: 2,
  }),
  haltedAppliers: fc.array(fc.uuid(), { maxLength: 3 }),
  setAside: fc.array(setAside, { maxLength: 3 }),
  readsOnPrimary: fc.boolean(),
  writersAmissSince: fc.option(moment),
  primaryOutSince: fc.option(moment),
  strangers: fc.array(fc.uuid(), { maxLength: 2 }),
  troubledReaders: fc.array(fc.record({ serverUuid: fc.uuid(), since: moment, endedAt: fc.option(moment) }), {
    maxLength: 3,
  }),
  receiverSettings: fc.option(
    fc.record({
      heartbeatSeconds: fc.nat(),
      connectRetrySeconds: fc.nat(),
      retryCount: fc.nat(),
      tls: fc.dictionary(fc.constantFrom('SOURCE_SSL', 'SOURCE_SSL_CA'), text, { noNullPrototype: true }),
    }),
  ),
  recovery: fc.option(
    fc.record({
      id: text,
      startedAt: moment,
      loss: fc.option(text),
      isOrdered: fc.boolean(),
      downAtUptime: fc.option(fc.nat()),
      isUntold: fc.boolean(),
      received: fc.constantFrom('', '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7'),
      isPlannedChange: fc.boolean(),
      diagnosis: text,
      failedPrimary: failed,
      rowsBefore: fc.array(serverRow, { maxLength: 3 }),
      promoting: fc.option(server),
      takesWrites: fc.boolean(),
      passedOver: fc.array(fc.uuid(), { maxLength: 2 }),
      stillApplying: fc.array(fc.uuid(), { maxLength: 2 }),
      semiSyncBefore: fc.array(fc.record({ serverUuid: fc.uuid(), sourceEnabled: fc.boolean() }), { maxLength: 2 }),
      unstoppable: fc.array(fc.record({ serverUuid: fc.uuid(), at: moment }), { maxLength: 2 }),
    }),
  ),
  finished: fc.array(
    fc.record({ id: text, endedAt: moment, oldPrimary: text, newPrimary: text, acknowledgedAt: fc.option(moment) }),
    { maxLength: 3 },
  ),
});

test('what one run writes the next one reads', () => {
  fc.assert(
    fc.property(memories, (memory) => {
      admin.exec('DELETE FROM disk.proxysql_failover_state');
      remember(memory);
      expect(remembered()).toEqual([memory]);
    }),
    { numRuns: 150 },
  );
});

test('a cluster has one row, which the last write replaces; other clusters keep theirs', () => {
  admin.exec('DELETE FROM disk.proxysql_failover_state');
  const primary = { host: 'a', port: 3306, serverUuid: 'u' };
  remember(emptyMemory('shop'));
  remember(emptyMemory('forum'));
  remember({ ...emptyMemory('shop'), primary });
  expect(remembered().sort((x, y) => (x.cluster < y.cluster ? -1 : 1))).toEqual([
    emptyMemory('forum'),
    { ...emptyMemory('shop'), primary },
  ]);
});

test('the table is made once and kept', () => {
  admin.exec('DELETE FROM disk.proxysql_failover_state');
  remember(emptyMemory('shop'));
  admin.exec(CREATE_STATE_TABLE);
  expect(remembered()).toHaveLength(1);
});

test('a person finds times and the primary in plain columns', () => {
  admin.exec('DELETE FROM disk.proxysql_failover_state');
  remember({
    ...emptyMemory('shop'),
    primary: { host: 'db1', port: 3306, serverUuid: 'u-1' },
    condition: { diagnosis: 'b lags', since: AT, lastSaid: AT + 60_000 },
  });
  expect(admin.all('SELECT * FROM disk.proxysql_failover_state')).toMatchObject([
    {
      cluster: 'shop',
      updated_at: '2030-01-02T03:04:05.000Z',
      primary_server: 'db1:3306',
      diagnosis: 'b lags',
      diagnosis_since: '2030-01-02T03:04:05.000Z',
      unfinished_recovery: null,
    },
  ]);
});

test('what an earlier one did not know gets its empty value', () => {
  const row = { cluster: 'shop', memory: '{"cluster":"shop","primary":null}' };
  expect(parseMemory(row)).toEqual(emptyMemory('shop'));
  const failedPrimary = { serverUuid: null, endpoints: [{ host: 'a', port: 3306 }] };
  const begun = {
    id: 'shop-1',
    startedAt: AT,
    diagnosis: 'deadPrimary',
    failedPrimary,
    rowsBefore: [],
    promoting: null,
  };
  const former = { ...failedPrimary, why: 'formerPrimary', triedAt: null };
  const older = {
    recovery: begun,
    semiSync: { waitForReplicaCount: 2 },
    setAside: [former],
    troubledReaders: [{ serverUuid: 'b', since: AT }],
  };
  expect(parseMemory({ cluster: 'shop', memory: JSON.stringify(older) })).toEqual({
    ...emptyMemory('shop'),
    recovery: {
      ...begun,
      takesWrites: false,
      isOrdered: false,
      downAtUptime: null,
      isUntold: false,
      received: '',
      passedOver: [],
      stillApplying: [],
      unstoppable: [],
      semiSyncBefore: [],
      loss: null,
      isPlannedChange: false,
    },
    semiSync: { waitForReplicaCount: 2, timeoutMs: 0, waitsWithoutReplicas: false, isActive: true, unknownReplicas: 0 },
    setAside: [{ ...former, asideAtUptime: null }],
    troubledReaders: [{ serverUuid: 'b', since: AT, endedAt: null }],
  });
});

const REFUSAL = /^disk\.proxysql_failover_state: the memory of cluster 'shop' cannot be read; delete its row/;

test.each([
  ...['{', '', null, '[]', 'null', '3'],
  ...['{"servers":null}', '{"servers":[1,null]}', '{"servers":[{"host":"a","port":"3306","serverUuid":"x"}]}'],
  ...['{"primary":{"host":"a","port":3306}}', '{"primary":{"host":"a","port":70000,"serverUuid":"x"}}'],
  ...['{"setAside":{}}', '{"setAside":[{"why":"lags"}]}', '{"halted":[{}]}', '{"asked":[{"serverUuid":"b"}]}'],
  ...['{"recovery":{}}', '{"condition":{"diagnosis":"","since":1e99,"lastSaid":0}}', '{"finished":["shop-1"]}'],
  '{"receiverSettings":{"heartbeatSeconds":1,"connectRetrySeconds":1,"retryCount":9,"tls":{"SOURCE_SSL_CA":null}}}',
  ...['{"receiverSettings":{}}', '{"semiSync":[]}', '{"semiSyncToRestore":{}}', '{"troubledReaders":[null]}'],
])('a memory that somebody edited into nonsense is refused, with what to do: %s', (memory) => {
  expect(() => parseMemory({ cluster: 'shop', memory })).toThrow(REFUSAL);
});

test('a cluster that a person renamed in the table goes by its new name', () => {
  const memory = JSON.stringify({ ...emptyMemory('shop'), primary: { host: 'a', port: 3306, serverUuid: 'x' } });
  expect(parseMemory({ cluster: 'store', memory })).toMatchObject({ cluster: 'store', primary: { host: 'a' } });
});
