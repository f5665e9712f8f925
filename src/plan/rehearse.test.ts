/** The plan there would be if the primary died now. */
import { describe, expect, test } from 'vitest';
import { AT, anObservation, gtids, primary, replica, UP, uuid } from '../../test/observations/observation.ts';
import { planOf } from '../../test/observations/plan.ts';
import { LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import type { Observation } from '../observe/observation.ts';
import { planFor } from './plan.ts';
import { assumeDead, withoutNewer } from './rehearse.ts';

const a = primary('a');

test('a rehearsal is the plan there would be, and leaves the observation as it was', () => {
  const observation = anObservation({ servers: [a, replica('b'), replica('c')] });
  const died = assumeDead(observation, a);
  expect(diagnose(died, LIMITS)).toMatchObject({ name: 'deadPrimary', action: { kind: 'failOver' } });
  expect(planOf(died).says).toBe('promote b:3306 in place of a:3306');
  expect(diagnose(observation, LIMITS).name).toBe('healthy');
});

describe('of servers that were asked a moment after another, while transactions arrived', () => {
  /** c is delayed: it can give b nothing that it has not applied. */
  const look = (ofB: string, ofC: string, seen: string): Observation =>
    anObservation({
      servers: [
        a,
        replica('b', { gtidExecuted: gtids(ofB) }),
        replica('c', { gtidExecuted: gtids('a:1-10'), channel: { delaySeconds: 3600, retrieved: gtids(ofC) } }),
      ],
      lastSeen: { serverUuid: uuid('a'), at: AT, heldAtUptime: UP, gtidExecuted: formatGtidSet(gtids(seen)) },
    });
  const first = look('a:1-99', 'a:1-100', 'a:1-98');
  const rehearsed = (second: Observation) => {
    const { observation, newer } = withoutNewer(assumeDead(second, a), first);
    const plan = planFor(observation, diagnose(observation, LIMITS), SETTINGS);
    return { plan, newer: formatGtidSet(newer) };
  };

  test('only what somebody had at the look before counts', () => {
    expect(rehearsed(look('a:1-101', 'a:1-104', 'a:1-102'))).toMatchObject({
      newer: formatGtidSet(gtids('a:101-104')),
      plan: { says: 'promote b:3306 in place of a:3306', loss: expect.stringContaining('nothing that it had') },
    });
  });

  test('what a replica has not received since then it lacks', () => {
    expect(rehearsed(look('a:1-98', 'a:1-104', 'a:1-102')).plan).toMatchObject({
      refused: expect.stringContaining(`b:3306 lacks 2 transactions (${formatGtidSet(gtids('a:99-100'))})`),
    });
  });
});
