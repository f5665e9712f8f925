import { describe, expect, test } from 'vitest';
import {
  anObservation,
  aRecovery,
  dead,
  known,
  orphan,
  primary,
  QUARANTINED,
  READER,
  replica,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { Observation } from '../observe/observation.ts';
import { decide } from './decide.ts';

const LIMITS = { ...CONFIG, autoFailover: false };

const A_WRITER_EACH = [row(WRITER, 'a'), row(WRITER, 'b'), row(READER, 'c')];

const decided = (observation: Observation) => decide(observation, diagnose(observation, LIMITS), LIMITS);

describe('where autoFailover is false, a person decides who takes writes: shown is what it would do, and why it does not', () => {
  test.each<[string, Observation, string]>([
    [
      'the primary is dead',
      anObservation({ servers: [dead('a'), orphan('b'), orphan('c')], memory: { primary: known('a') } }),
      'promote b:3306 in place of a:3306',
    ],
    [
      'a replica takes writes',
      anObservation({
        servers: [primary('a'), primary('b'), replica('c')],
        rows: A_WRITER_EACH,
        memory: { primary: known('a') },
      }),
      'make b:3306 read-only',
    ],
    [
      'two servers take writes and nobody knows which should',
      anObservation({ servers: [primary('a'), primary('b')], rows: A_WRITER_EACH }),
      'send no writes to a:3306, b:3306, until a person makes one of them the writer and the others read-only',
    ],
  ])('%s', (_, observation, says) => {
    const { plan, refusal } = decided(observation);
    expect(plan?.says).toBe(says);
    expect(refusal?.refused).toBe('autoFailover is false');
  });
});

test('a failover that has begun is gone on with', () => {
  const servers = [dead('a'), orphan('b'), orphan('c')];
  const { plan, refusal } = decided(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery() } }));
  expect(plan?.says).toBe('promote b:3306 in place of a:3306');
  expect(refusal).toBeNull();
});

test('a promotion that this program gave up is undone all the same', () => {
  const memory = { primary: known('a'), givenUp: [uuid('b')] };
  const { plan, refusal } = decided(anObservation({ servers: [primary('a'), primary('b'), replica('c')], memory }));
  expect(plan?.says).toBe('make b:3306 read-only');
  expect(refusal).toBeNull();
});
