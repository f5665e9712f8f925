import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  channelTo,
  dead,
  formerly,
  gtids,
  HALTED,
  lonely,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  type ServerStory,
  SUCCESSION,
  uuid,
} from '../../test/observations/observation.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { Channel, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { isReplicaAgain, needsFence, type ReturnedPrimary, returnedPrimaries } from './former-primary.ts';

const B: ServerStory = { gtidExecuted: gtids('a:1-100,b:1-9') };

interface Story {
  readonly b?: ServerStory;
  readonly memory?: Partial<ClusterMemory>;
  readonly rows?: readonly ServerRow[];
  readonly autoRejoin?: boolean;
}

/** What becomes of a, now that b is in its place. */
function returned(a: ObservedServer, { b = {}, memory = {}, rows = SUCCESSION, autoRejoin = true }: Story = {}) {
  const inPlace = primary('b', { ...B, ...b });
  const servers = [a, inPlace, replica('c', { of: 'b', gtidExecuted: gtids('a:1-100,b:1-9') })];
  const observation = anObservation({ servers, rows, memory: { setAside: [formerly('a')], ...memory } });
  return returnedPrimaries(observation, inPlace, { autoRejoin });
}

const stateOf = (...args: Parameters<typeof returned>) => returned(...args)[0]?.state;
const follower = (channel: Partial<Channel> = {}, story: ServerStory = {}) =>
  replica('a', { of: 'b', channel, gtidExecuted: gtids('a:1-100,b:1-9'), ...story });

describe('a former primary that is back', () => {
  test('with nothing of its own is to follow, over a new channel', () => {
    expect(stateOf(lonely('a'))).toEqual({ kind: 'toRejoin', channel: null });
  });

  test('that still has a channel to a server of this cluster follows over that one', () => {
    const own = channelTo('c', { name: 'old', ...HALTED });
    expect(stateOf(lonely('a', { channels: [own] }))).toEqual({ kind: 'toRejoin', channel: own });
  });

  test('that is fed from another cluster keeps that channel', () => {
    expect(stateOf(lonely('a', { channels: [channelTo('f')] }))).toEqual({
      kind: 'cannotFollow',
      because: 'its default channel leads out of this cluster, to f:3306',
    });
  });

  test.each<[string, ServerStory, ServerStory, RegExp]>([
    ['what the primary has purged', {}, { gtidPurged: gtids('b:1-5') }, /purged 5 transactions/],
    ['the release series of the primary', { runs: '8.0.36' }, { runs: '8.4.6' }, /version 8.0.36 is older/],
    ['GTIDs', { gtidMode: 'OFF' }, {}, /gtid_mode is OFF/],
    ['support', { unsupported: 'MariaDB 11 is not supported' }, {}, /MariaDB/],
  ])('that lacks %s cannot follow', (_, a, b, because) => {
    expect(stateOf(lonely('a', a), { b })).toEqual({ kind: 'cannotFollow', because: expect.stringMatching(because) });
  });

  test('with transactions of its own has diverged, also with those it has received and not applied', () => {
    const errant = { kind: 'diverged', errant: gtids('a:101-103') };
    expect(stateOf(lonely('a', { gtidExecuted: gtids('a:1-103') }))).toEqual(errant);
    const channels = [channelTo('c', { receiver: 'stopped', retrieved: gtids('a:101-103') })];
    expect(stateOf(lonely('a', { channels }))).toEqual(errant);
  });

  test('that receives from the primary may be ahead of what the primary said of itself a moment ago', () => {
    expect(stateOf(follower({}, { gtidExecuted: gtids('a:1-100,b:1-12') }))).toEqual({ kind: 'follows' });
  });

  test('that receives from the primary and has errant transactions has diverged', () => {
    const a = follower({}, { gtidExecuted: gtids('a:1-101,b:1-9') });
    expect(stateOf(a)).toEqual({ kind: 'diverged', errant: gtids('a:101') });
  });

  test.each<[string, Partial<Channel>, RegExp]>([
    ['cannot connect', { receiver: 'connecting', receiverError: 'Access denied' }, /cannot connect .*Access denied/],
    [
      'is stopped',
      { receiver: 'stopped' },
      /receiver is stopped; where nobody .* on purpose, START REPLICA lets it follow$/,
    ],
    [
      'has stopped over an error',
      { receiver: 'stopped', receiverErrno: 13_117, receiverError: 'equal ids' },
      /equal ids$/,
    ],
  ])('whose receiver %s is not told again', (_, channel, because) => {
    expect(stateOf(follower(channel))).toEqual({ kind: 'cannotFollow', because: expect.stringMatching(because) });
  });

  test('whose replication a killed run has not started yet is one that this program stopped', () => {
    const a = follower(HALTED);
    expect(stateOf(a, { memory: { halted: [uuid('a')] } })).toEqual({ kind: 'follows' });
  });

  test.each([
    ['a moment ago waits', AT - 1000, 'cannotFollow'],
    ['a while ago is told again', AT - 30_000, 'toRejoin'],
    ['before the clock was set back is told again', AT + 60_000, 'toRejoin'],
  ])('that was told %s', (_, triedAt, kind) => {
    expect(stateOf(lonely('a'), { memory: { setAside: [formerly('a', { triedAt })] } })).toMatchObject({ kind });
  });
});

describe('nobody is told to follow', () => {
  test.each<[string, ReturnedPrimary[]]>([
    ['where nothing answers', returned(dead('a'))],
    ['whom somebody else put into quarantine', returned(lonely('a'), { memory: { setAside: [] } })],
    ['who is another server at its address', returned(lonely('a', { serverUuid: uuid('f') }))],
    ['while a failover is unfinished', returned(lonely('a'), { memory: { recovery: aRecovery() } })],
    [
      'whom a person has taken out of quarantine and has let follow another server',
      returned(replica('a', { of: 'c' }), { rows: [...SUCCESSION, row(READER, 'a')] }),
    ],
  ])('%s', (_, found) => {
    expect(found).toEqual([]);
  });
});

describe.each<[string, Story]>([
  ['where autoRejoin is false', { autoRejoin: false }],
  [
    'whose row a person has set OFFLINE_SOFT',
    { rows: [row(QUARANTINE, 'a', { status: 'OFFLINE_SOFT' }), ...SUCCESSION.slice(1)] },
  ],
])('a former primary %s', (_, story) => {
  const own = { gtidExecuted: gtids('a:1-103') };

  test('is left to a person where it could follow, or does', () => {
    expect(stateOf(lonely('a'), story)).toEqual({ kind: 'leftToAPerson' });
    expect(stateOf(follower(), story)).toEqual({ kind: 'leftToAPerson' });
  });

  test('is told all the same what stands in its way', () => {
    expect(stateOf(lonely('a', own), story)).toEqual({ kind: 'diverged', errant: gtids('a:101-103') });
    expect(stateOf(lonely('a', { gtidMode: 'OFF' }), story)).toMatchObject({ kind: 'cannotFollow' });
  });

  test.each<[string, ServerStory]>([
    ['nothing of its own', {}],
    ['transactions of its own', own],
  ])('with %s may lose super_read_only for CLONE INSTANCE, and not read_only', (_what, a) => {
    expect(returned(lonely('a', { superReadOnly: false, ...a }), story).map(needsFence)).toEqual([false]);
    expect(returned(primary('a', a), story).map(needsFence)).toEqual([true]);
  });
});

test('who is out of quarantine and follows nobody is told to follow: ProxySQL Cluster may have brought the rows of another host', () => {
  expect(returned(lonely('a'), { rows: [...SUCCESSION, row(READER, 'a')] })).toMatchObject([
    { state: { kind: 'toRejoin' } },
  ]);
});

describe('it counts as a replica', () => {
  const isAgain = (a: ObservedServer) => {
    const [one] = returned(a);
    return one !== undefined && isReplicaAgain(one, primary('b'));
  };

  test('when it receives and writes nothing', () => {
    expect(isAgain(follower())).toBe(true);
  });

  test.each<[string, ObservedServer]>([
    ['its receiver is not connected', follower({ receiver: 'connecting' })],
    ['it is not fenced', follower({}, { superReadOnly: false })],
    ['it follows nobody', lonely('a')],
  ])('and not while %s', (_, a) => {
    expect(isAgain(a)).toBe(false);
  });
});

test('read_only alone is no fence', () => {
  expect(returned(lonely('a', { superReadOnly: false })).map(needsFence)).toEqual([true]);
  expect(returned(lonely('a')).map(needsFence)).toEqual([false]);
});

describe('a former primary that a person rebuilds', () => {
  const forAccountsAlone = { superReadOnly: false } as const;
  const fenced = (...args: Parameters<typeof returned>) => returned(...args).map(needsFence);

  test.each([true, false])('is left alone while CLONE INSTANCE overwrites it (autoRejoin %s)', (autoRejoin) => {
    const a = lonely('a', { ...forAccountsAlone, isCloning: true, gtidExecuted: gtids('') });
    expect(fenced(a, { autoRejoin })).toEqual([false]);
    expect(stateOf(a, { autoRejoin })?.kind).not.toBe('toRejoin');
  });

  test('may lose super_read_only, which CLONE INSTANCE does not go with, and not read_only', () => {
    const own = { gtidExecuted: gtids('a:1-101') };
    expect(fenced(lonely('a', { ...forAccountsAlone, ...own }))).toEqual([false]);
    expect(fenced(primary('a', own))).toEqual([true]);
    expect(fenced(lonely('a', forAccountsAlone))).toEqual([true]);
  });

  test.each([
    ['everything', '', 100],
    ['the last of it', 'a:1-90', 10],
  ])(
    'and that has lost %s is not to follow: nobody gives it back what bears its own server_id',
    (_, executed, lost) => {
      expect(stateOf(lonely('a', { ...forAccountsAlone, gtidExecuted: gtids(executed) }))).toEqual({
        kind: 'cannotFollow',
        because: `it has lost ${lost} transactions of its own, and replication does not bring those back`,
      });
    },
  );

  test('and that is empty is not to follow, though it never wrote anything', () => {
    const b = { gtidExecuted: gtids('b:1-9,c:1-100') };
    expect(stateOf(lonely('a', { gtidExecuted: gtids('') }), { b })).toMatchObject({ kind: 'cannotFollow' });
    expect(stateOf(lonely('a', { gtidExecuted: gtids('') }), { b: { gtidExecuted: gtids('b:1-9') } })).toMatchObject({
      kind: 'toRejoin',
    });
  });

  test('and that has become a copy of the primary is to follow', () => {
    expect(stateOf(lonely('a', B))).toEqual({ kind: 'toRejoin', channel: null });
  });
});
