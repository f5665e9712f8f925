import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  aside,
  dead,
  gtids,
  lonely,
  type ObservationStory,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import type { SetAsideReplica } from '../observe/memory.ts';
import type { Channel, ObservedServer } from '../observe/observation.ts';
import { readersToReadmit, readersToSetAside } from './readers.ts';
import { nameOf } from './topology.ts';

const LIMITS = { maxReplicationLagMs: 10_000 };
const A = primary('a');
const ROWS = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')];
/** Everybody's trouble began that long ago; who has none is not asked. */
const troubled = (since: number) =>
  ['b', 'c', 'd'].map((name) => ({ serverUuid: uuid(name), since: AT - since, endedAt: null }));

function setAside({ servers, rows = ROWS, memory, ...more }: ObservationStory, since = 5000): string[] {
  const all = { troubledReaders: troubled(since), ...memory };
  const observation = anObservation({ servers: [A, ...servers], rows, memory: all, ...more });
  return readersToSetAside(observation, A, LIMITS).map(({ server, kind }) => `${nameOf(server)} ${kind}`);
}

const broken = (name: string, channel: Partial<Channel> = { applier: 'stopped' }) => replica(name, { channel });

describe('a reader is set aside', () => {
  test.each<[string, ObservedServer, string]>([
    ['whose applier is stopped', broken('c'), 'doesNotReplicate'],
    ['whose receiver is stopped', broken('c', { receiver: 'stopped' }), 'doesNotReplicate'],
    ['whose receiver cannot connect', broken('c', { receiver: 'connecting' }), 'doesNotReplicate'],
    ['that follows nobody', lonely('c'), 'doesNotReplicate'],
    ['that follows a server of another cluster', replica('c', { of: 'f' }), 'doesNotReplicate'],
    ['that lags more than the limit', broken('c', { lagSeconds: 11 }), 'lags'],
  ])('%s', (_, c, kind) => {
    expect(setAside({ servers: [replica('b'), c] })).toEqual([`c:3306 ${kind}`]);
  });

  test('whose source, a replica itself, does not replicate', () => {
    const servers = [replica('b'), broken('c'), replica('d', { of: 'c' })];
    expect(setAside({ servers })).toEqual(['c:3306 doesNotReplicate', 'd:3306 doesNotReplicate']);
  });

  test('where the primary serves reads as well, although it is the only replica', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'a'), row(READER, 'b')];
    expect(setAside({ servers: [broken('b')], rows })).toEqual(['b:3306 doesNotReplicate']);
  });
});

describe('a reader stays', () => {
  test('that lags like all replicas, also where the primary serves reads as well', () => {
    const rows = [...ROWS, row(READER, 'a')];
    const late = ['b', 'c', 'd'].map((name) => broken(name, { lagSeconds: 60 }));
    expect(setAside({ servers: late, rows })).toEqual([]);
    expect(setAside({ servers: [...late.slice(1), replica('b')], rows })).toEqual(['c:3306 lags', 'd:3306 lags']);
  });

  test.each<[string, ObservedServer]>([
    ['that is delayed on purpose', broken('c', { delaySeconds: 3600, lagSeconds: 3600 })],
    ['whose lag is within the limit', broken('c', { lagSeconds: 10 })],
    ['that does not answer: ProxySQL shuns it by itself', dead('c')],
    ['that is no server this program can judge', lonely('c', { unsupported: 'MariaDB' })],
    ['that is well', replica('c')],
  ])('%s', (_, c) => {
    expect(setAside({ servers: [replica('b'), c] })).toEqual([]);
  });

  test('whose trouble has only begun', () => {
    expect(setAside({ servers: [replica('b'), broken('c')] }, 4999)).toEqual([]);
    expect(setAside({ servers: [replica('b'), broken('c')], memory: { troubledReaders: [] } })).toEqual([]);
  });

  test.each<[string, ObservationStory]>([
    ['is in trouble too', { servers: [broken('b'), broken('c')] }],
    ['does not answer', { servers: [dead('b'), broken('c')] }],
    ['is delayed', { servers: [broken('b', { delaySeconds: 60 }), broken('c')] }],
    [
      'is shunned',
      { servers: [replica('b'), broken('c')], runtime: [...ROWS.slice(2), row(READER, 'b', { status: 'SHUNNED' })] },
    ],
    [
      'has no weight',
      { servers: [replica('b'), broken('c')], rows: [...ROWS.slice(2), row(READER, 'b', { weight: 0 })] },
    ],
    [
      'is OFFLINE_SOFT',
      { servers: [replica('b'), broken('c')], rows: [...ROWS.slice(2), row(READER, 'b', { status: 'OFFLINE_SOFT' })] },
    ],
    ['is there', { servers: [broken('c')] }],
  ])('where the only other reader %s', (_, story) => {
    expect(setAside(story)).toEqual([]);
  });

  test('that a person has set OFFLINE_SOFT', () => {
    const rows = [...ROWS.slice(0, 2), row(READER, 'c', { status: 'OFFLINE_SOFT' })];
    expect(setAside({ servers: [replica('b'), broken('c')], rows })).toEqual([]);
  });

  test('while a failover is unfinished', () => {
    expect(setAside({ servers: [replica('b'), broken('c')], memory: { recovery: aRecovery() } })).toEqual([]);
  });
});

const ASIDE = [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c')];

function readmitted(story: Partial<ObservationStory>, remembered: Partial<SetAsideReplica> = {}): string[] {
  const { servers = [replica('b'), replica('c')], memory } = story;
  const all = { setAside: [aside('c', { wellSince: AT - 5000, ...remembered })], ...memory };
  const observation = anObservation({ rows: ASIDE, ...story, servers: [A, ...servers], memory: all });
  return readersToReadmit(observation, A, LIMITS).map(nameOf);
}

describe('a reader that was set aside comes back', () => {
  test('when it has been well for a while', () => {
    expect(readmitted({})).toEqual(['c:3306']);
    expect(readmitted({}, { wellSince: AT - 4999 })).toEqual([]);
    expect(readmitted({}, { wellSince: null })).toEqual([]);
  });

  test('with a lag of at most half of what is too much', () => {
    const lagging = (lagSeconds: number) => ({ servers: [replica('b'), broken('c', { lagSeconds })] });
    expect(readmitted(lagging(5))).toEqual(['c:3306']);
    expect(readmitted(lagging(6))).toEqual([]);
  });

  test('as a former primary, when it has executed what the new one had', () => {
    const c = (executed: string) => ({ servers: [replica('b'), replica('c', { gtidExecuted: gtids(executed) })] });
    const mustHave = `${uuid('a')}:1-100`;
    expect(readmitted(c('a:1-99'), { why: 'catchesUp', mustHave })).toEqual([]);
    expect(readmitted(c('a:1-100'), { why: 'catchesUp', mustHave })).toEqual(['c:3306']);
  });

  test('also after a run was killed between the rewrite and its LOAD', () => {
    expect(readmitted({ rows: [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')], runtime: ASIDE })).toEqual([
      'c:3306',
    ]);
  });

  test('as it is where no other reader answers any more', () => {
    const memory = { setAside: [aside('c')], troubledReaders: troubled(5000) };
    expect(readmitted({ servers: [dead('b'), broken('c')], memory })).toEqual(['c:3306']);
    expect(
      readmitted({ servers: [dead('b'), broken('c')], memory: { ...memory, troubledReaders: troubled(0) } }),
    ).toEqual([]);
  });

  test('but never a former primary that has not caught up', () => {
    const memory = { setAside: [aside('c', { why: 'catchesUp' })], troubledReaders: troubled(5000) };
    expect(readmitted({ servers: [dead('b'), replica('c')], memory })).toEqual([]);
  });
});

describe('it stays aside', () => {
  test('where somebody else put it into quarantine', () => {
    expect(readmitted({ memory: { setAside: [] } })).toEqual([]);
  });

  test('where a person has set its row OFFLINE_SOFT', () => {
    const rows = [...ASIDE.slice(0, 2), row(QUARANTINE, 'c', { status: 'OFFLINE_SOFT' })];
    expect(readmitted({ rows })).toEqual([]);
  });

  test('while it does not replicate, or does not answer', () => {
    expect(readmitted({ servers: [replica('b'), broken('c')] })).toEqual([]);
    expect(readmitted({ servers: [replica('b'), dead('c')] })).toEqual([]);
  });

  test('while a failover is unfinished', () => {
    expect(readmitted({ memory: { setAside: [aside('c', { wellSince: AT - 5000 })], recovery: aRecovery() } })).toEqual(
      [],
    );
  });
});
