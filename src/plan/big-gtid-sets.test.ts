/** gtid_executed with many gaps, as a source has it whose clients set GTID_NEXT: a run every second has no time to lose. */
import { expect, test } from 'vitest';
import { anObservation, dead, orphan, primary, replica, THREE, UP, uuid } from '../../test/observations/observation.ts';
import { planned } from '../../test/observations/plan.ts';
import { CONFIG, LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { parseGtidSet } from '../mysql/gtid-set.ts';
import { rememberHealthy } from '../record/record.ts';
import { planFor } from './plan.ts';

/** Of `a`, every second one. */
function text(count: number): string {
  return `${uuid('a')}${Array.from({ length: count }, (_, i) => `:${2 * i + 1}`).join('')}`;
}

const GAPS = 50_000;
const lastSeen = { serverUuid: uuid('a'), at: 0, heldAtUptime: UP - 1000, gtidExecuted: text(GAPS - 2) };
const purged = { gtidPurged: parseGtidSet(text(GAPS - 1000)) };
const received = { retrieved: parseGtidSet(text(GAPS)) };
const ofPrimary = { ...purged, gtidExecuted: parseGtidSet(text(GAPS)) };
const ofB = { ...purged, gtidExecuted: parseGtidSet(text(GAPS - 1)), channel: received };
const ofC = { ...purged, gtidExecuted: parseGtidSet(text(GAPS - 9)), channel: received };

/** A tenth of it is enough, on a slow machine too. */
const BOUND_MS = 3000;

test('a healthy look at three servers with 50,000 gaps', () => {
  const servers = [primary('a', ofPrimary), replica('b', ofB), replica('c', ofC)];
  const observation = anObservation({ servers, memory: THREE, lastSeen });
  const begin = performance.now();
  const diagnosis = diagnose(observation, LIMITS);
  rememberHealthy(observation, diagnosis, CONFIG);
  const ms = performance.now() - begin;
  expect(diagnosis.name).toBe('healthy');
  expect(ms).toBeLessThan(BOUND_MS);
});

test('the decision to fail over among servers with 50,000 gaps', () => {
  const servers = [dead('a'), orphan('b', ofB), orphan('c', ofC)];
  const observation = anObservation({ servers, memory: THREE, lastSeen });
  const begin = performance.now();
  const plan = planned(planFor(observation, diagnose(observation, LIMITS), SETTINGS));
  const ms = performance.now() - begin;
  expect(plan.says).toBe('promote b:3306 in place of a:3306');
  expect(ms).toBeLessThan(BOUND_MS);
});
