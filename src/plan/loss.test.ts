import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  dead,
  gtids,
  KEPT_OUT,
  known,
  orphan,
  primary,
  replica,
  THREE,
  UP,
  uuid,
  WAITING,
} from '../../test/observations/observation.ts';
import { planned, planOf, stepsOf } from '../../test/observations/plan.ts';
import { LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import type { SemiSyncWaiting } from '../observe/memory.ts';
import type { ObservedServer } from '../observe/observation.ts';
import { planFor } from './plan.ts';
import { isRefusal, type Plan, type Refusal } from './steps.ts';

interface Story {
  readonly servers?: readonly ObservedServer[];
  /** What the primary had when it was last seen; unless given, nobody has seen it. */
  readonly had?: string;
  readonly semiSync?: number;
  /** How long before that was; 700 ms unless given. */
  readonly unseenMs?: number;
  readonly waits?: Partial<SemiSyncWaiting>;
  readonly allowDataLoss?: boolean;
}

/** The primary `a` is dead; `b` and `c` were its replicas, and have a:1-100. */
function failover(story: Story): Plan | Refusal {
  const { servers = [orphan('b'), orphan('c')], had, unseenMs = 700, semiSync, waits = {}, allowDataLoss } = story;
  const observation = anObservation({
    servers: [dead('a'), ...servers],
    lastSeen:
      had === undefined
        ? null
        : {
            serverUuid: uuid('a'),
            at: AT - unseenMs,
            heldAtUptime: UP - unseenMs,
            gtidExecuted: formatGtidSet(gtids(had)),
          },
    memory: {
      primary: known('a'),
      servers: ['a', 'b', 'c'].map(known),
      semiSync: semiSync === undefined ? null : { ...WAITING, waitForReplicaCount: semiSync, ...waits },
    },
  });
  const settings = { ...SETTINGS, allowDataLoss: allowDataLoss ?? null };
  const plan = planFor(observation, diagnose(observation, LIMITS), settings);
  if (plan === null) throw new Error('nothing is planned');
  return plan;
}

function lossOf(story: Story): string | null {
  return planned(failover(story)).loss;
}

describe('what is said of a failover', () => {
  test('asynchronous replication promises nothing', () => {
    expect(lossOf({})).toBe(
      'possibly lost: what a:3306 committed last and had not sent to any replica (asynchronous replication); what a:3306 had when it was last seen is not known',
    );
    expect(lossOf({ had: 'a:1-100' })).toContain('; nothing that it had at 2030-01-02T03:04:04.300Z is missing');
  });

  test('what the primary was seen with and no replica has is lost: the set and its size', () => {
    expect(lossOf({ had: 'a:1-103' })).toBe(
      `known lost: 3 transactions that a:3306 had at 2030-01-02T03:04:04.300Z: ${uuid('a')}:101-103`,
    );
  });

  test('under semi-sync nothing is lost while fewer replicas are silent than had to confirm', () => {
    expect(lossOf({ semiSync: 1, had: 'a:1-100' })).toMatch(
      /^nothing acknowledged is lost: a:3306 waited for 1 replica \(semi-sync\), and every one answers; nothing/,
    );
    expect(lossOf({ semiSync: 2, servers: [orphan('b'), dead('c')], had: 'a:1-100' })).toMatch(
      /^nothing acknowledged is lost/,
    );
  });

  test.each<[string, Story, string]>([
    [
      'it was not seen for too long',
      { unseenMs: 7500 },
      'rpl_semi_sync_source_timeout is 10000 ms, and nobody has seen it for 7500 ms',
    ],
    [
      'its timeout is short',
      { waits: { timeoutMs: 100 } },
      'rpl_semi_sync_source_timeout is 100 ms, and nobody has seen it for 700 ms',
    ],
    [
      'this host’s clock went back',
      { unseenMs: -1 },
      'rpl_semi_sync_source_timeout is 10000 ms, and nobody has seen it for -1 ms',
    ],
    [
      'it waits only while enough are connected',
      { waits: { waitsWithoutReplicas: false } },
      'rpl_semi_sync_source_wait_no_replica is OFF',
    ],
  ])('a primary may have stopped waiting before it died: %s', (_, story, because) => {
    expect(lossOf({ semiSync: 1, had: 'a:1-100', ...story })).toMatch(
      `possibly lost: a:3306 waited for 1 replica (semi-sync), and may have stopped that: ${because}; nothing that`,
    );
  });

  test('also where nobody knows when it was last seen', () => {
    expect(lossOf({ semiSync: 1 })).toBe(
      'possibly lost: a:3306 waited for 1 replica (semi-sync), and may have stopped that: when it was last seen to wait is not known; what a:3306 had when it was last seen is not known',
    );
  });

  test('while writes come in, a run a second is often enough for the timeout that MySQL has', () => {
    expect(lossOf({ semiSync: 1, had: 'a:1-100', unseenMs: 7400 })).toMatch(/^nothing acknowledged is lost/);
  });

  test('under semi-sync a silent replica may have been the one that confirmed', () => {
    expect(lossOf({ semiSync: 1, servers: [orphan('b'), dead('c')] })).toMatch(
      /^possibly lost: a:3306 waited for 1 replica \(semi-sync\), and 1 replica does not answer that may have confirmed/,
    );
  });

  test('one that was restarted since may have lost what it had confirmed', () => {
    const restarted = orphan('c', { gtidExecuted: gtids('a:1-99'), uptimeSeconds: 0 });
    expect(lossOf({ semiSync: 1, had: 'a:1-99', servers: [orphan('b'), restarted] })).toMatch(
      /^possibly lost: a:3306 waited for 1 replica \(semi-sync\), and 1 replica was restarted since that may have confirmed/,
    );
    expect(lossOf({ semiSync: 2, had: 'a:1-99', servers: [orphan('b'), restarted] })).toMatch(
      /^nothing acknowledged is lost: .* and only 1 replica was restarted since/,
    );
  });

  test('one that confirmed, and that this program knows no way to, may have been the only one', () => {
    expect(lossOf({ semiSync: 1, had: 'a:1-100', waits: { unknownReplicas: 1 } })).toMatch(
      /^possibly lost: .* and 1 replica cannot be asked that may have confirmed/,
    );
  });

  test('a server that was to be promoted before, and is silent, may have taken writes of another host', () => {
    const observation = anObservation({
      servers: [dead('a'), orphan('b'), dead('c')],
      memory: { ...THREE, recovery: aRecovery({ promoting: known('c') }) },
    });
    expect(planOf(observation).loss).toMatch(
      /^possibly lost: what c:3306 may have taken as the primary, which was to be promoted before and does not answer; possibly lost: what a:3306/,
    );
  });

  test('another server’s transactions are not counted as the primary’s', () => {
    const lastSeen = { serverUuid: uuid('f'), at: AT, heldAtUptime: UP, gtidExecuted: formatGtidSet(gtids('f:1-5')) };
    const servers = [dead('a'), orphan('b')];
    const observation = anObservation({ servers, lastSeen, memory: { primary: known('a') } });
    const plan = planFor(observation, diagnose(observation, LIMITS), { ...SETTINGS, allowDataLoss: false });
    expect(planned(plan).loss).toMatch(/^possibly lost/);
  });
});

describe('a known loss', () => {
  test.each<[string, Story, boolean]>([
    ['asynchronous, nobody has said', {}, false],
    ['asynchronous, forbidden', { allowDataLoss: false }, true],
    ['asynchronous, allowed', { allowDataLoss: true }, false],
    ['semi-sync, nobody has said', { semiSync: 1 }, true],
    ['semi-sync, forbidden', { semiSync: 1, allowDataLoss: false }, true],
    ['semi-sync, allowed', { semiSync: 1, allowDataLoss: true }, false],
    ['semi-sync that may have ended, nobody has said', { semiSync: 1, waits: { timeoutMs: 100 } }, true],
  ])('%s', (_, story, refused) => {
    const plan = failover({ ...story, had: 'a:1-101' });
    expect(isRefusal(plan)).toBe(refused);
    if (isRefusal(plan)) {
      expect(plan.refused).toBe(
        `b:3306 would lack 1 transaction that a:3306 had at 2030-01-02T03:04:04.300Z: ${uuid('a')}:101`,
      );
      expect(plan.advice).toContain('allowDataLoss');
      expect(plan.verdicts).not.toEqual([]);
    }
  });

  test('is in the memory of the failover, so that its history tells it whoever finishes it', () => {
    const targets = stepsOf(planned(failover({ had: 'a:1-101' }))).map(({ on }) => on);
    expect(targets.findLast(({ kind }) => kind === 'memory')).toMatchObject({
      memory: { recovery: { loss: expect.stringMatching(/^known lost: 1 /) } },
    });
  });
});

describe('what a primary alone has that is back, and that a person keeps out', () => {
  const observation = anObservation({
    servers: [primary('a', { gtidExecuted: gtids('a:1-102') }), replica('b'), replica('c')],
    rows: KEPT_OUT,
    memory: { ...THREE, semiSync: WAITING, recovery: aRecovery() },
  });
  const planWith = (allowDataLoss: boolean | null) =>
    planFor(observation, diagnose(observation, LIMITS), { ...SETTINGS, allowDataLoss });

  test('is a known loss', () => {
    expect(planned(planWith(true)).loss).toBe(`known lost: 2 transactions that a:3306 has: ${uuid('a')}:101-102`);
  });

  test('is lost only where that is allowed', () => {
    expect(planWith(null)).toMatchObject({
      refused: `b:3306 would lack 2 transactions that a:3306 has: ${uuid('a')}:101-102`,
      advice: expect.stringContaining('set allowDataLoss to true'),
    });
  });
});

test('of a primary that nobody here has seen, it does not say that nothing is missing', () => {
  const observation = anObservation({
    servers: [dead('a'), dead('b'), orphan('c', { of: 'b', gtidExecuted: gtids('a:1-100,b:1-50') })],
    lastSeen: {
      serverUuid: uuid('a'),
      at: AT - 3_600_000,
      heldAtUptime: UP - 3_600_000,
      gtidExecuted: formatGtidSet(gtids('a:1-100')),
    },
    memory: { ...THREE, followers: [uuid('b'), uuid('c')] },
  });
  const plan = planFor(observation, diagnose(observation, LIMITS), SETTINGS);
  expect(plan !== null && !isRefusal(plan) ? plan.loss : null).toBe(
    'possibly lost: what b:3306 committed last and had not sent to any replica (asynchronous replication); what b:3306 had when it was last seen is not known',
  );
});
