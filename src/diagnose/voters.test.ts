import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anObservation,
  aRecovery,
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
  SUCCESSION,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import type { Observation } from '../observe/observation.ts';
import { lockersOf, neededOf, votersOf } from './voters.ts';

const names = (observation: Observation, ...gone: readonly number[]): string[] =>
  votersOf(
    observation,
    observation.servers.filter((_, index) => gone.includes(index)),
  ).map(({ host }) => host);

test('every server of the last healthy look votes, except the primary that is gone', () => {
  const servers = [dead('a'), orphan('b'), dead('c')];
  const memory = { servers: ['c', 'b', 'a'].map(known) };
  expect(names(anObservation({ servers, memory }), 0)).toEqual(['b', 'c']);
});

test('before there was a healthy look, every server of this one', () => {
  expect(names(anObservation({ servers: [dead('a'), orphan('b'), orphan('c')] }), 0)).toEqual(['b', 'c']);
});

test('one in quarantine does not vote; where it answers its lock counts, as on another host it may not be in quarantine', () => {
  const others = [primary('b'), replica('c', { of: 'b' })];
  const memory = { servers: ['a', 'b', 'c'].map(known) };
  const back = anObservation({ servers: [lonely('a'), ...others], rows: SUCCESSION, memory });
  expect(names(back)).toEqual(['b', 'c']);
  expect(lockersOf(back, []).map(({ host }) => host)).toEqual(['a', 'b', 'c']);
  const away = anObservation({ servers: [dead('a'), ...others], rows: SUCCESSION, memory });
  expect(lockersOf(away, []).map(({ host }) => host)).toEqual(['b', 'c']);
});

test('the lock of one in quarantine that is silent counts where it followed the primary at the last healthy look and nobody keeps it there', () => {
  const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
  const memory = { servers: ['a', 'b', 'c'].map(known), setAside: [formerly('a')], followers: [uuid('a'), uuid('c')] };
  const lockers = (status: 'ONLINE' | 'OFFLINE_SOFT') => {
    const rows = [row(WRITER, 'b'), row(READER, 'c'), row(QUARANTINE, 'a', { status })];
    return lockersOf(anObservation({ servers, rows, memory }), []).map(({ host }) => host);
  };
  expect(lockers('ONLINE')).toEqual(['a', 'b', 'c']);
  expect(lockers('OFFLINE_SOFT')).toEqual(['b', 'c']);
});

test('the lock of a replica of a replica does not count, unless it follows the primary too, or its source has become it', () => {
  const servers = [dead('a'), orphan('b'), orphan('c'), replica('d', { of: 'b' })];
  const farther = [{ serverUuid: uuid('d'), sourceUuid: uuid('b') }];
  const memory = { servers: ['a', 'b', 'c', 'd'].map(known), primary: known('a'), farther };
  const lockers = (gone: number, followers: readonly string[] = []) => {
    const observation = anObservation({ servers, memory: { ...memory, followers: followers.map(uuid) } });
    return lockersOf(observation, servers.slice(gone, gone + 1)).map(({ host }) => host);
  };
  expect(lockers(0)).toEqual(['b', 'c']);
  expect(lockers(0, ['b', 'c', 'd'])).toEqual(['b', 'c', 'd']);
  expect(lockers(1)).toEqual(['a', 'c', 'd']);
});

test('the failed primary of an unfinished failover votes where it answers again', () => {
  const rows = [row(QUARANTINE, 'a'), row(READER, 'b')];
  const memory = { servers: ['a', 'b'].map(known), recovery: aRecovery() };
  expect(names(anObservation({ servers: [dead('a'), orphan('b')], rows, memory }))).toEqual(['b']);
  expect(names(anObservation({ servers: [primary('a'), replica('b')], rows, memory }))).toEqual(['a', 'b']);
});

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
])('of %i voters %i are a majority, and one is any', (count, majority) => {
  const voters = Array.from({ length: count });
  expect(neededOf(voters, 'majority')).toBe(majority);
  expect(neededOf(voters, 'any')).toBe(1);
});

test('two majorities have a server in common, also where only one of the hosts counts the primary', () => {
  const subset = (size: number): fc.Arbitrary<number[]> =>
    fc.shuffledSubarray(Array.from({ length: size }, (_, i) => i));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }).chain((size) => fc.tuple(fc.constant(size), subset(size), subset(size + 1))),
      ([size, without, withPrimary]) => {
        fc.pre(without.length >= neededOf(Array.from({ length: size }), 'majority'));
        fc.pre(withPrimary.length >= neededOf(Array.from({ length: size + 1 }), 'majority'));
        expect(without.some((one) => withPrimary.includes(one))).toBe(true);
      },
    ),
  );
});
