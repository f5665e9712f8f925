import { describe, expect, test } from 'vitest';
import {
  anObservation,
  at,
  dead,
  gtids,
  known,
  orphan,
  primary,
  READER,
  replica,
  row,
  THREE,
  uuid,
  WAITING,
  WRITER,
} from '../../test/observations/observation.ts';
import { told } from '../../test/observations/told.ts';

const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
const memory = { ...THREE, followers: [uuid('b'), uuid('c'), uuid('d')] };
const reports = replica('d', { readOnly: false, superReadOnly: false, gtidExecuted: gtids('a:1-100,d:1-7') });

describe('a replica that takes writes and that ProxySQL has in none of the cluster’s hostgroups', () => {
  test('is left alone', () => {
    const observation = anObservation({ servers: [primary('a'), replica('b'), replica('c'), reports], rows, memory });
    expect(told(observation)).toMatchObject({ name: 'healthy', plan: null });
  });

  test('is no candidate, and gives nothing: its own transactions would come along', () => {
    const ahead = orphan('d', { readOnly: false, superReadOnly: false, gtidExecuted: gtids('a:1-101,d:1-7') });
    const observation = anObservation({ servers: [dead('a'), orphan('b'), orphan('c'), ahead], rows, memory });
    expect(told(observation)).toMatchObject({
      plan: 'promote b:3306 in place of a:3306',
      loss: `known lost: 1 transaction that a:3306 is known to have had, as a replica received them: ${uuid('a')}:101`,
    });
  });

  test('may have been the one that confirmed: what it alone has is not given up under semi-sync', () => {
    const ahead = orphan('d', { readOnly: false, superReadOnly: false, gtidExecuted: gtids('a:1-101,d:1-7') });
    const observation = anObservation({
      servers: [dead('a'), orphan('b'), orphan('c'), ahead],
      rows,
      memory: { ...memory, semiSync: WAITING },
    });
    expect(told(observation)).toMatchObject({ plan: null });
  });

  test('follows the new primary as every other replica', () => {
    const observation = anObservation({
      servers: [dead('a'), orphan('b'), orphan('c'), orphan('d', { readOnly: false, superReadOnly: false })],
      rows,
      memory,
    });
    expect(told(observation).statementsOn('d').join()).toContain('CHANGE REPLICATION SOURCE TO');
  });

  test('is one of the cluster where it was the primary: it is made read-only', () => {
    const servers = [primary('a'), replica('b'), replica('c'), reports];
    const observation = anObservation({ servers, rows, memory: { ...memory, givenUp: [uuid('d')] } });
    expect(told(observation).plan).toBe('make d:3306 read-only');
  });
});

test('a reader that is the writer of another cluster by now is not made read-only', () => {
  const servers = [primary('a'), replica('b'), replica('c', { readOnly: false, superReadOnly: false })];
  const observation = anObservation({ servers, rows, memory: { ...memory, servers: ['a', 'b', 'c'].map(known) } });
  expect(told(observation).plan).toBe('make c:3306 read-only');
  expect(told({ ...observation, writersElsewhere: [at('c')] }).plan).toBeNull();
});
