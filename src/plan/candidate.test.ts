import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anObservation,
  at,
  channelTo,
  dead,
  gtids,
  lonely,
  orphan,
  QUARANTINE,
  READER,
  type ReplicaStory,
  row,
  WRITER,
} from '../../test/observations/observation.ts';
import type { Cluster } from '../config/cluster.ts';
import { nameOf, type Replica, receivedBy, replicasOf } from '../diagnose/topology.ts';
import { contains, countTransactions, formatGtidSet, subtract, unionOf } from '../mysql/gtid-set.ts';
import type { AnsweringServer, Channel } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { type Choice, chooseCandidate } from './candidate.ts';

interface Story {
  readonly rows?: readonly ServerRow[];
  readonly runtime?: readonly ServerRow[];
  readonly rules?: Cluster['promotionRules'];
}

/** The choice among servers that followed the dead primary a; those that follow another server are behind a replica. */
function choose(servers: readonly AnsweringServer[], { rules = {}, ...story }: Story = {}): Choice {
  const a = dead('a');
  const observation = anObservation({ servers: [a, ...servers], cluster: { promotionRules: rules }, ...story });
  const near = replicasOf(observation, a);
  const farther = servers
    .filter((server) => !near.some((one) => one.server === server))
    .flatMap((server) => server.facts.channels.slice(0, 1).map((channel): Replica => ({ server, channel })));
  return chooseCandidate(observation, near, farther);
}

function chosen(choice: Choice): string {
  if (choice.kind === 'none') return `none: ${choice.because}`;
  const { donor } = choice;
  return `${nameOf(choice.candidate.server)}${donor === null ? '' : ` after fetching from ${nameOf(donor)}`}`;
}

function because(choice: Choice, name: string): string {
  return choice.verdicts.find(({ server }) => server === `${name}:3306`)?.because ?? 'no verdict';
}

/** A replica whose last transaction of a, executed and received, is `last`. */
function upTo(name: string, last: number, story: ReplicaStory = {}): AnsweringServer {
  return orphan(name, { gtidExecuted: gtids(`a:1-${last}`), ...story });
}

/** A replica that has executed up to `executed` and received up to `received`. */
function behind(name: string, executed: number, received: number, channel: Partial<Channel> = {}): AnsweringServer {
  return upTo(name, executed, { channel: { retrieved: gtids(`a:1-${received}`), ...channel } });
}

describe('what bars a replica, though it has the most', () => {
  test.each<[string, ReplicaStory, RegExp]>([
    ['no binary log', { logBin: false }, /no binary log/],
    ['log_replica_updates off', { logReplicaUpdates: false }, /log_replica_updates is OFF/],
    ['gtid_mode off', { gtidMode: 'OFF' }, /gtid_mode is OFF/],
    ['gtid_mode on the way', { gtidMode: 'ON_PERMISSIVE' }, /gtid_mode is ON_PERMISSIVE/],
    ['gtid_mode unknown', { gtidMode: '' }, /gtid_mode is unknown/],
    ['offline mode', { offlineMode: true }, /^offline_mode is ON$/],
    [
      'replication filters',
      { channel: { filters: ['Replicate_Do_DB = shop', 'Replicate_Ignore_Table = shop.audit'] } },
      /^it filters what it replicates \(Replicate_Do_DB = shop; Replicate_Ignore_Table = shop\.audit\)$/,
    ],
    ['a delay', { channel: { delaySeconds: 3600 } }, /delayed by 3600 s/],
    ['a server that is not supported', { unsupported: 'MySQL 8.0.22 is not supported' }, /8\.0\.22/],
  ])('%s', (_, story, reason) => {
    const choice = choose([upTo('b', 100, story), upTo('c', 100)]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toMatch(reason);
  });

  test("the operator's rule 'never'", () => {
    const choice = choose([upTo('b', 100), upTo('c', 100)], { rules: { 'b:3306': 'never' } });
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe("its promotion rule is 'never'");
  });

  test('quarantine', () => {
    const rows = [row(WRITER, 'a'), row(QUARANTINE, 'b'), row(READER, 'c')];
    const choice = choose([upTo('b', 100), upTo('c', 100)], { rows });
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe('it is in quarantine');
  });

  test('OFFLINE_SOFT, set by a person', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b', { status: 'OFFLINE_SOFT' }), row(READER, 'c')];
    const choice = choose([upTo('b', 100), upTo('c', 100)], { rows });
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe('somebody set it OFFLINE_SOFT in ProxySQL');
  });

  test('but not SHUNNED at runtime, which the monitor sets and takes back', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    expect(chosen(choose([upTo('b', 100)], { rows, runtime: [row(READER, 'b', { status: 'SHUNNED' })] }))).toBe(
      'b:3306',
    );
  });

  test('ProxySQL does not know it', () => {
    const choice = choose([upTo('b', 100), upTo('c', 100)], { rows: [row(WRITER, 'a'), row(READER, 'c')] });
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe('ProxySQL does not know it');
  });

  test('a broken applier with transactions still to apply', () => {
    const broken = { applier: 'stopped', applierError: 'Duplicate entry' } as const;
    const choice = choose([behind('b', 90, 100, broken), upTo('c', 100)]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe('its applier is broken: Duplicate entry');
  });

  test('but not a broken applier that has nothing left to apply', () => {
    const choice = choose([upTo('b', 100, { channel: { applier: 'stopped', applierError: 'Duplicate entry' } })]);
    expect(chosen(choice)).toBe('b:3306');
  });

  test('and not an applier that a person stopped', () => {
    expect(chosen(choose([behind('b', 90, 100, { applier: 'stopped' })]))).toBe('b:3306');
  });

  test('a newer version than a replica that would have to follow it', () => {
    const choice = choose([upTo('b', 100, { runs: '9.7.4' }), upTo('c', 100, { runs: '8.4.6' })]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toMatch(/version 9\.7\.4 is newer than c:3306 \(8\.4\.6\)/);
  });

  test('but not a newer patch of the same series', () => {
    const choice = choose([upTo('b', 100, { runs: '8.4.9' }), upTo('c', 100, { runs: '8.4.6' })]);
    expect(chosen(choice)).toBe('b:3306');
  });

  test('it follows another replica, not the primary', () => {
    const choice = choose([upTo('b', 100), upTo('c', 100, { of: 'b' })], { rules: { 'c:3306': 'prefer' } });
    expect(chosen(choice)).toBe('b:3306');
    expect(because(choice, 'c')).toBe('it follows another replica, not the primary');
  });

  test('where all are barred nobody is chosen, and each says why', () => {
    const choice = choose([upTo('b', 100, { logBin: false }), upTo('c', 100, { channel: { delaySeconds: 5 } })]);
    expect(chosen(choice)).toBe('none: no replica can be the primary');
    expect(choice.verdicts.map((one) => one.because)).toEqual([
      expect.stringMatching('no binary log'),
      expect.stringMatching('delayed'),
    ]);
  });
});

describe('sets decide', () => {
  test('the one that received more, though it has applied less', () => {
    const choice = choose([upTo('b', 100), behind('c', 50, 101)]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toMatch(/^it lacks 1 transaction \(aaaaaaaa.*:101\)$/);
  });

  test('a hole counts, however high the last number is', () => {
    const holey = upTo('b', 0, { gtidExecuted: gtids('a:1-50:52-200') });
    const whole = upTo('c', 0, { gtidExecuted: gtids('a:1-200') });
    const choice = choose([holey, whole], { rules: { 'b:3306': 'prefer', 'c:3306': 'preferNot' } });
    expect(chosen(choice)).toBe('c:3306');
  });

  test('more beats any preference of the operator', () => {
    const rules = { 'b:3306': 'prefer', 'c:3306': 'preferNot' } as const;
    expect(chosen(choose([upTo('b', 100), upTo('c', 101)], { rules }))).toBe('c:3306');
  });

  test('transactions of earlier primaries count', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100, e:1-7') });
    const c = upTo('c', 0, { gtidExecuted: gtids('a:1-100, e:1-6') });
    expect(chosen(choose([c, b], { rules: { 'c:3306': 'prefer' } }))).toBe('b:3306');
  });

  test('tagged transactions count', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100:billing:1-4') });
    const c = upTo('c', 0, { gtidExecuted: gtids('a:1-100:billing:1-5') });
    expect(chosen(choose([b, c]))).toBe('c:3306');
  });

  test('what the chosen one must have is everything that anybody received', () => {
    const choice = choose([behind('b', 90, 100), upTo('c', 95), upTo('d', 97, { of: 'c' })]);
    if (choice.kind !== 'chosen') throw new Error('nobody is chosen');
    expect(formatGtidSet(choice.mustHave)).toBe(formatGtidSet(gtids('a:1-100')));
  });
});

describe('equal sets', () => {
  const equal = (rules: Cluster['promotionRules']) =>
    chosen(choose([upTo('b', 100), upTo('c', 100), upTo('d', 100)], { rules }));

  test("'prefer' comes before neutral", () => {
    expect(equal({ 'c:3306': 'prefer' })).toBe('c:3306');
  });

  test("neutral comes before 'preferNot'", () => {
    expect(equal({ 'b:3306': 'preferNot', 'c:3306': 'preferNot' })).toBe('d:3306');
  });

  test("'preferNot' comes before nobody", () => {
    expect(equal({ 'b:3306': 'never', 'c:3306': 'preferNot', 'd:3306': 'never' })).toBe('c:3306');
  });

  test('a rule holds for a server under any of its names', () => {
    const d = upTo('d', 100, { knownAs: [at('d'), at('db4.example')] });
    expect(chosen(choose([upTo('b', 100), d], { rules: { 'db4.example:3306': 'prefer' } }))).toBe('d:3306');
  });

  test('a rule holds in whatever letters the config and ProxySQL have the name', () => {
    expect(equal({ 'B:3306': 'never' })).toBe('c:3306');
    const b = upTo('b', 100, { knownAs: [at('DB2.example')] });
    expect(chosen(choose([b, upTo('c', 100)], { rules: { 'db2.EXAMPLE:3306': 'preferNot' } }))).toBe('c:3306');
  });

  test('then the one that fewer of the others could not follow, as it has purged what they lack', () => {
    const b = upTo('b', 100, { gtidPurged: gtids('a:1-99') });
    const c = behind('c', 90, 100, {});
    const choice = choose([b, c, upTo('d', 50), upTo('e', 98, { logBin: false })]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toBe('it has the same transactions, and has purged what 2 replicas lack');
    expect(chosen(choose([b, c, upTo('d', 99)]))).toBe('b:3306');
    expect(chosen(choose([b, c, upTo('d', 50)], { rules: { 'b:3306': 'prefer' } }))).toBe('b:3306');
  });

  test('a replica that would not follow anyway does not count', () => {
    const b = upTo('b', 100, { gtidPurged: gtids('a:1-99') });
    const byPosition = upTo('d', 50, { channel: { autoPosition: false } });
    expect(chosen(choose([b, behind('c', 90, 100), byPosition]))).toBe('b:3306');
    const behindC = upTo('d', 50, { of: 'c' });
    expect(chosen(choose([b, behind('c', 90, 100), behindC]))).toBe('b:3306');
  });

  test('then the one with the fewest transactions still to apply', () => {
    const choice = choose([behind('b', 80, 100), behind('c', 99, 100), behind('d', 90, 100)]);
    expect(chosen(choice)).toBe('c:3306');
    expect(because(choice, 'b')).toMatch(/20 of them still to be applied/);
  });

  test('preference comes before what is still to apply', () => {
    const rules = { 'b:3306': 'prefer' } as const;
    expect(chosen(choose([behind('b', 80, 100), upTo('c', 100)], { rules }))).toBe('b:3306');
  });

  test('then a stable order of names', () => {
    expect(equal({})).toBe('b:3306');
  });
});

describe('a server that may not be promoted holds more', () => {
  const missing = '(aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:101-103)';

  test('the candidate fetches the rest from it', () => {
    const choice = choose([upTo('b', 100), upTo('c', 103)], { rules: { 'c:3306': 'never' } });
    expect(chosen(choice)).toBe('b:3306 after fetching from c:3306');
    if (choice.kind === 'chosen') expect(formatGtidSet(choice.mustHave)).toBe(formatGtidSet(gtids('a:1-103')));
  });

  test('also from a server behind a replica', () => {
    expect(chosen(choose([upTo('b', 100), upTo('c', 103, { of: 'b' })]))).toBe('b:3306 after fetching from c:3306');
  });

  test('of those that may be promoted, the one with the most fetches', () => {
    const rules = { 'd:3306': 'never', 'b:3306': 'prefer' } as const;
    expect(chosen(choose([upTo('b', 100), upTo('c', 102), upTo('d', 103)], { rules }))).toBe(
      'c:3306 after fetching from d:3306',
    );
  });

  test.each<[string, ReplicaStory, string]>([
    ['it has no binary log', { logBin: false }, 'it has no binary log'],
    ['it does not log what it applies', { logReplicaUpdates: false }, 'log_replica_updates is OFF'],
    ['its gtid_mode is off', { gtidMode: 'OFF' }, 'gtid_mode is OFF'],
    ['it lets no replica in', { offlineMode: true }, 'offline_mode is ON'],
    [
      'its applier leaves things out',
      { channel: { filters: ['Replicate_Do_DB = shop'] } },
      'it filters what it replicates (Replicate_Do_DB = shop)',
    ],
    ['it is newer than the candidate', { runs: '9.7.4' }, 'its version 9.7.4 is newer'],
    ['it has purged them', { gtidPurged: gtids('a:1-101') }, 'it has purged them from its binary log'],
    [
      'it is delayed and has not applied them',
      { gtidExecuted: gtids('a:1-90'), channel: { delaySeconds: 60, retrieved: gtids('a:91-103') } },
      'it is delayed and has not applied them',
    ],
    [
      'its applier is broken before it could apply them',
      {
        gtidExecuted: gtids('a:1-90'),
        channel: { applier: 'stopped', applierError: 'Duplicate entry', retrieved: gtids('a:91-103') },
      },
      'its applier is broken: Duplicate entry',
    ],
    [
      'a person stopped its applier, and nobody starts it',
      { gtidExecuted: gtids('a:1-90'), channel: { applier: 'stopped', retrieved: gtids('a:91-103') } },
      'its applier is stopped',
    ],
  ])('nobody is promoted where it cannot give them: %s', (_, story, reason) => {
    const choice = choose([upTo('b', 100), upTo('c', 103, story)], { rules: { 'c:3306': 'never' } });
    expect(chosen(choice)).toBe(`none: b:3306 lacks 3 transactions ${missing}, and c:3306 cannot give them: ${reason}`);
  });

  test('a delayed server that has applied them gives them', () => {
    const delayed = upTo('c', 103, { channel: { delaySeconds: 60 } });
    expect(chosen(choose([upTo('b', 100), delayed]))).toBe('b:3306 after fetching from c:3306');
  });

  test('what the candidate has itself may be purged on the server it fetches from', () => {
    const c = upTo('c', 103, { gtidPurged: gtids('a:1-100') });
    expect(chosen(choose([upTo('b', 100), c], { rules: { 'c:3306': 'never' } }))).toBe(
      'b:3306 after fetching from c:3306',
    );
  });

  test('of two that hold them, the one that can give them', () => {
    const servers = [upTo('b', 100), upTo('c', 103, { logBin: false }), upTo('d', 103)];
    expect(chosen(choose(servers, { rules: { 'd:3306': 'never' } }))).toBe('b:3306 after fetching from d:3306');
  });
});

describe('divergence', () => {
  test('two sets that each hold what the other lacks: nobody, and both differences are shown', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100, b:1-2') });
    const choice = choose([b, upTo('c', 102)]);
    expect(chosen(choice)).toBe(
      'none: b:3306 and c:3306 have diverged: only b:3306 has bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb:1-2, ' +
        'only c:3306 has aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:101-102',
    );
    expect(choice.verdicts.every((one) => !one.chosen)).toBe(true);
  });

  test('also where one of the two may never be promoted', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100, b:1'), logBin: false });
    expect(chosen(choose([b, upTo('c', 101)]))).toMatch(/have diverged/);
  });

  test('also where one of the two is behind another replica', () => {
    const d = upTo('d', 0, { of: 'c', gtidExecuted: gtids('a:1-100, d:1') });
    expect(chosen(choose([upTo('c', 101), d]))).toMatch(/have diverged/);
  });

  test('an errant transaction on the one that has everything else too is no divergence', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100, b:1') });
    expect(chosen(choose([b, upTo('c', 100)]))).toBe('b:3306');
  });

  test('it is said that errant transactions come along, whoever gives them', () => {
    const set = (text: string) => formatGtidSet(gtids(text));
    const verdictsOf = (b: AnsweringServer) => choose([b, upTo('c', 100)]).verdicts.map(({ because }) => because);
    const clean = upTo('b', 0, { gtidExecuted: gtids('a:1-101') });
    expect(verdictsOf(clean)).toContain('it has everything that was received, and more than every other replica');
    const errant = { gtidExecuted: gtids('a:1-100, b:1-2') };
    expect(verdictsOf(upTo('b', 0, errant))).toContain(
      `it has everything that was received, and more than every other replica; with it come 2 transactions that b:3306 wrote itself: ${set('b:1-2')}`,
    );
    expect(verdictsOf(upTo('b', 0, { ...errant, channel: { delaySeconds: 60 } }))).toContain(
      `it is the best that may be promoted; it fetches the rest from b:3306 first; with it come 2 transactions that b:3306 wrote itself: ${set('b:1-2')}`,
    );
  });

  test('transactions of its own from when it was the primary itself are no news', () => {
    const b = upTo('b', 0, { gtidExecuted: gtids('a:1-100, b:1-5') });
    const c = upTo('c', 0, { gtidExecuted: gtids('a:1-100, b:1-5') });
    expect(
      choose([b, c])
        .verdicts.map(({ because }) => because)
        .join(),
    ).not.toMatch(/with it come/);
  });

  test('an errant transaction on the only one that is left does not bar it', () => {
    expect(chosen(choose([upTo('b', 0, { gtidExecuted: gtids('a:1-100, b:1') })]))).toBe('b:3306');
  });
});

describe('a multi-source replica', () => {
  const multi = (name: string, executed: string, retrieved = ''): AnsweringServer =>
    lonely(name, {
      gtidExecuted: gtids(executed),
      channels: [
        channelTo('f', { name: 'other', retrieved: gtids('f:1-50') }),
        channelTo('a', { name: 'shop', receiver: 'connecting', retrieved: gtids(retrieved) }),
      ],
    });

  test('its transactions of another cluster are no divergence, and nobody has to fetch them', () => {
    const choice = choose([multi('b', 'a:1-100, f:1-50'), upTo('c', 101)]);
    expect(chosen(choice)).toBe('c:3306');
    if (choice.kind === 'chosen') expect(formatGtidSet(choice.mustHave)).toBe(formatGtidSet(gtids('a:1-101')));
  });

  test('its transactions of this primary count', () => {
    expect(chosen(choose([multi('b', 'a:1-102, f:1-50'), upTo('c', 101)]))).toBe('b:3306');
    expect(chosen(choose([multi('b', 'a:1-100, f:1-50', 'a:101-103'), upTo('c', 101)]))).toBe('b:3306');
  });

  test('its transactions of an earlier primary count where another replica knows that primary', () => {
    const c = upTo('c', 0, { gtidExecuted: gtids('e:1-5, a:1-100') });
    expect(chosen(choose([multi('b', 'e:1-6, a:1-100, f:1-50'), c]))).toBe('b:3306');
  });

  test('its tagged transactions of this primary count, though no other replica has one', () => {
    expect(chosen(choose([upTo('b', 100), multi('c', 'a:1-100:billing:1-5, f:1-50')]))).toBe('c:3306');
  });
});

describe('whatever the replicas have', { timeout: 30_000 }, () => {
  const oneSet = fc.record({
    executed: fc.integer({ min: 0, max: 6 }),
    received: fc.integer({ min: 0, max: 8 }),
    hole: fc.constantFrom(false, false, false, true),
    tagged: fc.constantFrom(0, 0, 0, 1, 2),
    errant: fc.constantFrom(...Array(9).fill(false), true),
  });
  const story = fc.record({
    sets: oneSet,
    of: fc.constantFrom('a', 'a', 'a', 'b'),
    logBin: fc.constantFrom(true, true, true, false),
    runs: fc.constantFrom('8.4.6', '8.4.6', '9.7.4'),
    delaySeconds: fc.constantFrom(0, 0, 60),
    purged: fc.constantFrom(0, 0, 0, 0, 3, 7),
    applierError: fc.constantFrom('', '', 'Duplicate entry'),
    rule: fc.constantFrom('prefer', 'neutral', 'neutral', 'preferNot', 'never'),
  });
  const scene = fc.array(story, { minLength: 1, maxLength: 4 }).map((stories) => {
    const names = ['b', 'c', 'd', 'e'].slice(0, stories.length);
    const servers = stories.map(({ sets, of, ...facts }, i) => {
      const name = names[i] ?? 'b';
      const tagged = sets.tagged === 0 ? '' : `:blue:1-${sets.tagged}`;
      const errant = sets.errant ? `,${name}:1` : '';
      return orphan(name, {
        of: of === name ? 'a' : of,
        logBin: facts.logBin,
        runs: facts.runs,
        gtidExecuted: gtids(`a:1-${sets.hole ? 1 : sets.executed}:3-${sets.executed}${tagged}${errant}`),
        gtidPurged: gtids(`a:1-${facts.purged}`),
        channel: {
          delaySeconds: facts.delaySeconds,
          retrieved: gtids(`a:1-${sets.received}`),
          applierError: facts.applierError,
          applier: facts.applierError === '' ? 'running' : 'stopped',
        },
      });
    });
    const rules = Object.fromEntries(stories.map(({ rule }, i) => [`${names[i]}:3306`, rule]));
    return { servers, rules };
  });

  test('the chosen one, or the server it fetches from, holds everything that anybody received', () => {
    let count = 0;
    let donors = 0;
    fc.assert(
      fc.property(scene, ({ servers, rules }) => {
        const choice = choose(servers, { rules });
        if (choice.kind === 'none') return;
        count += 1;
        if (choice.donor !== null) donors += 1;
        const union = unionOf(...servers.map(receivedBy));
        expect(formatGtidSet(choice.mustHave)).toBe(formatGtidSet(union));
        expect(contains(receivedBy(choice.donor ?? choice.candidate.server), union)).toBe(true);
        // What the candidate lacks is still in the donor's binary log.
        const lacks = subtract(union, receivedBy(choice.candidate.server));
        if (choice.donor === null) expect(countTransactions(lacks)).toBe(0n);
        else expect(formatGtidSet(subtract(lacks, choice.donor.facts.gtidPurged))).toBe(formatGtidSet(lacks));
      }),
      { numRuns: 2000 },
    );
    expect(count).toBeGreaterThan(200);
    expect(donors).toBeGreaterThan(2);
  });

  test('the chosen one may be promoted, and no other that may be has more', () => {
    fc.assert(
      fc.property(scene, ({ servers, rules }) => {
        const choice = choose(servers, { rules });
        if (choice.kind === 'none') return;
        const { server, channel } = choice.candidate;
        expect(server.facts.logBin).toBe(true);
        expect(channel).toMatchObject({ delaySeconds: 0, source: at('a') });
        expect(rules[nameOf(server)]).not.toBe('never');
        expect(choice.verdicts.filter((one) => one.chosen).map((one) => one.server)).toEqual([nameOf(server)]);
      }),
      { numRuns: 1000 },
    );
  });

  test('every server gets one verdict, with a reason', () => {
    fc.assert(
      fc.property(scene, ({ servers, rules }) => {
        const { verdicts } = choose(servers, { rules });
        expect(verdicts.map((one) => one.server).sort()).toEqual(servers.map(nameOf).sort());
        for (const one of verdicts) expect(one.because).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which the servers were asked never changes the choice', () => {
    const shuffled = scene.chain(({ servers, rules }) =>
      fc.record({
        servers: fc.constant(servers),
        other: fc.shuffledSubarray(servers, { minLength: servers.length }),
        rules: fc.constant(rules),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ servers, other, rules }) => {
        const [first, second] = [choose(servers, { rules }), choose(other, { rules })];
        expect(chosen(second)).toBe(chosen(first));
        const chances = (choice: Choice) => choice.verdicts.map((one) => [one.server, one.chosen]);
        expect(chances(second)).toEqual(chances(first));
      }),
      { numRuns: 1000 },
    );
  });
});
