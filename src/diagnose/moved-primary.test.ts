/** Whether another host or a person has made another server the primary, and this ProxySQL follows or leaves it to a person. */
import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  dead,
  formerly,
  gtids,
  HALTED,
  known,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  type ServerStory,
  SUCCESSION,
  THREE,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { diagnose } from './diagnose.ts';

const LAST_SEEN = { serverUuid: uuid('a'), at: AT - 3000, heldAtUptime: UP - 3000, gtidExecuted: `${uuid('a')}:1-100` };
const PROMOTED = primary('b', { promotedSecondsAgo: 2 });

test('what this program has promoted is followed where another host has made the old primary read-only since, whoever was with that one', () => {
  const servers = (story: ServerStory) => [lonely('a', story), PROMOTED, replica('c')];
  const lastSeen = { ...LAST_SEEN, heldAtUptime: UP - 1000 };
  const memory = { ...THREE, primaryStartedAt: lonely('a').facts.processStartedAt };
  const see = (story: ServerStory = {}) => actionFor({ servers: servers(story), memory, lastSeen });
  expect(see()).toBe('follow');
  expect(see({ isReadOnlyByHand: true })).toBe('none');
  expect(see({ processStartedAt: memory.primaryStartedAt + 60_000 })).toBe('none');
});

function actionFor(story: ObservationStory): string {
  return diagnose(anObservation({ memory: THREE, lastSeen: LAST_SEEN, ...story }), LIMITS).action.kind;
}

describe('another host may have failed over, and this one does not follow', () => {
  test.each<[string, Observation]>([
    [
      'while a majority is not connected to the new primary',
      anObservation({ servers: [dead('a'), primary('b'), orphan('c')], memory: THREE }),
    ],
    [
      'while the new primary still has its old source',
      anObservation({
        servers: [dead('a'), replica('b', { readOnly: false, channel: HALTED }), replica('c', { of: 'b' })],
        memory: THREE,
      }),
    ],
    [
      'while both are writable and nobody follows either',
      anObservation({ servers: [primary('a'), primary('b'), orphan('c')], memory: THREE }),
    ],
    [
      'while a third one is writable',
      anObservation({
        servers: [lonely('a'), primary('b'), primary('d'), replica('c', { of: 'b' }), replica('e', { of: 'b' })],
        memory: { primary: known('a'), servers: ['a', 'b', 'c', 'd', 'e'].map(known) },
      }),
    ],
    [
      'while the old primary is writable too, and half of the servers are for it',
      anObservation({
        servers: [primary('a'), primary('b'), replica('c', { of: 'b' }), replica('d')],
        memory: { primary: known('a'), servers: ['a', 'b', 'c', 'd'].map(known) },
      }),
    ],
    [
      'where a person has emptied the writer hostgroup',
      anObservation({
        servers: [primary('a'), replica('b'), replica('c')],
        rows: [row(READER, 'a'), row(READER, 'b'), row(READER, 'c')],
        memory: THREE,
      }),
    ],
    [
      'where the monitor sorts servers that are all writers in memory',
      anObservation({
        servers: [primary('a'), replica('b'), dead('c')],
        rows: ['a', 'b', 'c'].map((name) => row(WRITER, name)),
        runtime: [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')],
        memory: THREE,
      }),
    ],
  ])('%s', (_, observation) => {
    expect(diagnose(observation, LIMITS).action.kind).not.toBe('follow');
  });

  test('a promotion is not finished with a server that another one has succeeded since', () => {
    const observation = anObservation({
      servers: [dead('a'), lonely('b', { readOnly: true }), lonely('c', { readOnly: false })],
      rows: SUCCESSION,
      memory: { ...THREE, recovery: aRecovery({ promoting: known('b') }) },
    });
    expect(diagnose(observation, LIMITS).action.kind).toBe('none');
  });
});

describe('a server that this program has made writable on another host is followed at once', () => {
  test('while no other server follows it yet', () => {
    expect(actionFor({ servers: [lonely('a'), PROMOTED, orphan('c')] })).toBe('follow');
    expect(actionFor({ servers: [dead('a'), PROMOTED, dead('c')] })).toBe('follow');
  });

  test('where another one has missed it and follows the old primary', () => {
    expect(actionFor({ servers: [lonely('a'), PROMOTED, replica('c')] })).toBe('follow');
  });

  test('where the old primary was restarted, or thawed, and takes writes again', () => {
    const memory = { ...THREE, primaryStartedAt: AT - 1_000_000_000 };
    expect(actionFor({ servers: [primary('a', { uptimeSeconds: 1 }), PROMOTED, orphan('c')], memory })).toBe('follow');
    expect(
      actionFor({ servers: [primary('a'), PROMOTED], memory: { ...memory, servers: ['a', 'b'].map(known) } }),
    ).toBe('follow');
  });

  test('also where it is in quarantine here, as a former primary, and the one in its place thaws', () => {
    const rows = [row(QUARANTINE, 'b'), row(WRITER, 'a'), row(READER, 'c')];
    const memory = { ...THREE, setAside: [formerly('b')] };
    expect(actionFor({ servers: [primary('a'), PROMOTED, replica('c')], rows, memory })).toBe('follow');
    const longAgo = primary('b', { promotedSecondsAgo: 60 });
    expect(actionFor({ servers: [primary('a'), longAgo, replica('c')], rows, memory })).toBe('rejoin');
  });

  describe.each([
    ['restarted and writable', primary('a')],
    ['restarted and read-only', lonely('a', { uptimeSeconds: 1 })],
    ['dead', dead('a')],
  ])('also where it has been set aside here before, and the one in its place is %s', (_, a) => {
    const rows = [row(QUARANTINE, 'b'), row(WRITER, 'a'), row(READER, 'c')];
    const memory = {
      ...THREE,
      primaryStartedAt: AT - 90_000,
      setAside: [formerly('b', { asideAtUptime: UP - 60_000 })],
    };

    test.each([
      ['nobody follows it', orphan('c')],
      ['another one is back and follows the one before', replica('c')],
      ['another one follows it already', replica('c', { of: 'b' })],
    ])('and %s', (__, c) => {
      expect(actionFor({ servers: [a, PROMOTED, c], rows, memory, lastSeen: null })).toBe('follow');
    });

    test('but not where it was promoted before that', () => {
      const thawed = primary('b', { promotedSecondsAgo: 90 });
      expect(actionFor({ servers: [a, thawed, orphan('c')], rows, memory, lastSeen: null })).not.toBe('follow');
    });

    test('and where that is not certain it is left alone, and so is everything else', () => {
      const servers = [a, PROMOTED, lonely('d'), replica('c', { of: 'd' })];
      expect(actionFor({ servers, rows: [...rows, row(READER, 'd')], memory, lastSeen: null })).toBe('none');
    });
  });

  test('and never fenced, though nobody follows it and it has nothing of its own yet', () => {
    const memory = { primary: known('a'), servers: ['a', 'b', 'c', 'd'].map(known) };
    const servers = [primary('a'), PROMOTED, lonely('d'), replica('c', { of: 'd' })];
    expect(actionFor({ servers, memory })).toBe('none');
    expect(actionFor({ servers, memory, lastSeen: null })).toBe('none');
    const byAPerson = [primary('a'), primary('b'), lonely('d'), replica('c', { of: 'd' })];
    expect(actionFor({ servers: byAPerson, memory })).toBe('fence');
  });

  test('but not one that was made so before the old primary was last seen well, or that somebody else made so', () => {
    expect(actionFor({ servers: [lonely('a'), primary('b', { promotedSecondsAgo: 4 }), orphan('c')] })).toBe('none');
    expect(actionFor({ servers: [lonely('a'), primary('b'), orphan('c')] })).toBe('none');
    expect(actionFor({ servers: [lonely('a'), PROMOTED, orphan('c')], lastSeen: null })).toBe('none');
    const ofAnother = { ...LAST_SEEN, serverUuid: uuid('d') };
    expect(actionFor({ servers: [lonely('a'), PROMOTED, orphan('c')], lastSeen: ofAnother })).toBe('none');
  });

  test('but not where another server leads one of them and may have been promoted since', () => {
    const memory = { primary: known('a'), servers: ['a', 'b', 'c', 'd'].map(known) };
    const servers = [lonely('a'), PROMOTED, lonely('d'), replica('c', { of: 'd' })];
    expect(actionFor({ servers, memory })).toBe('none');
  });
});

describe('a replica that a person has detached and made writable is no new primary', () => {
  const detached = primary('b', { gtidExecuted: gtids('a:1-50,b:1-7') });
  const two = { primary: known('a'), servers: ['a', 'b'].map(known) };

  test('where the primary was slow for one look, and there is no third server', () => {
    expect(actionFor({ servers: [dead('a', { reason: 'silent' }), detached], memory: two })).toBe('none');
    expect(actionFor({ servers: [dead('a', { reason: 'timedOut' }), detached], memory: two, lastSeen: null })).toBe(
      'none',
    );
  });

  test('also where the third one is a former primary in quarantine, which follows already', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c')];
    const memory = { ...THREE, setAside: [formerly('c')] };
    expect(actionFor({ servers: [dead('a', { reason: 'silent' }), detached, replica('c')], rows, memory })).toBe(
      'none',
    );
  });

  test('but one that a person has promoted by hand is, who made the old one read-only before, and which has all of that one', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    const see = (a: ObservedServer, b: ObservedServer, memory: Partial<ClusterMemory> = {}) =>
      actionFor({ servers: [a, b], rows, memory: { ...two, primaryStartedAt: AT - 1_000_000_000, ...memory } });
    const whole = primary('b', { gtidExecuted: gtids('a:1-100,b:1-7') });
    expect(see(lonely('a'), whole)).toBe('follow');
    expect(see(lonely('a'), detached)).toBe('none');
    // Its my.cnf may have made it read-only.
    expect(see(lonely('a', { uptimeSeconds: 1 }), whole)).toBe('none');
    expect(see(lonely('a', { uptimeSeconds: 1 }), whole, { primaryWasReadOnly: true })).toBe('follow');
    expect(see(dead('a'), whole)).toBe('none');
    expect(see(primary('a'), whole)).toBe('none');
  });

  describe('also where another server follows it, as it did before', () => {
    const memory = {
      primary: known('a'),
      servers: ['a', 'b', 'c', 'd'].map(known),
      followers: ['b', 'c'].map(uuid),
      farther: [{ serverUuid: uuid('d'), sourceUuid: uuid('b') }],
      primaryStartedAt: AT - 1_000_000_000,
    };
    const d = replica('d', { of: 'b' });

    test('and the primary restarts, or falls silent', () => {
      const c = replica('c', { gtidExecuted: gtids('a:1-101') });
      const restarted = lonely('a', { uptimeSeconds: 1, gtidExecuted: gtids('a:1-101') });
      expect(actionFor({ servers: [restarted, detached, c, d], memory })).toBe('none');
      const { says } = diagnose(anObservation({ servers: [dead('a'), detached, orphan('c'), d], memory }), LIMITS);
      expect(says).toBe('b:3306 is writable, and a:3306, the primary by all else, does not answer');
    });

    test('but it is where one follows it that did not before, or where this program has made it writable', () => {
      const three = { ...memory, servers: ['a', 'b', 'd'].map(known) };
      expect(actionFor({ servers: [dead('a'), detached, replica('c', { of: 'b' }), d], memory })).toBe('follow');
      expect(actionFor({ servers: [dead('a'), detached, d], memory: three })).toBe('none');
      const promoted = primary('b', { promotedSecondsAgo: 60 });
      expect(actionFor({ servers: [dead('a'), promoted, d], memory: three })).toBe('follow');
    });

    test('and where a person has made the old one read-only before, it takes along who follows it', () => {
      const whole = primary('b', { gtidExecuted: gtids('a:1-100,b:1-7') });
      const three = { ...memory, servers: ['a', 'b', 'd'].map(known) };
      expect(actionFor({ servers: [lonely('a'), whole, d], memory: three })).toBe('follow');
      expect(actionFor({ servers: [lonely('a'), detached, d], memory: three })).toBe('none');
    });
  });

  test('also where the lock of one server is enough', () => {
    const observation = anObservation({ servers: [primary('a'), detached, replica('c')], memory: THREE });
    expect(diagnose(observation, { ...LIMITS, quorum: 'any' }).action.kind).toBe('none');
  });
});

test('a former primary whose clock stood still is not followed: its promotion only looks new', () => {
  const rows = [row(QUARANTINE, 'b'), row(WRITER, 'a'), row(READER, 'c')];
  const memory = { ...THREE, setAside: [formerly('b')] };
  const lastSeen = { ...LAST_SEEN, gtidExecuted: `${uuid('a')}:1-150` };
  const servers = [primary('a', { gtidExecuted: gtids('a:1-150') }), PROMOTED, replica('c')];
  expect(actionFor({ servers, rows, memory, lastSeen })).not.toBe('follow');
});

test('of two servers that were promoted since this host was here, the first one is not followed', () => {
  const again = primary('a', { promotedSecondsAgo: 1 });
  expect(actionFor({ servers: [again, PROMOTED, orphan('c')] })).not.toBe('follow');
});

test('a former primary that was restarted and takes writes has taken over where it has what came from the one in its place', () => {
  const rows = [row(QUARANTINE, 'b'), row(WRITER, 'a'), row(READER, 'c')];
  const memory = { ...THREE, setAside: [formerly('b')] };
  const see = (b: string, c: string): string => {
    const servers = [dead('a'), primary('b', { gtidExecuted: gtids(b) }), orphan('c', { gtidExecuted: gtids(c) })];
    return diagnose(anObservation({ servers, rows, memory }), LIMITS).name;
  };
  expect(see('b:1-9,a:1-100', 'b:1-5,a:1-100')).toBe('primaryMayHaveMoved');
  expect(see('b:1-9', 'b:1-5,a:1-100')).toBe('formerPrimaryWritable');
  expect(see('b:1-9', 'b:1-5')).toBe('formerPrimaryWritable');
});

test('a writable server that a majority is connected to is followed also while the old primary takes writes', () => {
  expect(actionFor({ servers: [primary('a'), primary('b'), replica('c', { of: 'b' })] })).toBe('follow');
  const { evidence } = diagnose(
    anObservation({ servers: [primary('a'), primary('b'), replica('c', { of: 'b' })], memory: THREE }),
    LIMITS,
  );
  expect(evidence).toContain('2 of 3 servers are it or connected to it');
  expect(evidence).toContain('a:3306, which this ProxySQL has as the primary: read_only is OFF too');
});

test('a detached server is not followed beside the primary for a replica that has missed the last failover, or was below it', () => {
  const servers = [primary('a'), primary('b'), replica('c', { of: 'b' })];
  const see = (...followers: readonly string[]) =>
    actionFor({ servers, memory: { ...THREE, followers: followers.map(uuid) } });
  expect(see('b')).toBe('none');
  expect(see('b', 'c')).toBe('follow');
  const fenced = [lonely('a'), ...servers.slice(1)];
  expect(actionFor({ servers: fenced, memory: { ...THREE, followers: [uuid('b')] } })).toBe('follow');
});
