/** Whatever a person makes of the JSON: it is refused with what to do, or every part of the program can work with it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  aside,
  dead,
  formerly,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  SHOP,
  THREE,
  UP,
  uuid,
  WAITING,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { Unanswered } from '../mysql/session.ts';
import { decide } from '../plan/decide.ts';
import { rememberHealthy } from '../record/record.ts';
import { lookAtCluster } from './cluster.ts';
import { acknowledging, unacknowledged, withFinished } from './finished-recoveries.ts';
import { type ClusterMemory, emptyMemory, parseMemory, replaceMemory } from './memory.ts';
import type { Observation } from './observation.ts';

/** Everything that can be remembered of a cluster, at once. */
const FULL: ClusterMemory = {
  ...emptyMemory('shop'),
  ...THREE,
  primaryStartedAt: AT - 1_000_000_000,
  lastSeen: { serverUuid: uuid('a'), at: AT - 9000, heldAtUptime: UP - 9000, gtidExecuted: `${uuid('a')}:1-5` },
  semiSync: WAITING,
  semiSyncToRestore: {
    waitForReplicaCount: 2,
    left: { serverUuid: uuid('a'), sourceEnabled: true, waitForReplicaCount: 1 },
  },
  condition: { diagnosis: 'b:3306 lags', since: AT - 9000, lastSaid: AT - 9000 },
  halted: [uuid('b')],
  haltedAppliers: [uuid('b')],
  asked: [{ serverUuid: uuid('b'), at: AT - 9000, receiverThread: 47 }],
  givenUp: [uuid('e')],
  setAside: [
    formerly('d', { asideAtUptime: UP - 60_000, triedAt: AT - 60_000 }),
    aside('c', { why: 'catchesUp', mustHave: `${uuid('a')}:1-5`, wellSince: AT - 9000 }),
  ],
  troubledReaders: [{ serverUuid: uuid('b'), since: AT - 9000, endedAt: AT - 8000 }],
  readsOnPrimary: true,
  strangers: [uuid('f')],
  receiverSettings: { heartbeatSeconds: 1, connectRetrySeconds: 1, retryCount: 9, tls: { SOURCE_SSL: '1' } },
  finished: [{ id: 'shop-1', endedAt: AT - 9000, oldPrimary: 'd:3306', newPrimary: 'a:3306', acknowledgedAt: null }],
};
const RECOVERING: ClusterMemory = {
  ...FULL,
  recovery: aRecovery({
    promoting: known('b'),
    passedOver: [uuid('c')],
    stillApplying: [uuid('c')],
    unstoppable: [{ serverUuid: uuid('c'), at: AT - 9000 }],
    semiSyncBefore: [{ serverUuid: uuid('b'), sourceEnabled: true }],
    loss: 'nothing',
  }),
};

const ROWS = [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c'), row(QUARANTINE, 'd')];
const REPLACED = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(QUARANTINE, 'd')];
const LAST_SEEN = { serverUuid: uuid('a'), at: AT - 5000, heldAtUptime: UP - 5000, gtidExecuted: `${uuid('a')}:1-101` };
const SCENES: readonly Observation[] = [
  anObservation({ servers: [primary('a'), replica('b'), replica('c'), lonely('d')], rows: ROWS }),
  anObservation({ servers: [dead('a'), orphan('b'), orphan('c'), lonely('d')], rows: ROWS, lastSeen: LAST_SEEN }),
  anObservation({ servers: [primary('a'), primary('b'), replica('c', { of: 'b' }), dead('d')], rows: ROWS }),
  anObservation({ servers: [lonely('a'), primary('b'), replica('c', { of: 'b' })], rows: REPLACED }),
  anObservation({ servers: [dead('a'), lonely('b'), orphan('c')], rows: REPLACED, lastSeen: LAST_SEEN }),
];

/** A run with this memory, but for the statements. */
async function workWith(json: string): Promise<void> {
  const row = { cluster: SHOP.name, memory: json };
  const memory = parseMemory(row);
  const proxysql = {
    memoryRows: ROWS,
    runtimeRows: ROWS,
    diskRows: [],
    replicationHostgroups: [],
    hasPeers: false,
    memories: new Map([[SHOP.name, row]]),
    lastSeen: new Map(),
  };
  const open = () => Promise.reject(new Unanswered('refused', 'connect ECONNREFUSED'));
  const timeouts = { connectTimeoutMs: 10, readTimeoutMs: 10 };
  const silence = await lookAtCluster(SHOP, proxysql, open, timeouts, { at: AT, hostUptime: UP }, []);
  for (const observation of [silence, ...SCENES.map((scene) => ({ ...scene, memory }))]) {
    const diagnosis = diagnose(observation, CONFIG);
    decide(observation, diagnosis, CONFIG);
    replaceMemory(rememberHealthy(observation, diagnosis, CONFIG), AT);
  }
  const ended = memory.recovery === null ? memory : withFinished(memory, memory.recovery, AT);
  for (const { endedAt } of unacknowledged(ended.finished)) new Date(endedAt).toISOString();
  replaceMemory(acknowledging(ended, AT), AT);
}

/** What became of it, in a word. */
async function outcomeOf(memory: unknown): Promise<string> {
  try {
    await workWith(JSON.stringify(memory) ?? '');
    return 'fine';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const REFUSED =
  "disk.proxysql_failover_state: the memory of cluster 'shop' cannot be read; delete its row, and the next run starts from what it sees";

type Path = readonly string[];

function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]))];
}

/** Where `part` is undefined, what was there is taken out, or null in a list. */
function withPart(value: unknown, [key, ...path]: Path, part: unknown): unknown {
  if (key === undefined) return part;
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === key ? withPart(one, path, part) : one));
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? withPart(one, path, part) : one]));
}

const SIMPLE_JUNK = [undefined, null, '', 'x', -1, 1.5, 1e300, true, [], {}, [null], [1], [[]], [{}]];

const places = [FULL, RECOVERING].flatMap((memory) => pathsIn(memory).map((path) => ({ memory, path })));

test('the memories that parts are taken from are fine themselves', async () => {
  expect(await outcomeOf(FULL)).toBe('fine');
  expect(await outcomeOf(RECOVERING)).toBe('fine');
});

test('junk at every place', async () => {
  for (const { memory, path } of places) {
    for (const junk of SIMPLE_JUNK) {
      const outcome = await outcomeOf(withPart(memory, path, junk));
      expect([`${path.join('.')} = ${JSON.stringify(junk)}`, outcome]).toEqual([
        expect.anything(),
        expect.toBeOneOf(['fine', REFUSED]),
      ]);
    }
  }
});

test('random junk at random places', async () => {
  const place = fc.constantFrom(...places);
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(FULL, ...Object.values(RECOVERING)));
  await fc.assert(
    fc.asyncProperty(place, junk, place, junk, async ({ memory, path }, one, other, two) => {
      const edited = withPart(withPart(memory, path, one), other.path, two);
      expect(['fine', REFUSED]).toContain(await outcomeOf(edited));
    }),
    { numRuns: 1000 },
  );
});
