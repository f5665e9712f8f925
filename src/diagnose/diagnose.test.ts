import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  aside,
  at,
  channelTo,
  dead,
  formerly,
  GAVE_UP,
  gtids,
  HALTED,
  KEPT_OUT,
  known,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  QUARANTINE,
  QUARANTINED,
  READER,
  type ReplicaStory,
  replica,
  row,
  SEMI_SYNC,
  type ServerStory,
  SUCCESSION,
  THREE,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { randomObservation } from '../../test/observations/random.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import type { NoAnswerReason } from '../mysql/session.ts';
import type { ClusterMemory, UnfinishedRecovery } from '../observe/memory.ts';
import type { Channel, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { rememberHealthy } from '../record/record.ts';
import { CONDITIONS, diagnose } from './diagnose.ts';
import type { Action, DiagnosisName } from './diagnosis.ts';
import { follows, nameOf } from './topology.ts';

/** What MySQL does with a replica that has more of the source's own than the source. */
const REFUSED = { receiver: 'stopped', receiverErrno: 13_114 } as const;
const READ_ONLY = { readOnly: true, superReadOnly: true } as const;
const WAITING = {
  naming: 'source',
  replicaNaming: 'replica',
  sourceEnabled: true,
  sourceActive: true,
  replicaEnabled: true,
  ...SEMI_SYNC,
  clients: 0,
  waitingSessions: 3,
} as const;

/** b took the place of a, which is in quarantine. */
function succession(a: ObservedServer, b: ServerStory = {}): Observation {
  return anObservation({
    servers: [a, primary('b', b), replica('c', { of: 'b' })],
    rows: SUCCESSION,
    memory: { setAside: [formerly('a')] },
  });
}

/** A primary that came back with less than its replicas have, or that a person keeps out, is replaced although it answers. */
const REPLACED_THOUGH_BACK: readonly DiagnosisName[] = ['primaryReturnedWithLess', 'primaryReturnedKeptOut'];

function named(observation: Observation): DiagnosisName {
  return diagnose(observation, LIMITS).name;
}

/** The diagnosis where an earlier run has chosen b in place of a, and did not come to its end. */
function whilePromotingB(servers: readonly ObservedServer[], more: Partial<ObservationStory> = {}): DiagnosisName {
  const memory = { recovery: aRecovery({ promoting: known('b') }) };
  return named(anObservation({ servers, rows: QUARANTINED, memory, ...more }));
}

test.each([
  ['writable is fenced', primary('a'), 'formerPrimaryReturned'],
  ['read-only waits for a person', lonely('a'), 'serverInQuarantine'],
  [
    'with transactions of its own is not told to follow',
    lonely('a', { gtidExecuted: gtids('a:1-101') }),
    'formerPrimaryDiverged',
  ],
] as const)('where autoRejoin is false, a former primary that comes back %s', (_, a, name) => {
  expect(diagnose(succession(a), { ...LIMITS, autoRejoin: false }).name).toBe(name);
});

test('a former primary that is back before the one that took its place died with what came since: it is nobody to promote', () => {
  const memory = { primary: known('b'), servers: ['a', 'b'].map(known), setAside: [formerly('a')] };
  const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b')];
  expect(named(anObservation({ servers: [lonely('a'), dead('b')], rows, memory }))).toBe('deadPrimaryWithoutReplicas');
});

test('after writersUndecided both are named until a person has decided', () => {
  const servers = [primary('a'), primary('b', { gtidExecuted: gtids('a:1-100,b:1-5') })];
  const memory = { primary: known('a'), servers: ['a', 'b'].map(known) };
  const before = anObservation({ servers, rows: [row(WRITER, 'a'), row(WRITER, 'b')], memory });
  expect(named(before)).toBe('writersUndecided');
  const after = anObservation({ servers, rows: [row(QUARANTINE, 'a'), row(QUARANTINE, 'b')], memory });
  expect(diagnose(after, LIMITS)).toMatchObject({
    name: 'moreThanOneWritable',
    says: 'more than one server is writable: a:3306, b:3306',
  });
});

describe('each row of the table', () => {
  const tested = new Set<string>();
  const rowOfTable = (
    name: DiagnosisName,
    action: Action['kind'],
    story: string,
    observation: Observation,
    says: RegExp,
  ) => {
    tested.add(name);
    test(`${name}: ${story}`, () => {
      const diagnosis = diagnose(observation, LIMITS);
      expect(diagnosis).toMatchObject({ name, action: { kind: action } });
      expect(`${diagnosis.says}\n${diagnosis.evidence.join('\n')}`).toMatch(says);
      if (action === 'none' && name !== 'healthy') expect(diagnosis.advice).not.toBe('');
    });
  };
  afterAll(() => {
    expect([...tested].sort(), 'conditions that have a test').toEqual(CONDITIONS.map(({ name }) => name).sort());
  });

  rowOfTable(
    'rowsLost',
    'restoreRows',
    'ProxySQL was killed while it saved, and has started with an empty table',
    anObservation({ servers: [dead('a'), orphan('b'), orphan('c')], rows: [], memory: { recovery: aRecovery() } }),
    /^ProxySQL has come back without a server of shop.*\nfailover shop-.* is not finished/,
  );
  rowOfTable('noServers', 'none', 'the hostgroups are empty', anObservation({ servers: [] }), /hostgroups 10 and 20/);

  rowOfTable(
    'hostgroupsContradict',
    'none',
    'ProxySQL pairs the writer hostgroup with another reader hostgroup',
    anObservation({
      servers: [primary('a'), replica('b')],
      replicationHostgroups: [{ writerHostgroup: WRITER, readerHostgroup: 30, comment: '' }],
    }),
    /has \(10, 30\), the cluster has \(10, 20\)/,
  );
  rowOfTable(
    'hostgroupsContradict',
    'none',
    'the quarantine hostgroup is a reader hostgroup in ProxySQL: the monitor would bring the server back',
    anObservation({
      servers: [primary('a'), replica('b')],
      replicationHostgroups: [
        { writerHostgroup: WRITER, readerHostgroup: READER, comment: '' },
        { writerHostgroup: 90, readerHostgroup: QUARANTINE, comment: '' },
      ],
    }),
    /9010 is meant for quarantine/,
  );

  rowOfTable(
    'unfinishedPromotion',
    'finishPromotion',
    'the server an earlier run chose is writable already',
    anObservation({
      servers: [dead('a'), primary('b'), orphan('c')],
      rows: QUARANTINED,
      memory: { recovery: aRecovery({ promoting: known('b') }) },
    }),
    /promoted b:3306 .*\n.*is not finished/,
  );
  rowOfTable(
    'unfinishedPromotion',
    'finishPromotion',
    'the server an earlier run chose is writable and has not forgotten its source yet',
    anObservation({
      servers: [dead('a'), replica('b', { readOnly: false, channel: HALTED }), orphan('c')],
      rows: QUARANTINED,
      memory: { halted: [uuid('b')], recovery: aRecovery({ promoting: known('b') }) },
    }),
    /promoted b:3306/,
  );

  rowOfTable(
    'primaryMovedElsewhere',
    'follow',
    'another host has failed over, the old primary is still dead',
    anObservation({ servers: [dead('a'), primary('b'), replica('c', { of: 'b' })], memory: THREE }),
    /another host or a person has made b:3306 the primary in place of a:3306\n.*\n2 of 2 servers are it or connected to it/,
  );
  rowOfTable(
    'primaryMovedElsewhere',
    'follow',
    'another host has failed over, the old primary is back, read-only',
    anObservation({
      servers: [lonely('a', { readOnly: true }), primary('b'), replica('c', { of: 'b' })],
      memory: THREE,
    }),
    /which this ProxySQL has as the primary: read-only/,
  );
  rowOfTable(
    'primaryMovedElsewhere',
    'follow',
    'the monitor has made the new one a writer at runtime, memory still has the old one',
    anObservation({
      servers: [dead('a'), primary('b'), replica('c', { of: 'b' })],
      runtime: [row(READER, 'a'), row(WRITER, 'b'), row(READER, 'c')],
      memory: THREE,
    }),
    /in place of a:3306/,
  );
  rowOfTable(
    'primaryMovedElsewhere',
    'follow',
    'an earlier run here had begun with another server',
    anObservation({
      servers: [dead('a'), primary('b'), replica('c', { of: 'b' })],
      rows: QUARANTINED,
      memory: { ...THREE, recovery: aRecovery({ promoting: known('c') }) },
    }),
    /another host or a person has made b:3306/,
  );

  rowOfTable(
    'primaryMayHaveMoved',
    'none',
    'the primary is dead here, and a replica is connected to a server that follows nobody and restarted read-only',
    anObservation({
      servers: [dead('a'), lonely('b', { readOnly: true }), replica('c', { of: 'b' }), orphan('d')],
      memory: THREE,
    }),
    /b:3306 may be the primary by now, in place of a:3306/,
  );
  rowOfTable(
    'primaryMayHaveMoved',
    'none',
    'the same, and this host cannot reach that server',
    anObservation({ servers: [dead('a'), dead('b'), replica('c', { of: 'b' }), orphan('d')], memory: THREE }),
    /b:3306 does not answer .*, followed by c:3306/,
  );
  rowOfTable(
    'primaryMayHaveMoved',
    'none',
    'a server that follows nobody has transactions that no replica of the dead primary has',
    anObservation({
      servers: [dead('a'), lonely('b', { readOnly: true, gtidExecuted: gtids('a:1-10,b:1-3') }), orphan('c')],
      memory: THREE,
    }),
    /b:3306: read_only is ON, follows no server/,
  );
  rowOfTable(
    'primaryMayHaveMoved',
    'none',
    'the primary is back in the middle of a failover, and a server follows it no longer',
    anObservation({
      servers: [primary('a'), lonely('b', { readOnly: true })],
      rows: [row(QUARANTINE, 'a'), row(READER, 'b')],
      memory: { recovery: aRecovery() },
    }),
    /b:3306 may be the primary by now/,
  );

  rowOfTable(
    'promotedServerLost',
    'none',
    'the promoted server is in the writer hostgroup and answers no more',
    anObservation({
      servers: [dead('a'), dead('b'), orphan('c')],
      rows: SUCCESSION,
      memory: { recovery: aRecovery({ promoting: known('b') }) },
    }),
    /b:3306 was being promoted and no longer answers/,
  );

  rowOfTable(
    'primaryReturned',
    'takePrimaryBack',
    'the primary answers before another server took its place',
    anObservation({
      servers: [primary('a'), replica('b'), replica('c')],
      rows: QUARANTINED,
      memory: { recovery: aRecovery() },
    }),
    /a:3306 answers again/,
  );

  rowOfTable(
    'primaryReturnedWithLess',
    'failOver',
    'the primary answers again without a transaction that a replica received from it',
    anObservation({
      servers: [
        primary('a', { gtidExecuted: gtids('a:1-9') }),
        replica('b', { gtidExecuted: gtids('a:1-10'), channel: { receiver: 'stopped' } }),
        replica('c', { gtidExecuted: gtids('a:1-9'), channel: { receiver: 'stopped' } }),
      ],
      rows: QUARANTINED,
      memory: { recovery: aRecovery() },
    }),
    /a:3306 answers again, and lacks what a replica has received/,
  );

  rowOfTable(
    'givenUpServerWritable',
    'fence',
    'a server that froze in the middle of its promotion thaws and takes writes',
    anObservation({ servers: [primary('a'), primary('b'), replica('c')], memory: { givenUp: [uuid('b')] } }),
    /b:3306 was given up .* writable after all/,
  );

  rowOfTable(
    'primaryReturnedDiverged',
    'none',
    'the primary answers again, and both sides have transactions that the other lacks',
    anObservation({
      servers: [
        primary('a', { gtidExecuted: gtids('a:1-9:11') }),
        replica('b', { gtidExecuted: gtids('a:1-10'), channel: { receiver: 'stopped' } }),
      ],
      rows: QUARANTINED,
      memory: { recovery: aRecovery() },
    }),
    /only the replicas have .*:10\n.*only the primary has .*:11/,
  );

  rowOfTable(
    'primaryReturnedKeptOut',
    'failOver',
    'the primary answers again, and a person has told it in quarantine to stay out',
    anObservation({
      servers: [primary('a', { gtidExecuted: gtids('a:1-101') }), replica('b'), replica('c')],
      rows: KEPT_OUT,
      memory: { recovery: aRecovery() },
    }),
    /a:3306 answers again, and a person keeps it in quarantine\n.*\n.*only the primary has .*:101/s,
  );

  rowOfTable(
    'unsupportedPrimary',
    'none',
    'a MariaDB is where the primary was, and a replica takes writes',
    anObservation({
      servers: [primary('a', { unsupported: 'MariaDB 11.4', serverUuid: '' }), lonely('b', { readOnly: false })],
      memory: THREE,
    }),
    /the primary a:3306 is not a server .*\na:3306: MariaDB 11.4/,
  );

  rowOfTable(
    'unsupportedServer',
    'none',
    'one of the servers is a MariaDB',
    anObservation({ servers: [primary('a'), replica('b'), lonely('c', { unsupported: 'MariaDB 11.4' })] }),
    /c:3306: not a server .*\nc:3306: MariaDB 11.4/,
  );

  rowOfTable(
    'moreThanOneWritable',
    'none',
    'the primary is dead and a replica takes writes',
    anObservation({ servers: [dead('a'), orphan('b', { readOnly: false }), orphan('c')] }),
    /b:3306 is writable, and a:3306, the primary by all else, does not answer/,
  );
  rowOfTable(
    'moreThanOneWritable',
    'none',
    'a person has made the primary read-only and a replica writable',
    anObservation({ servers: [lonely('a'), replica('b', { readOnly: false }), replica('c')], memory: THREE }),
    /b:3306 is writable, and a:3306, the primary by all else, is read-only/,
  );
  rowOfTable(
    'moreThanOneWritable',
    'none',
    'of two writers that an earlier run has taken out, as nothing told which is the primary, another host has made one read-only',
    anObservation({
      servers: [lonely('a'), primary('b'), replica('c', { of: 'b' }), replica('d')],
      rows: [row(QUARANTINE, 'a'), row(QUARANTINE, 'b'), row(READER, 'c'), row(READER, 'd')],
      memory: { primary: known('a') },
    }),
    /b:3306 is writable, and a:3306, the primary by all else, is read-only/,
  );

  const empty: ServerStory = { knownAs: [at('a')], gtidExecuted: gtids('f:1-3') };
  const stillThere = ['b', 'c'].map((name) => replica(name, { channel: { sourceUuid: uuid('f'), source: at('a') } }));
  rowOfTable(
    'anotherServerAtPrimary',
    'none',
    'the primary comes back with an empty data directory, and with it another server_uuid',
    anObservation({ servers: [primary('f', empty), ...stillThere], memory: THREE }),
    new RegExp(`has the server_uuid ${uuid('f')}, the primary had ${uuid('a')}`),
  );
  rowOfTable(
    'anotherServerAtPrimary',
    'none',
    'also where it is read-only',
    anObservation({ servers: [lonely('f', empty), ...stillThere], memory: THREE }),
    /it lacks what the replicas of that one have/,
  );

  const REFUSED = {
    receiver: 'stopped',
    receiverErrno: 13_114,
    receiverError: 'more GTIDs than the source has',
  } as const;
  const cutBack = (a: ObservedServer) =>
    anObservation({
      servers: [a, replica('b', { channel: REFUSED }), replica('c', { channel: REFUSED })],
      memory: { ...THREE, primaryStartedAt: AT - 1_000_000_000 },
      lastSeen: { serverUuid: uuid('a'), at: AT - 1000, heldAtUptime: UP - 1000, gtidExecuted: `${uuid('a')}:1-100` },
    });
  rowOfTable(
    'primaryReturnedWithLess',
    'failOver',
    'it was restarted from a snapshot before any run saw it dead',
    cutBack(primary('a', { gtidExecuted: gtids('a:1-60'), uptimeSeconds: 3 })),
    /only the replicas have .*:61-100/,
  );
  rowOfTable(
    'primaryReturnedWithLess',
    'failOver',
    'the same, and it is read-only',
    cutBack(lonely('a', { gtidExecuted: gtids('a:1-60'), uptimeSeconds: 3 })),
    /only the replicas have .*:61-100/,
  );
  rowOfTable(
    'primaryReturnedDiverged',
    'none',
    'it was restarted from a snapshot, and has been written on since',
    cutBack(primary('a', { gtidExecuted: gtids('a:1-60,f:1'), uptimeSeconds: 3 })),
    /only the primary has .*f.*:1/,
  );

  rowOfTable(
    'intruderWritable',
    'fence',
    'a replica takes writes too',
    anObservation({ servers: [primary('a'), replica('b', { readOnly: false })] }),
    /b:3306 takes writes, and a:3306 is the primary/,
  );

  rowOfTable(
    'writersUndecided',
    'withdrawWriters',
    'two servers that nobody recorded take writes, each has a replica, and ProxySQL sends writes to both',
    anObservation({
      servers: [primary('a'), primary('b'), replica('c'), replica('d', { of: 'b' })],
      rows: [row(WRITER, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')],
    }),
    /ProxySQL sends writes to a:3306 and b:3306/,
  );

  rowOfTable(
    'primaryRestartedReadOnly',
    'makePrimaryWritable',
    'it was seen writable, was restarted since, and its replicas have nothing that it lacks',
    anObservation({
      servers: [primary('a', { ...READ_ONLY, uptimeSeconds: 2 }), replica('b'), replica('c')],
      memory: { primary: known('a'), primaryStartedAt: AT - 3_600_000 },
    }),
    /a:3306 was restarted and came back read-only/,
  );

  rowOfTable(
    'noPrimaryKnown',
    'none',
    'all are read-only and follow nobody',
    anObservation({ servers: [lonely('b'), lonely('c')] }),
    /no primary.*\nb:3306: read_only is ON, follows no server/,
  );

  rowOfTable(
    'primaryReadOnly',
    'none',
    'the server that all follow is read-only',
    anObservation({ servers: [lonely('a'), replica('b'), replica('c')] }),
    /primary a:3306 is read-only/,
  );

  rowOfTable(
    'receiverGaveUp',
    'repointStrays',
    'the primary was away for longer than a receiver looked for it',
    anObservation({ servers: [primary('a'), replica('b', { channel: GAVE_UP }), replica('c')] }),
    /^b:3306 has given up looking for the primary a:3306, which answers\n/,
  );

  rowOfTable(
    'strayReplicas',
    'repointStrays',
    'a replica missed the failover and follows the quarantined server',
    anObservation({
      servers: [dead('a'), primary('b'), orphan('c'), replica('d', { of: 'b' })],
      rows: [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')],
    }),
    /^c:3306 was left behind by a failover\n(.|\n)*replica c:3306: receiver connecting/,
  );
  rowOfTable(
    'strayReplicas',
    'repointStrays',
    'a multi-source replica missed it: what it has of another cluster is no reason to leave it there',
    anObservation({
      servers: [
        lonely('a'),
        primary('b'),
        lonely('c', {
          gtidExecuted: gtids('a:1-100,f:1-9'),
          channels: [channelTo('a', { name: 'shop' }), channelTo('f', { name: 'other', retrieved: gtids('f:1-9') })],
        }),
        replica('d', { of: 'b' }),
      ],
      rows: [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')],
    }),
    /^c:3306 was left behind by a failover/,
  );
  rowOfTable(
    'strayReplicas',
    'repointStrays',
    'a replica that an earlier run stopped follows the right server and stands still',
    anObservation({
      servers: [dead('a'), primary('b'), replica('c', { of: 'b', channel: HALTED }), replica('d', { of: 'b' })],
      rows: [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')],
      memory: { halted: [uuid('c')] },
    }),
    /^c:3306 was left behind by a failover\n(.|\n)*replica c:3306: receiver stopped, applier stopped/,
  );

  rowOfTable(
    'primaryNotInWriterHostgroup',
    'none',
    'ProxySQL has the primary among the readers only',
    anObservation({ servers: [primary('a'), replica('b')], rows: [row(READER, 'a'), row(READER, 'b')] }),
    /a:3306 is not in writer hostgroup 10/,
  );

  const unloaded = { rows: [row(WRITER, 'a'), row(READER, 'b')], runtime: [row(READER, 'a'), row(READER, 'b')] };
  rowOfTable(
    'primaryNotWriterAtRuntime',
    'none',
    'it is a writer in memory, and nobody has loaded that',
    anObservation({ servers: [primary('a'), replica('b')], ...unloaded }),
    /a:3306 is a writer in memory and not at runtime/,
  );
  rowOfTable(
    'primaryNotWriterAtRuntime',
    'none',
    'ProxySQL’s monitor has made it a reader, and has left it there',
    anObservation({
      servers: [primary('a'), replica('b')],
      ...unloaded,
      replicationHostgroups: [{ writerHostgroup: WRITER, readerHostgroup: READER, comment: '' }],
      memory: { writersAmissSince: AT - 5000 },
    }),
    /ProxySQL sends it no writes/,
  );

  rowOfTable(
    'readOnlyWriter',
    'none',
    'a replica stands in the writer hostgroup beside the primary',
    anObservation({ servers: [primary('a'), replica('b')], rows: [row(WRITER, 'a'), row(WRITER, 'b')] }),
    /^b:3306 takes no writes and is in writer hostgroup 10/,
  );

  rowOfTable(
    'semiSyncToRestore',
    'restoreSemiSync',
    'a failover has turned semi-sync off, and the replica that confirms is back',
    anObservation({
      servers: [
        primary('a', { semiSync: { ...WAITING, sourceEnabled: false, waitingSessions: 0, clients: 1 } }),
        replica('b', { semiSync: { ...WAITING, sourceEnabled: false, waitingSessions: 0 } }),
      ],
      memory: {
        semiSyncToRestore: {
          waitForReplicaCount: 1,
          left: { serverUuid: uuid('a'), sourceEnabled: false, waitForReplicaCount: 1 },
        },
      },
    }),
    /^a:3306 waits for fewer replicas \(semi-sync\) than the primary before it/,
  );

  rowOfTable(
    'writesWaitForReplicas',
    'none',
    'commits wait, and the replica that would confirm is gone',
    anObservation({ servers: [primary('a', { semiSync: WAITING }), dead('b')] }),
    /^writes on the primary a:3306 wait (.|\n)*3 commits on a:3306 waiting \(semi-sync\): 0 connected that confirm, 1 needed/,
  );

  rowOfTable(
    'primaryWithoutReplicas',
    'none',
    'the primary is the only server',
    anObservation({ servers: [primary('a')] }),
    /a:3306 is writable and has no replica/,
  );

  rowOfTable(
    'replicaBroken',
    'none',
    'an applier stopped with an error',
    anObservation({
      servers: [primary('a'), replica('b', { channel: { applier: 'stopped', applierError: 'Duplicate entry' } })],
    }),
    /b:3306 does not replicate\n.*applier is stopped: Duplicate entry/,
  );

  rowOfTable(
    'replicaBroken',
    'none',
    'a replica that does not let this program in may replicate all the same, one that is down does not',
    anObservation({
      servers: [
        primary('a'),
        dead('b', { reason: 'accessDenied', message: 'access denied' }),
        dead('c'),
        replica('d', { channel: { applier: 'stopped' } }),
        dead('e', { reason: 'timedOut', message: 'no answer within 750 ms' }),
      ],
    }),
    /c:3306, d:3306 does not replicate; b:3306, e:3306 cannot be looked at\nb:3306: access denied/,
  );

  rowOfTable(
    'replicaLagging',
    'none',
    'a replica is further behind than the limit',
    anObservation({ servers: [primary('a'), replica('b', { channel: { lagSeconds: 11 } })] }),
    /b:3306 lags\n.*11 s behind/,
  );
  rowOfTable(
    'errantTransactions',
    'none',
    'somebody wrote on a replica',
    anObservation({ servers: [primary('a'), replica('b', { gtidExecuted: gtids('a:1-100,b:1-2') })] }),
    /^b:3306 has transactions that the primary a:3306 never had\nb:3306: 2 transactions that the primary lacks: b{8}-.*:1-2/,
  );

  rowOfTable(
    'formerPrimaryReturned',
    'rejoin',
    'the old primary came back writable: it is fenced before anything else',
    succession(primary('a', { gtidExecuted: gtids('a:1-101') })),
    /a:3306 was the primary, .*\na:3306: read_only is OFF, 1 transaction that the primary lacks: a{8}-.*:101/,
  );
  rowOfTable(
    'formerPrimaryReturned',
    'rejoin',
    'the old primary came back read-only with nothing of its own',
    succession(lonely('a')),
    /answers again\na:3306: read_only is ON, it has nothing that the primary lacks/,
  );
  rowOfTable(
    'formerPrimaryWritable',
    'fence',
    'the old primary has just come back writable, and the new one is dead: nothing may be written past ProxySQL',
    anObservation({
      servers: [primary('a', { uptimeSeconds: 3 }), dead('b'), orphan('c', { of: 'b' })],
      rows: SUCCESSION,
      memory: { primary: known('b'), servers: ['a', 'b', 'c'].map(known), setAside: [formerly('a')] },
    }),
    /^a:3306 was the primary before b:3306, which does not answer/,
  );
  rowOfTable(
    'formerPrimaryWritable',
    'fence',
    'it has thawed meanwhile, and takes writes as before',
    anObservation({
      servers: [primary('a', { promotedSecondsAgo: 3000 }), dead('b'), orphan('c', { of: 'b' })],
      rows: SUCCESSION,
      memory: { primary: known('b'), servers: ['a', 'b', 'c'].map(known), setAside: [formerly('a')] },
    }),
    /^a:3306 was the primary before b:3306, which does not answer, and takes writes\n/,
  );
  rowOfTable(
    'formerPrimaryDiverged',
    'none',
    'the old primary came back with transactions of its own',
    succession(lonely('a', { gtidExecuted: gtids('a:1-103') })),
    /b:3306 lacks\na:3306: read_only is ON, 3 transactions that the primary lacks: a{8}-.*:101-103/,
  );
  rowOfTable(
    'formerPrimaryCannotFollow',
    'none',
    'the new primary has purged what the old one lacks',
    succession(lonely('a'), { gtidExecuted: gtids('a:1-100,b:1-9'), gtidPurged: gtids('a:1-100,b:1-5') }),
    /cannot follow b:3306\na:3306: .*has purged 5 transactions that it lacks/,
  );
  rowOfTable(
    'readerInTrouble',
    'setReadersAside',
    'a reader has lagged for a while, and another one is well',
    anObservation({
      servers: [primary('a'), replica('b'), replica('c', { channel: { lagSeconds: 11 } })],
      memory: { troubledReaders: [{ serverUuid: uuid('c'), since: AT - 5000, endedAt: null }] },
    }),
    /^c:3306 serves reads and should not.*\nc:3306: it is 11 s behind/,
  );
  rowOfTable(
    'primaryReadsInVain',
    'endReadsOnPrimary',
    'the primary serves reads for want of another reader, and one is back',
    anObservation({
      servers: [primary('a'), replica('b')],
      rows: [row(WRITER, 'a'), row(READER, 'a'), row(READER, 'b')],
      memory: { readsOnPrimary: true },
    }),
    /^a:3306 serves reads as no other reader was left when it was promoted, and another one serves them again/,
  );
  rowOfTable(
    'readerRecovered',
    'readmitReaders',
    'a reader that was set aside has been well for a while',
    anObservation({
      servers: [primary('a'), replica('b'), replica('c')],
      rows: [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c')],
      memory: { setAside: [aside('c', { wellSince: AT - 5000 })] },
    }),
    /^c:3306 was set aside and can serve reads again/,
  );

  rowOfTable(
    'serverInQuarantine',
    'none',
    'a server waits there that somebody else put into it',
    anObservation({
      servers: [primary('a'), primary('b'), replica('c', { of: 'b' })],
      rows: SUCCESSION,
    }),
    /a:3306 is in quarantine and answers\na:3306: read_only is OFF/,
  );

  rowOfTable(
    'healthy',
    'none',
    'the primary is writable and all replicate',
    anObservation({ servers: [primary('a'), replica('b'), replica('c')] }),
    /a:3306 is writable, 2 replicas replicating/,
  );

  rowOfTable(
    'primaryRefusesThisHost',
    'none',
    'the primary says that our password is wrong',
    anObservation({ servers: [dead('a', { reason: 'accessDenied' }), replica('b')] }),
    /a:3306 is alive/,
  );

  rowOfTable(
    'deadPrimaryAndReplicas',
    'none',
    'no server answers',
    anObservation({ servers: [dead('a'), dead('b'), dead('c')], memory: { primary: known('a') } }),
    /neither the primary a:3306 nor any/,
  );

  rowOfTable(
    'deadPrimaryWithoutReplicas',
    'none',
    'the only server does not answer',
    anObservation({ servers: [dead('a')] }),
    /no replica of it is known/,
  );

  rowOfTable(
    'suspectedDeadPrimary',
    'askReplicas',
    'this host cannot reach the primary, and a receiver that is connected has perhaps not noticed',
    anObservation({ servers: [dead('a'), orphan('b'), replica('c')] }),
    /cannot reach the primary a:3306, and c:3306 may not have noticed yet/,
  );

  rowOfTable(
    'unreachablePrimary',
    'none',
    'this host cannot reach the primary, one of its replicas can: it was asked',
    anObservation({
      servers: [dead('a'), orphan('b'), replica('c')],
      memory: { asked: asked('c') },
    }),
    /cannot reach the primary a:3306, its replicas can/,
  );

  rowOfTable(
    'deadPrimaryUnconfirmed',
    'none',
    'a person stopped the receivers: nobody can say whether the primary lives',
    anObservation({ servers: [dead('a'), replica('b', { channel: { receiver: 'stopped' } })] }),
    /their receivers are stopped/,
  );

  rowOfTable(
    'deadPrimaryAndSomeReplicas',
    'failOver',
    'a replica died with the primary, another says that it lost it',
    anObservation({ servers: [dead('a'), orphan('b'), dead('c', { reason: 'timedOut' })] }),
    /a:3306 is dead, and 1 other server with it(.|\n)*c:3306 does not answer \(timedOut\)/,
  );

  rowOfTable(
    'deadPrimary',
    'failOver',
    'nothing answers at the primary, and every replica lost it',
    anObservation({ servers: [dead('a'), orphan('b'), orphan('c')] }),
    /a:3306 is dead\n(.|\n)*does not answer \(refused\)/,
  );
});

function asked(name: string, when = AT, receiverThread: number | null = null): ClusterMemory['asked'] {
  return [{ serverUuid: uuid(name), at: when, receiverThread }];
}

describe('two witnesses', () => {
  const seenAs = (reason: NoAnswerReason) => named(anObservation({ servers: [dead('a', { reason }), orphan('b')] }));

  test.each<NoAnswerReason>(['refused', 'reset', 'timedOut', 'hostUnreachable', 'silent'])(
    'the primary gone (%s) and a replica that lost it: dead',
    (reason) => {
      expect(seenAs(reason)).toBe('deadPrimary');
    },
  );

  test.each<NoAnswerReason>(['accessDenied', 'tooManyConnections', 'serverError'])(
    'an error from the server (%s) is a sign of life, whatever the replicas say',
    (reason) => {
      expect(seenAs(reason)).toBe('primaryRefusesThisHost');
    },
  );

  test.each<NoAnswerReason>(['nameNotResolved', 'localError', 'notMysql'])(
    'this host cannot tell (%s): not dead',
    (reason) => {
      expect(seenAs(reason)).toBe('unreachablePrimary');
    },
  );

  test('one connected replica outweighs any number that lost the primary', () => {
    expect(named(anObservation({ servers: [dead('a'), orphan('b'), orphan('c'), replica('d')] }))).toBe(
      'suspectedDeadPrimary',
    );
  });

  test('a replica that ProxySQL does not know is a witness of life too', () => {
    const servers = [dead('a'), orphan('b'), replica('d')];
    expect(named(anObservation({ servers, rows: [row(WRITER, 'a'), row(READER, 'b')] }))).toBe('suspectedDeadPrimary');
  });

  test('a receiver that a person stopped is no witness', () => {
    const stopped = { channel: { receiver: 'stopped' } } as const;
    expect(named(anObservation({ servers: [dead('a'), replica('b', stopped), replica('c', stopped)] }))).toBe(
      'deadPrimaryUnconfirmed',
    );
  });

  describe('an error of a receiver', () => {
    const see = (channel: Partial<Channel>, story: Partial<ObservationStory> = {}, ...others: ObservedServer[]) =>
      diagnose(anObservation({ servers: [dead('a'), orphan('b', { channel }), ...others], ...story }), LIMITS);
    const GAVE_UP = { receiver: 'stopped' } as const;

    test.each([2002, 2003, 2005, 2006, 2013, 1053, 1158, 1159, 1160, 1161])(
      'of just now, by which it did not find the primary (%i), makes it a witness',
      (receiverErrno) => {
        expect(see({ receiverErrno, receiverErrorSecondsAgo: 4.9 }).name).toBe('deadPrimary');
        expect(see({ ...GAVE_UP, receiverErrno, receiverErrorSecondsAgo: 4.9 }).name).toBe('deadPrimary');
      },
    );

    test.each([1040, 1045, 1129, 3118, 13_114, 2012, 2026, 2059, 2061])(
      'of just now, by which the primary turned it away (%i), is proof that the primary lives',
      (receiverErrno) => {
        for (const channel of [{ receiverErrno }, { ...GAVE_UP, receiverErrno }]) {
          const { name, says } = see(channel, {}, orphan('c'));
          expect(name).toBe('unreachablePrimary');
          expect(says).toBe('this host cannot reach the primary a:3306, and it has just answered b:3306 with an error');
        }
      },
    );

    const inAnswer = (receiverErrno: number, memory: Partial<ClusterMemory> = {}) =>
      see({ ...GAVE_UP, receiverErrno, receiverErrorSecondsAgo: 2 }, { memory }, orphan('c')).name;

    test.each([13_122, 1595, 2004, 2008])('that is its own (%i) tells nothing of the primary: it is asked', (errno) => {
      expect(see({ ...GAVE_UP, receiverErrno: errno, receiverErrorSecondsAgo: 2 }).name).toBe('suspectedDeadPrimary');
      expect(inAnswer(errno)).toBe('deadPrimary');
    });

    test('that it could not write what came after it was asked (13122) is proof that something came', () => {
      expect(inAnswer(13_122, { asked: asked('b', AT - 3000) })).toBe('unreachablePrimary');
      expect(inAnswer(2004, { asked: asked('b', AT - 3000) })).toBe('deadPrimary');
    });

    test.each([2003, 1045, 2026, 13_114])('of before tells nothing: it is asked anew (%i)', (receiverErrno) => {
      for (const channel of [{ receiverErrno }, { ...GAVE_UP, receiverErrno }]) {
        const { name, action } = see({ ...channel, receiverErrorSecondsAgo: 5 });
        expect(name).toBe('suspectedDeadPrimary');
        expect(action).toMatchObject({ kind: 'askReplicas', suspects: [{ server: { endpoints: [at('b')] } }] });
      }
    });

    test('of before this host last saw the primary tells nothing', () => {
      const seen = (msAgo: number) => ({
        lastSeen: { serverUuid: uuid('a'), at: AT - msAgo, heldAtUptime: UP - msAgo, gtidExecuted: '' },
      });
      expect(see({ receiverErrorSecondsAgo: 2 }, seen(2500)).name).toBe('deadPrimary');
      expect(see({ receiverErrorSecondsAgo: 2 }, seen(1500)).name).toBe('suspectedDeadPrimary');
      // Its clock was put back.
      expect(see({ receiverErrorSecondsAgo: 2 }, seen(-1)).name).toBe('deadPrimary');
    });

    test('of before is left alone where another replica misses the primary now', () => {
      expect(see({ receiverErrorSecondsAgo: 3600 }, {}, orphan('c')).name).toBe('deadPrimary');
    });

    test('counts for a minute where it is the answer to a question', () => {
      const answered = (asked: number, erred: number) =>
        see(
          { receiverErrorSecondsAgo: erred },
          { memory: { asked: [{ serverUuid: uuid('b'), at: AT - asked * 1000, receiverThread: null }] } },
        );
      expect(answered(59, 58.5).name).toBe('deadPrimary');
      expect(answered(61, 58.5).name).toBe('suspectedDeadPrimary');
      // It was asked, and has not tried since.
      expect(answered(9, 3600).name).toBe('deadPrimaryUnconfirmed');
      expect(answered(11, 3600).name).toBe('suspectedDeadPrimary');
    });

    test('is not needed where its connection broke and it waits before it tries again', () => {
      const broke = { receiverErrno: 0, receiverError: '', receiverErrorSecondsAgo: null };
      expect(see(broke).name).toBe('suspectedDeadPrimary');
      expect(see(broke, { memory: { asked: asked('b', AT - 9000) } }).name).toBe('deadPrimaryUnconfirmed');
      expect(see(broke, {}, orphan('c')).name).toBe('deadPrimary');
    });

    test('that has not come yet is not said to be a person’s doing', () => {
      const { says } = see({ receiverErrorSecondsAgo: 3600 }, { memory: { asked: asked('b') } });
      expect(says).toMatch(/: none of their receivers has looked for it just now$/);
    });
  });

  test('an unfinished failover stopped the receivers itself: they still count', () => {
    const stopped = { channel: { receiver: 'stopped' } } as const;
    const servers = [dead('a'), replica('b', stopped), replica('c', stopped)];
    expect(named(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery() } }))).toBe('deadPrimary');
  });

  test('even then one replica that is connected to the primary stops the failover', () => {
    const servers = [dead('a'), replica('b', { channel: { receiver: 'stopped' } }), replica('c')];
    expect(named(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery() } }))).toBe(
      'suspectedDeadPrimary',
    );
  });

  test('a replica that is connected to the address of a primary with a new server_uuid is a witness of life', () => {
    const rebuilt = replica('b', { channel: { sourceUuid: uuid('e') } });
    expect(named(anObservation({ servers: [dead('a'), rebuilt, orphan('c')] }))).toBe('suspectedDeadPrimary');
    expect(named(anObservation({ servers: [dead('a'), rebuilt, orphan('c')], memory: { asked: asked('b') } }))).toBe(
      'unreachablePrimary',
    );
  });
});

describe('asking the replicas', () => {
  const frozen = dead('a', { reason: 'silent' });
  const beginning = orphan('b', { channel: { receiverWaits: false, receiverErrno: 0, receiverError: '' } });
  const see = (servers: ObservedServer[], memory: Partial<ClusterMemory> = {}) =>
    named(anObservation({ servers, memory }));

  test.each<[string, number, number, number, DiagnosisName]>([
    ['go on coming in it is believed', 600, 1, 2, 'unreachablePrimary'],
    ['stay away it is asked again', 11, 1, 4, 'suspectedDeadPrimary'],
    ['stay away it is not asked every second', 9, 1, 4, 'unreachablePrimary'],
    ['are rare, silence tells little', 30, 30, 61, 'unreachablePrimary'],
    ['are turned off it is believed for a minute', 59, 0, 4, 'unreachablePrimary'],
    ['are turned off it is asked again after a minute', 60, 0, 0, 'suspectedDeadPrimary'],
  ])('of one that found the primary: where heartbeats %s', (_, age, heartbeatSeconds, heardSecondsAgo, name) => {
    const servers = [frozen, replica('b', { channel: { heartbeatSeconds, heardSecondsAgo } })];
    expect(see(servers, { asked: asked('b', AT - age * 1000) })).toBe(name);
  });

  test('one that found the primary when it was asked is believed for a minute', () => {
    const servers = [frozen, replica('b'), orphan('c')];
    expect(see(servers, { asked: asked('b') })).toBe('unreachablePrimary');
    expect(see(servers, { asked: asked('b', AT - 59_000) })).toBe('unreachablePrimary');
    expect(see(servers, { asked: asked('b', AT - 60_000) })).toBe('suspectedDeadPrimary');
    expect(see(servers, { asked: asked('b', AT + 60_000) })).toBe('suspectedDeadPrimary');
  });

  test('where one found the primary the others are left in peace', () => {
    expect(see([frozen, replica('b'), replica('c')], { asked: asked('b') })).toBe('unreachablePrimary');
  });

  test('one that did not find the primary is a witness', () => {
    expect(see([frozen, beginning], { asked: asked('b') })).toBe('deadPrimary');
  });

  test('a receiver that has only begun to connect is waited for, whatever this host found', () => {
    expect(see([frozen, beginning])).toBe('suspectedDeadPrimary');
    expect(see([dead('a', { reason: 'timedOut' }), beginning, orphan('c')])).toBe('suspectedDeadPrimary');
    expect(see([dead('a', { reason: 'refused' }), beginning])).toBe('suspectedDeadPrimary');
  });

  test('one that a run stopped and could not start again is asked, one that a person stopped is not', () => {
    const stopped = replica('b', { channel: { receiver: 'stopped' } });
    expect(see([frozen, stopped], { halted: [uuid('b')], asked: asked('b') })).toBe('suspectedDeadPrimary');
    expect(see([frozen, stopped])).toBe('deadPrimaryUnconfirmed');
  });

  test('one whose applier is stopped has a receiver all the same: it does not make the primary dead', () => {
    expect(see([frozen, replica('b', { channel: { applier: 'stopped' } })])).toBe('suspectedDeadPrimary');
  });

  describe('one whose receiver could not be stopped for it', () => {
    const of = (channel: Partial<Channel> = {}, story: ReplicaStory = {}) =>
      replica('c', { ...story, channel: { receiverThread: 47, heartbeatSeconds: 1, heardSecondsAgo: 9, ...channel } });
    const inVain = (...others: ObservedServer[]) =>
      diagnose(
        anObservation({
          servers: [frozen, ...others],
          memory: { asked: [...asked('b'), ...asked('c', AT - 9000, 47)] },
        }),
        LIMITS,
      );

    test('and that hears nothing does not make the primary alive', () => {
      expect(inVain(beginning, of()).name).toBe('deadPrimary');
      expect(inVain(orphan('b'), of({ heardSecondsAgo: 4 })).name).toBe('deadPrimary');
    });

    test('does not make it dead either: another one has to miss it', () => {
      const { name, evidence } = inVain(of());
      expect(name).toBe('deadPrimaryUnconfirmed');
      expect(evidence).toContain(
        'c:3306 could not be asked: see why STOP REPLICA IO_THREAD fails or hangs there; it last heard from the primary 9 s ago',
      );
      expect(inVain(replica('b'), of()).name).toBe('unreachablePrimary');
    });

    test.each<[string, Partial<Channel>]>([
      ['heartbeats come in', { heardSecondsAgo: 3 }],
      ['heartbeats are turned off', { heartbeatSeconds: 0, heardSecondsAgo: 900 }],
      ['no heartbeat can have come yet', { heardSecondsAgo: null }],
    ])('is believed where %s, and that is said', (_, channel) => {
      const { name, says } = inVain(orphan('b'), of(channel));
      expect(name).toBe('unreachablePrimary');
      expect(says).toBe(
        'this host cannot reach the primary a:3306, and c:3306, which had a connection to it, could not be asked',
      );
    });

    test('is not taken for one that was asked and has connected anew', () => {
      expect(inVain(orphan('b'), of({ receiverThread: 48 })).says).toMatch(/its replicas can/);
    });

    test('is asked again after ten seconds where nobody else misses the primary, and after a minute in any case', () => {
      const later = (seconds: number, ...others: ObservedServer[]) =>
        see([frozen, ...others, of()], { asked: asked('c', AT - seconds * 1000, 47) });
      expect(later(10)).toBe('suspectedDeadPrimary');
      expect(later(10, orphan('b'))).toBe('deadPrimary');
      expect(later(60, orphan('b'))).toBe('suspectedDeadPrimary');
    });

    test('is asked again where its server was restarted since', () => {
      expect(inVain(orphan('b'), of({}, { uptimeSeconds: 5 })).name).toBe('suspectedDeadPrimary');
    });

    test('stops no failover that has begun', () => {
      const memory = { recovery: aRecovery(), asked: asked('c', AT - 9000, 47) };
      const stopped = replica('b', { channel: { receiver: 'stopped' } });
      const recovering = (c: ObservedServer) =>
        named(anObservation({ servers: [frozen, stopped, c], rows: QUARANTINED, memory }));
      expect(recovering(of())).toBe('deadPrimary');
      expect(recovering(of({ heardSecondsAgo: 1 }))).toBe('unreachablePrimary');
    });
  });

  test('a primary that says no is alive: nobody is asked', () => {
    expect(see([dead('a', { reason: 'tooManyConnections' }), replica('b')])).toBe('primaryRefusesThisHost');
  });
});

test('a server that is only being set up bars no failover: it has nothing in common with the others', () => {
  const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd', { status: 'OFFLINE_SOFT' })];
  const see = (set: string) => {
    const fresh = lonely('d', { gtidExecuted: gtids(set) });
    return diagnose(
      anObservation({ servers: [dead('a'), orphan('b'), orphan('c'), fresh], rows, memory: THREE }),
      LIMITS,
    ).name;
  };
  expect(see('d:1-3')).toBe('deadPrimary');
  expect(see('a:1-100,d:1-3')).toBe('primaryMayHaveMoved');
});

describe('where the primary is dead, a replica that takes writes', () => {
  const servers = (b: Parameters<typeof orphan>[1]) => [
    dead('a'),
    orphan('b', { readOnly: false, superReadOnly: false, ...b }),
    orphan('c'),
  ];
  const lastSeen = {
    serverUuid: uuid('a'),
    at: AT - 3000,
    heldAtUptime: UP - 3000,
    gtidExecuted: `${uuid('a')}:1-100`,
  };

  test('is fenced where a restart has made it writable: then the failover goes on', () => {
    const diagnosis = diagnose(
      anObservation({ servers: servers({ uptimeSeconds: 1 }), memory: THREE, lastSeen }),
      LIMITS,
    );
    expect(diagnosis).toMatchObject({ name: 'intruderWritable', action: { kind: 'fence' } });
  });

  test('is left alone where a person may have made it so', () => {
    expect(diagnose(anObservation({ servers: servers({}), memory: THREE, lastSeen }), LIMITS).name).toBe(
      'moreThanOneWritable',
    );
  });
});

test('with ProxySQL’s monitor a detached replica becomes a writer too: it is fenced, and the primary goes on', () => {
  const c = primary('c', { gtidExecuted: gtids('a:1-90,c:1-3') });
  const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
  const runtime = [row(WRITER, 'a'), row(READER, 'b'), row(WRITER, 'c'), row(READER, 'c')];
  const memory = { ...THREE, primaryStartedAt: AT - 1_000_000_000 };
  const { action } = diagnose(
    anObservation({ servers: [primary('a'), replica('b'), c], rows, runtime, memory }),
    LIMITS,
  );
  expect(action).toMatchObject({ kind: 'fence', servers: [{ facts: { serverUuid: uuid('c') } }] });
});

describe('a primary that a person has made read-only', () => {
  const back = lonely('a', { uptimeSeconds: 1 });
  const memory = { ...THREE, primaryStartedAt: AT - 1_000_000_000 };
  const see = (primaryWasReadOnly: boolean) =>
    diagnose(
      anObservation({ servers: [back, replica('b'), replica('c')], memory: { ...memory, primaryWasReadOnly } }),
      LIMITS,
    ).name;

  test('stays so when it is restarted', () => {
    expect(see(false)).toBe('primaryRestartedReadOnly');
    expect(see(true)).toBe('primaryReadOnly');
  });

  test('stays so, where it was restarted before', () => {
    const made = lonely('a', { uptimeSeconds: 5, isReadOnlyByHand: true });
    const seen = anObservation({ servers: [made, replica('b'), replica('c')], memory });
    expect(diagnose(seen, LIMITS).name).toBe('primaryReadOnly');
    expect(rememberHealthy(seen, diagnose(seen, LIMITS), LIMITS).primaryWasReadOnly).toBe(true);
  });

  test('beside a replica that a person makes writable is not given its place back: primaries are about to change', () => {
    const servers = [lonely('a'), replica('b', { readOnly: false, superReadOnly: false }), replica('c')];
    const lastSeen = {
      serverUuid: uuid('a'),
      at: AT - 3000,
      heldAtUptime: UP - 3000,
      gtidExecuted: `${uuid('a')}:1-100`,
    };
    expect(diagnose(anObservation({ servers, memory, lastSeen }), LIMITS).action.kind).toBe('none');
  });
});

describe('where most replicas of the recorded primary follow another server, and have what that one wrote', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const memory = { primary: known('a'), servers: names.map(known), followers: names.slice(1).map(uuid) };
  const rows = [row(WRITER, 'a'), ...names.slice(1).map((name) => row(READER, name))];
  const lastSeen = {
    serverUuid: uuid('a'),
    at: AT - 9000,
    heldAtUptime: UP - 9000,
    gtidExecuted: `${uuid('a')}:1-100`,
  };
  const left = (set: string) => ['c', 'd', 'e'].map((name) => orphan(name, { of: 'b', gtidExecuted: gtids(set) }));
  const see = (servers: readonly ObservedServer[]) =>
    diagnose(anObservation({ servers, rows, memory, lastSeen }), LIMITS);

  test('that one is the primary, which this host has never seen as one; where it is dead, one of them is promoted', () => {
    expect(see([dead('a'), dead('b'), ...left('a:1-100,b:1-3')])).toMatchObject({
      name: 'deadPrimaryAndSomeReplicas',
      action: { kind: 'failOver', primary: { serverUuid: uuid('b') } },
    });
  });

  test('the recorded one, which comes back writable, is fenced, also where this host cannot look at the other', () => {
    const turnedAway = dead('b', { reason: 'accessDenied' });
    expect(see([primary('a'), turnedAway, ...left('a:1-100,b:1-3')])).toMatchObject({
      name: 'intruderWritable',
      action: { kind: 'fence', servers: [{ facts: { serverUuid: uuid('a') } }] },
    });
  });

  test('but not where that one has written nothing: somebody may have made a chain of them', () => {
    expect(see([primary('a'), dead('b'), ...left('a:1-120')]).action.kind).toBe('none');
    expect(see([dead('a'), dead('b'), ...left('a:1-120')]).action.kind).toBe('none');
  });
});

describe('precedence', () => {
  test('a pair of other hostgroups in ProxySQL, and the same pair as ours, contradict nothing', () => {
    const replicationHostgroups = [
      { writerHostgroup: WRITER, readerHostgroup: READER, comment: 'shop' },
      { writerHostgroup: 30, readerHostgroup: 40, comment: 'other' },
    ];
    expect(named(anObservation({ servers: [primary('a'), replica('b')], replicationHostgroups }))).toBe('healthy');
  });

  test('a second writable server is dealt with before anything else about replicas', () => {
    const broken = { applier: 'stopped', applierError: 'x' } as const;
    expect(named(anObservation({ servers: [primary('a'), replica('b', { readOnly: false, channel: broken })] }))).toBe(
      'intruderWritable',
    );
  });

  test('a dead primary with a writable replica: nobody is promoted', () => {
    expect(named(anObservation({ servers: [dead('a'), orphan('b', { readOnly: false }), orphan('c')] }))).toBe(
      'moreThanOneWritable',
    );
  });

  test('a dead primary with a writable stranger among the servers: nobody is promoted', () => {
    expect(
      named(anObservation({ servers: [dead('a'), orphan('b'), primary('d')], memory: { primary: known('a') } })),
    ).toBe('moreThanOneWritable');
  });

  test('a former primary that ProxySQL Cluster brought out of quarantine is the intruder, whatever it has', () => {
    const a = primary('a', { gtidExecuted: gtids('a:1-101') });
    const rows = [row(WRITER, 'a'), row(WRITER, 'b'), row(READER, 'c')];
    const memory = { primary: known('b'), setAside: [formerly('a')] };
    const servers = [a, primary('b'), replica('c', { of: 'b' })];
    expect(named(anObservation({ servers, rows, memory }))).toBe('intruderWritable');
  });

  test('a server in quarantine never makes it more than one writable', () => {
    const rows = [row(WRITER, 'b'), row(READER, 'c'), row(QUARANTINE, 'a')];
    const healthy = [primary('a'), primary('b'), replica('c', { of: 'b' })];
    expect(named(anObservation({ servers: healthy, rows }))).toBe('serverInQuarantine');
    const died = [primary('a'), dead('b'), orphan('c', { of: 'b' })];
    expect(named(anObservation({ servers: died, rows }))).toBe('deadPrimary');
  });

  test('a server with a row in quarantine and another in a serving hostgroup is not in quarantine', () => {
    const rows = [row(WRITER, 'b'), row(READER, 'c'), row(QUARANTINE, 'a')];
    const servers = [primary('a'), primary('b'), replica('c', { of: 'b' })];
    expect(named(anObservation({ servers, rows, runtime: [...rows, row(READER, 'a')] }))).toBe('moreThanOneWritable');
  });

  test('an unfinished promotion goes on even where the old primary is back', () => {
    expect(whilePromotingB([primary('a'), primary('b'), replica('c')])).toBe('unfinishedPromotion');
  });

  test('a chosen server that is still a read-only replica decides nothing: the primary is taken back', () => {
    expect(whilePromotingB([primary('a'), replica('b', { channel: { receiver: 'stopped' } }), replica('c')])).toBe(
      'primaryReturned',
    );
  });

  test('a chosen server that died before it was a writer is forgotten: the failover begins anew', () => {
    expect(whilePromotingB([dead('a'), dead('b'), orphan('c')])).toBe('deadPrimaryAndSomeReplicas');
  });

  test('a server that another host has promoted is lost, whatever its place: the old primary is not taken back', () => {
    const recovery = aRecovery({ promoting: known('b'), diagnosis: 'primaryMovedElsewhere' });
    const servers = [lonely('a', { readOnly: true }), dead('b'), replica('c', { of: 'b' })];
    expect(diagnose(anObservation({ servers, memory: { recovery } }), LIMITS).name).toBe('promotedServerLost');
  });

  test('the promoted server is a writer at runtime only, where ProxySQL’s monitor put it, and is lost all the same', () => {
    expect(whilePromotingB([dead('a'), dead('b'), orphan('c')], { runtime: SUCCESSION })).toBe('promotedServerLost');
  });

  test('also where a run has seen it take writes, and nothing more', () => {
    const servers = [dead('a'), dead('b'), orphan('c')];
    const see = (takesWrites: boolean) => {
      const recovery = aRecovery({ promoting: known('b'), takesWrites });
      return diagnose(anObservation({ servers, rows: QUARANTINED, memory: { ...THREE, recovery } }), LIMITS).name;
    };
    expect(see(true)).toBe('promotedServerLost');
    expect(see(false)).toBe('deadPrimaryAndSomeReplicas');
  });

  test('a primary that refuses this host is not dead, even where no replica answers', () => {
    expect(
      named(
        anObservation({
          servers: [dead('a', { reason: 'tooManyConnections' }), dead('b')],
          memory: { primary: known('a') },
        }),
      ),
    ).toBe('primaryRefusesThisHost');
  });

  test('strays are told before a primary that is missing in the writer hostgroup', () => {
    expect(
      named(
        anObservation({
          servers: [dead('a'), primary('b'), orphan('c'), replica('d', { of: 'b' })],
          rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')],
        }),
      ),
    ).toBe('strayReplicas');
  });

  test('a replica that has what the primary lacks is no stray: it is broken, and a person decides', () => {
    const c = orphan('c', { gtidExecuted: gtids('a:1-101') });
    const servers = [dead('a'), primary('b'), c, replica('d', { of: 'b' })];
    const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
    expect(named(anObservation({ servers, rows }))).toBe('replicaBroken');
  });

  test('a replica that is connected to a server in quarantine, which this host cannot reach, is no stray: another host may have promoted that one', () => {
    const servers = [dead('a'), primary('b'), replica('c'), replica('d', { of: 'b' })];
    const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
    const { name, evidence } = diagnose(anObservation({ servers, rows }), LIMITS);
    expect(name).toBe('replicaBroken');
    expect(evidence).toContain('c:3306: it follows a:3306, which is in quarantine');
  });

  test('a delayed replica does not lag', () => {
    const delayed = replica('b', { channel: { lagSeconds: 3600, delaySeconds: 3600 } });
    expect(named(anObservation({ servers: [primary('a'), delayed] }))).toBe('healthy');
  });

  test('a lag of exactly the limit is none', () => {
    const late = replica('b', { channel: { lagSeconds: 10 } });
    expect(named(anObservation({ servers: [primary('a'), late] }))).toBe('healthy');
  });

  test('an unsupported server is told although the primary is fine', () => {
    const old = lonely('b', { unsupported: 'MySQL 5.7.44 is not supported' });
    expect(named(anObservation({ servers: [primary('a'), old] }))).toBe('unsupportedServer');
  });

  test('an unsupported reader does not keep a second writer in place, nor the primary read-only that was restarted', () => {
    const old = lonely('e', { unsupported: 'MySQL 5.7.44 is not supported' });
    const see = (a: ObservedServer, b: ObservedServer, more: Partial<ObservationStory> = {}) => {
      const memory = { ...THREE, primaryStartedAt: AT - 1_000_000_000 };
      return named(anObservation({ servers: [a, b, replica('c'), old], memory, ...more }));
    };
    expect(see(primary('a'), replica('b', { readOnly: false }))).toBe('intruderWritable');
    expect(see(lonely('a', { uptimeSeconds: 5 }), replica('b'))).toBe('primaryRestartedReadOnly');
    expect(see(primary('a'), replica('b'))).toBe('unsupportedServer');
    // Nobody makes that one writable.
    const upgraded = lonely('a', { uptimeSeconds: 5, unsupported: 'Group Replication' });
    expect(see(upgraded, replica('b'))).toBe('unsupportedPrimary');
  });

  test('where no primary is known an unsupported server is shown: it may be it', () => {
    const old = lonely('b', { unsupported: 'MySQL 5.7.44 is not supported' });
    const rows = [row(READER, 'a'), row(READER, 'b')];
    const { name, evidence } = diagnose(anObservation({ servers: [lonely('a'), old], rows }), LIMITS);
    expect(name).toBe('noPrimaryKnown');
    expect(evidence).toContain('b:3306: MySQL 5.7.44 is not supported');
  });

  test('an unsupported reader does not keep a former primary from following, nor the primary from being remembered', () => {
    const old = lonely('e', { unsupported: 'MariaDB 11.4 is not supported', serverUuid: '' });
    const well = succession(lonely('a'));
    expect(named({ ...well, servers: [...well.servers, old] })).toBe('formerPrimaryReturned');
    const observation = anObservation({ servers: [primary('a'), replica('b'), old] });
    const memory = rememberHealthy(observation, diagnose(observation, LIMITS), LIMITS);
    expect(memory).toMatchObject({ primary: known('a'), followers: [uuid('b')], servers: ['a', 'b'].map(known) });
  });

  test('a remembered server that a person took out of ProxySQL, and that left the primary, is not missed', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    expect(named(anObservation({ servers: [primary('a'), replica('b'), dead('c')], rows }))).toBe('healthy');
    const attached = primary('a', { attachedReplicas: [{ serverUuid: uuid('c'), host: 'c', port: 3306 }] });
    expect(named(anObservation({ servers: [attached, replica('b'), dead('c')], rows }))).toBe('replicaBroken');
  });

  test('a replica behind another replica is not broken', () => {
    expect(named(anObservation({ servers: [primary('a'), replica('b'), replica('c', { of: 'b' })] }))).toBe('healthy');
  });

  test('a multi-source replica is judged by its channel to this primary', () => {
    const other = channelTo('f', { name: 'other', receiver: 'stopped', applier: 'stopped' });
    const b = lonely('b', { channels: [other, channelTo('a', { name: 'shop' })] });
    expect(named(anObservation({ servers: [primary('a'), b] }))).toBe('healthy');
  });
});

describe('an unfinished failover that a person took over', () => {
  const rows = [row(QUARANTINE, 'a'), row(READER, 'b'), row(WRITER, 'c')];
  const memory = { primary: known('a'), recovery: aRecovery() };

  test('another server that a person promoted by hand is not a primary that returned', () => {
    const servers = [dead('a'), replica('b', { of: 'c' }), primary('c')];
    expect(diagnose(anObservation({ servers, rows, memory }), LIMITS)).toMatchObject({
      name: 'healthy',
      action: { kind: 'none' },
    });
  });

  test('a chosen server that stands still behind another replica is no reason to repair what follows the new primary', () => {
    const b = replica('b', { of: 'd', channel: { receiver: 'stopped' } });
    const servers = [dead('a'), b, primary('c'), replica('d', { of: 'c' })];
    const chose = { ...memory, halted: [uuid('b')], recovery: aRecovery({ promoting: known('b') }) };
    expect(
      diagnose(anObservation({ servers, rows: [...rows, row(READER, 'd')], memory: chose }), LIMITS),
    ).toMatchObject({
      name: 'replicaBroken',
      action: { kind: 'none' },
    });
  });

  test('also where the old primary is back, and waits in quarantine', () => {
    const servers = [primary('a'), replica('b', { of: 'c' }), primary('c')];
    expect(diagnose(anObservation({ servers, rows, memory }), LIMITS).action.kind).toBe('none');
  });
});

describe('two servers take writes', () => {
  const see = (servers: ObservedServer[], story: Omit<ObservationStory, 'servers'> = {}) =>
    named(anObservation({ ...story, servers }));
  const memory = { primary: known('a') };

  test('the recorded one is the primary, where the other has neither a replica nor a transaction of its own', () => {
    expect(see([primary('a'), replica('b'), primary('d')], { memory })).toBe('intruderWritable');
    expect(see([primary('a'), replica('b'), primary('d')])).toBe('moreThanOneWritable');
  });

  test('one with a transaction of its own is left to a person, and so is one that a replica follows', () => {
    const own = primary('d', { gtidExecuted: gtids('a:1-100, d:1') });
    expect(see([primary('a'), replica('b'), own], { memory })).toBe('moreThanOneWritable');
    expect(see([primary('a'), replica('b'), primary('d'), replica('c', { of: 'd' })], { memory })).toBe(
      'moreThanOneWritable',
    );
  });

  test('one that was restarted during a failover, and has a replica of its own, is not the primary', () => {
    const b = orphan('b', { readOnly: false, superReadOnly: false, uptimeSeconds: 1 });
    const servers = [dead('a'), b, orphan('c'), replica('d', { of: 'b' })];
    const recovery = aRecovery({ startedAt: AT - 10_000 });
    expect(see(servers, { rows: QUARANTINED, memory: { ...memory, recovery } })).toBe('intruderWritable');
    const longUp = [dead('a'), { ...b, facts: { ...b.facts, uptimeSeconds: 1000 } }, ...servers.slice(2)];
    const during = (promoting: string | null) => ({
      rows: QUARANTINED,
      memory: { ...memory, recovery: { ...recovery, promoting: promoting === null ? null : known(promoting) } },
    });
    expect(see(longUp, during(null))).toBe('intruderWritable');
    expect(see(longUp, during('c'))).toBe('intruderWritable');
    // Whom a run has chosen a person may have made writable.
    expect(see(longUp, during('b'))).not.toBe('intruderWritable');
  });
});

describe('a primary that is read-only', () => {
  const restarted = primary('a', { ...READ_ONLY, uptimeSeconds: 2 });
  const memory = { primary: known('a'), primaryStartedAt: AT - 3_600_000 };
  const see = (
    servers: ObservedServer[],
    more: Partial<ClusterMemory> = {},
    story: Omit<ObservationStory, 'servers'> = {},
  ) => named(anObservation({ ...story, servers, memory: { ...memory, ...more } }));

  test('and was not restarted since it was seen writable was made so by a person', () => {
    const running = primary('a', { ...READ_ONLY, uptimeSeconds: 3600 });
    expect(see([running, replica('b')])).toBe('primaryReadOnly');
  });

  test('and runs on was not restarted, though the clock of this host was set', () => {
    const a = primary('a', { ...READ_ONLY, uptimeSeconds: 3600 });
    const observation = anObservation({ servers: [a, replica('b')], memory });
    expect(named({ ...observation, at: AT + 120_000 })).toBe('primaryReadOnly');
  });

  test('and that its replicas have given up is looked for anew, unless a server is out of sight that may be the primary', () => {
    const b = replica('b', { channel: GAVE_UP });
    expect(see([restarted, b, replica('c', { channel: GAVE_UP })])).toBe('receiverGaveUp');
    expect(see([restarted, b, dead('c')], { servers: ['a', 'b', 'c'].map(known) })).toBe('primaryReadOnly');
  });

  test.each<[string, ObservedServer[], Partial<ClusterMemory>]>([
    ['was never seen writable', [restarted, replica('b')], { primaryStartedAt: null }],
    ['lacks what a replica has', [restarted, replica('b', { gtidExecuted: gtids('a:1-200'), channel: REFUSED })], {}],
    ['has no replica that answers', [restarted, dead('b')], {}],
    ['was replaced in the meantime', [restarted, replica('b')], { primary: known('b') }],
  ])('is left to a person where it %s', (_, servers, more) => {
    expect(see(servers, more)).not.toBe('primaryRestartedReadOnly');
  });

  test('is left to a person where it is in no writer hostgroup', () => {
    expect(see([restarted, replica('b')], {}, { rows: [row(READER, 'a'), row(READER, 'b')] })).toBe('primaryReadOnly');
  });
});

describe('a promotion is decided', () => {
  const chose = { halted: [uuid('b'), uuid('c')], recovery: aRecovery({ promoting: known('b') }) };
  const withChosen = (b: ObservedServer, a: ObservedServer = dead('a')) =>
    whilePromotingB([a, b, replica('c', { channel: { receiver: 'stopped' } })], { memory: chose });

  test('by a multi-source server that takes writes, though somebody else made it writable before it forgot its source', () => {
    const other = channelTo('f', { name: 'other' });
    expect(withChosen(primary('b', { channels: [other] }))).toBe('unfinishedPromotion');
    expect(withChosen(primary('b', { channels: [other, channelTo('a', { name: 'shop', ...HALTED })] }))).toBe(
      'unfinishedPromotion',
    );
  });

  test('by a server that lacks a source: forgetting it is the last thing before it takes writes', () => {
    expect(withChosen(lonely('b'))).toBe('unfinishedPromotion');
    expect(withChosen(lonely('b', { channels: [channelTo('f', { name: 'other' })] }))).toBe('unfinishedPromotion');
    expect(withChosen(lonely('b', { gtidExecuted: gtids('a:1-100, b:1') }), primary('a'))).toBe('unfinishedPromotion');
  });

  test('not by super_read_only alone: the run was killed between the two settings', () => {
    const half = { superReadOnly: false, channel: HALTED };
    expect(withChosen(replica('b', half))).toBe('deadPrimary');
    expect(withChosen(replica('b', half), primary('a'))).toBe('primaryReturned');
  });
});

test('of two servers, a former primary that comes back with transactions of its own is named, though there is no replica', () => {
  const a = lonely('a', { gtidExecuted: gtids('a:1-101') });
  const memory = { setAside: [formerly('a')] };
  expect(
    named(anObservation({ servers: [a, primary('b')], rows: [row(QUARANTINE, 'a'), row(WRITER, 'b')], memory })),
  ).toBe('formerPrimaryDiverged');
});

test('a primary that is back and takes writes lacks nothing of what its connected replica has got from it since it was asked', () => {
  const b = replica('b', { gtidExecuted: gtids('a:1-10') });
  const servers = [primary('a', { gtidExecuted: gtids('a:1-9') }), b];
  expect(named(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery() } }))).toBe(
    'primaryReturned',
  );
});

test('a chosen server that has forgotten its source and never took writes is given up for a replica that has more by now', () => {
  const see = (c: ObservedServer) => {
    const memory = { primary: known('a'), recovery: aRecovery({ promoting: known('b') }) };
    return named(anObservation({ servers: [dead('a'), lonely('b'), c], rows: QUARANTINED, memory }));
  };
  expect(see(orphan('c', { gtidExecuted: gtids('a:1-104') }))).toBe('deadPrimary');
  expect(see(orphan('c', { gtidExecuted: gtids('a:1-90') }))).toBe('unfinishedPromotion');
  // What the replica wrote itself is no reason.
  expect(see(orphan('c', { gtidExecuted: gtids('a:1-100, c:1') }))).toBe('unfinishedPromotion');
});

describe('a replica that missed a failover, and now follows the former primary, which follows the new one', () => {
  const rows = [row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
  const servers = (d: ObservedServer) => [replica('a', { of: 'b' }), primary('b'), replica('c', { of: 'b' }), d];
  const late = (d: ObservedServer, a: ServerRow, memory: Partial<ClusterMemory>) =>
    named(anObservation({ servers: servers(d), rows: [...rows, a], memory }));

  test('is repointed while that one catches up', () => {
    const memory = { setAside: [aside('a', { why: 'catchesUp' as const })] };
    expect(late(replica('d'), row(QUARANTINE, 'a'), memory)).toBe('strayReplicas');
  });

  test('is repointed where this program stopped it', () => {
    const d = replica('d', { channel: { receiver: 'stopped' } });
    expect(late(d, row(READER, 'a'), { halted: [uuid('d')] })).toBe('strayReplicas');
  });

  test('is broken where somebody else stopped it', () => {
    const d = replica('d', { channel: { receiver: 'stopped' } });
    expect(late(d, row(READER, 'a'), {})).toBe('replicaBroken');
  });

  test('is a replica of a replica otherwise', () => {
    expect(late(replica('d'), row(READER, 'a'), {})).toBe('healthy');
  });
});

test('a chosen server that has forgotten its source stays the new primary though it is read-only and the old one is back', () => {
  const see = (b: ObservedServer) => {
    const memory = { primary: known('a'), recovery: aRecovery({ promoting: known('b') }) };
    return named(anObservation({ servers: [primary('a'), b, replica('c')], rows: QUARANTINED, memory }));
  };
  expect(see(lonely('b', { gtidExecuted: gtids('a:1-100, b:1-3') }))).toBe('unfinishedPromotion');
  // It has never taken a write: it can be given up.
  expect(see(lonely('b'))).toBe('primaryReturned');
  expect(see(replica('b'))).toBe('primaryReturned');
});

describe('a primary that failed and that a person keeps in quarantine', () => {
  const see = (a: ObservedServer, recovery: Partial<UnfinishedRecovery> = {}, b: ObservedServer = replica('b')) => {
    const memory = { ...THREE, recovery: aRecovery(recovery) };
    return named(anObservation({ servers: [a, b, replica('c')], rows: KEPT_OUT, memory }));
  };

  test('does not get its place back, writable or not, with more than the others or with less', () => {
    for (const gtidExecuted of [gtids('a:1-9'), gtids('a:1-100'), gtids('a:1-101')]) {
      expect(see(primary('a', { gtidExecuted }))).toBe('primaryReturnedKeptOut');
      expect(see(lonely('a', { gtidExecuted }))).toBe('primaryReturnedKeptOut');
    }
  });

  test('is no reason to give up a server that has forgotten its source', () => {
    expect(see(primary('a'), { promoting: known('b') }, lonely('b'))).toBe('unfinishedPromotion');
  });

  test('gets it back where that status was the writer’s before it failed', () => {
    const rowsBefore = [row(WRITER, 'a', { status: 'OFFLINE_SOFT' }), row(READER, 'b'), row(READER, 'c')];
    expect(see(primary('a'), { rowsBefore })).toBe('primaryReturned');
  });

  test('is replaced by nobody while another server may be the primary by now', () => {
    const servers = [
      primary('a'),
      lonely('d', { gtidExecuted: gtids('a:1-100, d:1') }),
      replica('b'),
      replica('c', { of: 'd' }),
    ];
    const memory = { ...THREE, recovery: aRecovery() };
    expect(named(anObservation({ servers, rows: [...KEPT_OUT, row(READER, 'd')], memory }))).toBe(
      'primaryMayHaveMoved',
    );
  });
});

test('a server that another host promotes is no intruder where the primary recorded here has been restarted meanwhile', () => {
  const see = (uptimeSeconds: number) => {
    const memory = { primary: known('a'), primaryStartedAt: AT - 1_000_000_000 };
    return named(anObservation({ servers: [primary('a', { uptimeSeconds }), primary('b'), replica('c')], memory }));
  };
  expect(see(1_000_000)).toBe('intruderWritable');
  expect(see(2)).toBe('moreThanOneWritable');
});

test('a replica that my.cnf made writable is fenced beside a server that another host has promoted, while the primary recorded here is dead', () => {
  const see = (b: ObservedServer) =>
    named(anObservation({ servers: [dead('a'), b, primary('c')], memory: { primary: known('a') } }));
  expect(see(orphan('b', { readOnly: false }))).toBe('intruderWritable');
  expect(see(replica('b', { readOnly: false, channel: HALTED }))).toBe('moreThanOneWritable');
});

test('a former primary that another host has made the primary again is followed out of quarantine', () => {
  const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c')];
  const see = (memory: Partial<ClusterMemory>) =>
    named(
      anObservation({
        servers: [primary('a'), dead('b'), replica('c')],
        rows,
        memory: { primary: known('b'), servers: ['a', 'b', 'c'].map(known), ...memory },
      }),
    );
  expect(see({ setAside: [formerly('a')] })).toBe('primaryMovedElsewhere');
  expect(see({})).not.toBe('primaryMovedElsewhere');
});

test('a chosen server that follows the old primary yet, and that its my.cnf made writable, is fenced and not promoted', () => {
  const b = replica('b', { readOnly: false, uptimeSeconds: 1 });
  const recovery = aRecovery({ promoting: known('b'), startedAt: AT - 60_000 });
  const memory = { primary: known('a'), recovery };
  expect(named(anObservation({ servers: [dead('a'), b, orphan('c')], rows: QUARANTINED, memory }))).toBe(
    'intruderWritable',
  );
  expect(named(anObservation({ servers: [primary('a'), b, replica('c')], rows: QUARANTINED, memory }))).toBe(
    'intruderWritable',
  );
});

describe('a replica that stands still', () => {
  const standing = (channel: Partial<Channel>, halted: readonly string[]) =>
    named(
      anObservation({
        servers: [primary('a'), replica('b', { channel }), replica('c')],
        memory: { halted, haltedAppliers: halted },
      }),
    );

  test.each<[string, Partial<Channel>]>([
    ['its receiver', { receiver: 'stopped' }],
    ['its applier', { applier: 'stopped' }],
  ])('%s, stopped by this program: it was left behind; by a person: it is broken', (_, channel) => {
    expect(standing(channel, [uuid('b')])).toBe('strayReplicas');
    expect(standing(channel, [uuid('c')])).toBe('replicaBroken');
    expect(standing(channel, [])).toBe('replicaBroken');
  });

  test('over an error of its applier is broken, whoever stopped it', () => {
    expect(standing({ applier: 'stopped', applierError: 'Duplicate entry' }, [uuid('b')])).toBe('replicaBroken');
  });

  test('over an error of its receiver is broken too: the primary has purged what it lacks, and no START helps', () => {
    expect(standing({ receiver: 'stopped', receiverErrno: 13_114 }, [uuid('b')])).toBe('replicaBroken');
    expect(standing({ receiver: 'stopped', receiverErrno: 2003 }, [uuid('b')])).toBe('strayReplicas');
  });

  test.each<[string, Partial<Channel>]>([
    ['its applier stands still too: a person did that', { applier: 'stopped' }],
    ['the primary refused it', { receiverErrno: 1045 }],
  ])('as its receiver gave up is not started where %s', (_, more) => {
    expect(standing(GAVE_UP, [])).toBe('receiverGaveUp');
    expect(standing({ ...GAVE_UP, ...more }, [])).toBe('replicaBroken');
  });

  test('as its receiver gave up lately is started where the primary was down then, not where it could not be reached', () => {
    const see = (uptimeSeconds: number) => {
      const b = replica('b', { channel: { ...GAVE_UP, receiverErrorSecondsAgo: 20 } });
      return named(anObservation({ servers: [primary('a', { uptimeSeconds }), b, replica('c')] }));
    };
    expect(see(25)).toBe('receiverGaveUp');
    expect(see(3600)).toBe('replicaBroken');
  });

  test('as its receiver gave up is not started where ProxySQL does not know it', () => {
    const servers = [primary('a'), replica('b', { channel: GAVE_UP }), replica('c')];
    expect(named(anObservation({ servers, rows: [row(WRITER, 'a'), row(READER, 'c')] }))).toBe('replicaBroken');
  });

  test('as its receiver gave up is not started where a person keeps it out of service', () => {
    const servers = [primary('a'), replica('b', { channel: GAVE_UP }), replica('c')];
    const rows = [row(WRITER, 'a'), row(READER, 'b', { status: 'OFFLINE_SOFT' }), row(READER, 'c')];
    expect(named(anObservation({ servers, rows }))).toBe('replicaBroken');
  });

  test('whose receiver alone this program stopped is broken over a stopped applier: a person did that', () => {
    const b = replica('b', { channel: { applier: 'stopped' } });
    const memory = { halted: [uuid('b')] };
    expect(named(anObservation({ servers: [primary('a'), b, replica('c')], memory }))).toBe('replicaBroken');
  });

  test('that this program stopped, and that runs by now, is healthy', () => {
    expect(standing({}, [uuid('b')])).toBe('healthy');
  });

  test('is no reason to do anything while the primary is dead', () => {
    const servers = [dead('a'), orphan('b', { channel: { applier: 'stopped' } }), orphan('c')];
    expect(named(anObservation({ servers, memory: { halted: [uuid('b')] } }))).toBe('deadPrimary');
  });
});

/** Known, and not solved yet: each of these turns red when it is. */
describe('open', () => {
  const memory = { primary: known('a'), recovery: aRecovery() };

  test('a primary that returned with everything it sent is taken back, though a replica has an errant transaction', () => {
    const servers = [primary('a'), replica('b', { gtidExecuted: gtids('a:1-100, b:1') }), replica('c')];
    expect(named(anObservation({ servers, memory }))).toBe('primaryReturned');
  });

  test('a primary that returned with less and with transactions that nobody received is not given up silently', () => {
    const a = primary('a', { gtidExecuted: gtids('a:1-90:101-130') });
    const servers = [a, replica('b', { channel: REFUSED }), replica('c', { channel: REFUSED })];
    expect(diagnose(anObservation({ servers, memory }), LIMITS).action.kind).toBe('none');
  });
});

describe('whatever the observation', { timeout: 30_000 }, () => {
  test('there is a diagnosis, it is one sentence, and it never throws', () => {
    fc.assert(
      fc.property(randomObservation(), (observation) => {
        const diagnosis = diagnose(observation, LIMITS);
        expect(CONDITIONS.map(({ name }) => name)).toContain(diagnosis.name);
        expect(diagnosis.says).toMatch(/^[^\n]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  test('nobody is promoted while a receiver is connected to the primary, or without a witness, or beside a writable server', () => {
    let failovers = 0;
    fc.assert(
      fc.property(randomObservation(), (observation) => {
        const diagnosis = diagnose(observation, LIMITS);
        if (diagnosis.action.kind !== 'failOver' || REPLACED_THOUGH_BACK.includes(diagnosis.name)) return;
        failovers += 1;
        const { primary: failed } = diagnosis.action;
        expect(failed.answers).toBe(false);
        const answering = observation.servers.flatMap((server) => (server.answers ? [server] : []));
        const receivers = answering.flatMap(({ facts }) =>
          facts.channels.filter((channel) => follows(channel, failed)),
        );
        expect(receivers.filter(({ receiver }) => receiver === 'connected')).toEqual([]);
        const recovering = observation.memory?.recovery != null;
        const lost = receivers.filter(
          ({ receiver, receiverErrno }) =>
            receiver === 'connecting' || (receiver === 'stopped' && (recovering || receiverErrno >= 2000)),
        );
        // A server that an earlier run chose, on two witnesses, may follow another replica by now.
        const chosen = observation.memory?.recovery?.promoting != null;
        if (!chosen) expect(lost.length).toBeGreaterThan(0);
        const serving = [...observation.memoryRows, ...observation.runtimeRows]
          .filter((one) => one.hostgroup !== QUARANTINE)
          .map((one) => one.hostname);
        const writable = answering.filter(({ facts }) => !facts.readOnly && facts.unsupported === null);
        expect(writable.map(nameOf).filter((name) => serving.includes(name.replace(':3306', '')))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(failovers).toBeGreaterThan(100);
  });

  test('the order in which the servers were asked never changes the diagnosis', () => {
    const shuffled = randomObservation().chain((observation) =>
      fc.tuple(
        fc.constant(observation),
        fc.shuffledSubarray([...observation.servers], { minLength: observation.servers.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([observation, servers]) => {
        const [first, second] = [diagnose(observation, LIMITS), diagnose({ ...observation, servers }, LIMITS)];
        expect([second.name, second.primary?.endpoints]).toEqual([first.name, first.primary?.endpoints]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a former primary that takes writes while the primary does not answer', () => {
  const see = (story: ServerStory, asideAtUptime: number | null) =>
    named(
      anObservation({
        servers: [primary('a', story), dead('b'), orphan('c', { of: 'b' })],
        rows: SUCCESSION,
        memory: {
          primary: known('b'),
          servers: ['a', 'b', 'c'].map(known),
          setAside: [formerly('a', { asideAtUptime })],
        },
      }),
    );

  test('is not made read-only where a person has made it writable since it was replaced, or nobody knows when that was', () => {
    expect(see({ madeWritableByHandSecondsAgo: 60 }, UP - 59_000)).toBe('formerPrimaryWritable');
    expect(see({ madeWritableByHandSecondsAgo: 60 }, UP - 61_000)).toBe('deadPrimary');
    expect(see({ madeWritableByHandSecondsAgo: 60 }, UP + 1000)).toBe('deadPrimary');
    expect(see({ madeWritableByHandSecondsAgo: 60 }, null)).toBe('deadPrimary');
    expect(see({}, null)).toBe('formerPrimaryWritable');
  });

  test('is not made read-only where it has followed the one in its place: another host may have made it the primary again', () => {
    expect(see({ gtidExecuted: gtids('a:1-100,b:1-5') }, null)).toBe('deadPrimary');
  });
});

test('rows that are gone are left so where ProxySQL was not restarted: a person has taken them out', () => {
  const lastSeen = { serverUuid: uuid('a'), at: AT, heldAtUptime: UP, gtidExecuted: '' };
  const servers = [dead('a'), orphan('b'), orphan('c')];
  const observation = anObservation({ servers, rows: [], lastSeen, memory: { recovery: aRecovery() } });
  expect(named(observation)).not.toBe('rowsLost');
});
