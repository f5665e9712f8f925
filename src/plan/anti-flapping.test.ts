import { describe, expect, test } from 'vitest';
import { AT, anObservation, aRecovery, dead, known, orphan } from '../../test/observations/observation.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { acknowledging, DAY_MS, recoveriesOfTheDay, withFinished } from '../observe/finished-recoveries.ts';
import { emptyMemory, type FinishedRecovery } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { type Decision, decide } from './decide.ts';

const MINUTE = 60_000;
const ANTI_FLAPPING = { ...CONFIG, recoveryPeriodBlockMs: 5 * MINUTE, maxFailoversPerDay: 3 };

/** A failover from z to a that ended so long ago. */
function ago(ms: number, story: Partial<FinishedRecovery> = {}): FinishedRecovery {
  return {
    id: `shop-${ms}`,
    endedAt: AT - ms,
    oldPrimary: 'z:3306',
    newPrimary: 'a:3306',
    acknowledgedAt: null,
    ...story,
  };
}

function deadAfter(...finished: readonly FinishedRecovery[]): Observation {
  return anObservation({ servers: [dead('a'), orphan('b'), orphan('c')], memory: { primary: known('a'), finished } });
}

function decided(observation: Observation, limits: Partial<typeof ANTI_FLAPPING> = {}): Decision {
  return decide(observation, diagnose(observation, LIMITS), { ...ANTI_FLAPPING, ...limits });
}

describe('after a failover that was finished', () => {
  test('no second one begins for recoveryPeriodBlockMs: which one blocks, until when, and what lifts it', () => {
    const { plan, refusal } = decided(deadAfter(ago(MINUTE)));
    expect(refusal).toEqual({
      refused:
        'the failover from z:3306 to a:3306 (shop-60000) ended less than recoveryPeriodBlockMs (300000 ms) ago; ' +
        `blocked until ${new Date(AT + 4 * MINUTE).toISOString()}`,
      advice: 'find out why it failed over, then: proxysql-failover acknowledge --cluster shop',
      verdicts: [],
    });
    expect(plan?.says).toBe('promote b:3306 in place of a:3306');
  });

  test.each<[string, readonly FinishedRecovery[], Partial<typeof ANTI_FLAPPING>]>([
    ['the first failover of a cluster', [], {}],
    ['the period is over', [ago(5 * MINUTE)], {}],
    ['a person has acknowledged it', [ago(MINUTE, { acknowledgedAt: AT })], {}],
    ['the period is 0', [ago(0)], { recoveryPeriodBlockMs: 0 }],
    ['two of them are older than the period and the cap is three', [ago(20 * MINUTE), ago(10 * MINUTE)], {}],
    ['the cap is 0', [ago(4 * MINUTE), ago(3 * MINUTE)], { recoveryPeriodBlockMs: 0, maxFailoversPerDay: 0 }],
  ])('it fails over where %s', (_, finished, limits) => {
    expect(decided(deadAfter(...finished), limits).refusal).toBeNull();
  });

  test('another one after as many as maxFailoversPerDay waits until the first of them is a day old', () => {
    const { refusal } = decided(deadAfter(ago(30 * MINUTE), ago(20 * MINUTE), ago(10 * MINUTE)));
    expect(refusal?.refused).toBe(
      'there were 3 failovers within 24 hours and maxFailoversPerDay is 3: shop-1800000, shop-1200000, shop-600000; ' +
        `blocked until ${new Date(AT - 30 * MINUTE + DAY_MS).toISOString()}`,
    );
  });

  test('an unfinished one is gone on with all the same', () => {
    const observation = anObservation({
      servers: [dead('a'), orphan('b'), orphan('c')],
      memory: { primary: known('a'), finished: [ago(MINUTE)], recovery: aRecovery() },
    });
    expect(decided(observation)).toMatchObject({ refusal: null, plan: { says: 'promote b:3306 in place of a:3306' } });
  });

  test('a cluster whose name is no plain word stands in quotes', () => {
    const story = { cluster: "anna's shop", finished: [ago(MINUTE)] };
    const observation = { ...deadAfter(ago(MINUTE)), memory: { ...emptyMemory("anna's shop"), ...story } };
    const named = { ...observation, cluster: { ...observation.cluster, name: "anna's shop" } };
    expect(decided(named).refusal?.advice).toContain("--cluster 'anna'\\''s shop'");
  });
});

describe('what is remembered of them', () => {
  const memory = emptyMemory('shop');

  test('one more, with the server that was promoted', () => {
    const recovery = aRecovery({ promoting: known('b') });
    expect(withFinished({ ...memory, finished: [ago(MINUTE)] }, recovery, AT).finished).toEqual([
      ago(MINUTE),
      { id: recovery.id, endedAt: AT, oldPrimary: 'a:3306', newPrimary: 'b:3306', acknowledgedAt: null },
    ]);
  });

  test('the same one, ended twice because its end could not be written, counts once', () => {
    const recovery = aRecovery({ promoting: known('b') });
    const once = withFinished(memory, recovery, AT);
    expect(withFinished(once, recovery, AT + MINUTE).finished).toHaveLength(1);
  });

  test('a planned change of primary is no failover', () => {
    const recovery = aRecovery({ promoting: known('b'), isPlannedChange: true });
    expect(withFinished(memory, recovery, AT).finished).toEqual([]);
  });

  test('one that is a day old is forgotten', () => {
    expect(recoveriesOfTheDay({ ...memory, finished: [ago(DAY_MS), ago(DAY_MS - 1)] }, AT)).toEqual([ago(DAY_MS - 1)]);
  });

  test('a clock that was set back by hours does not make it block for hours', () => {
    const finished = recoveriesOfTheDay({ ...memory, finished: [ago(-3 * 60 * MINUTE)] }, AT);
    expect(finished).toMatchObject([{ endedAt: AT }]);
    expect(decided(deadAfter(ago(-3 * 60 * MINUTE))).refusal?.refused).toContain(
      `blocked until ${new Date(AT + 5 * MINUTE).toISOString()}`,
    );
  });

  test('acknowledged once, it stays acknowledged at that time', () => {
    const earlier = ago(2 * MINUTE, { acknowledgedAt: AT - MINUTE });
    expect(acknowledging({ ...memory, finished: [earlier, ago(MINUTE)] }, AT).finished).toEqual([
      earlier,
      ago(MINUTE, { acknowledgedAt: AT }),
    ]);
  });
});
