import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  at,
  dead,
  formerly,
  gtids,
  known,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  READER,
  replica,
  row,
  type ServerStory,
  THREE,
  UP,
  uuid,
  WAITING,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { rememberHealthy } from '../record/record.ts';
import { decide } from './decide.ts';

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

test('a server for reports that is fed no more is forgotten once it is read-only for a moment', () => {
  const detached = { readOnly: false, superReadOnly: false, gtidExecuted: gtids('a:1-100,d:1-7') };
  const see = (d: ServerStory) => {
    const observation = anObservation({
      servers: [primary('a'), replica('b'), replica('c'), lonely('d', d)],
      rows,
      memory: { ...memory, servers: ['a', 'b', 'c', 'd'].map(known) },
    });
    const diagnosis = diagnose(observation, LIMITS);
    return { name: diagnosis.name, remembered: rememberHealthy(observation, diagnosis, LIMITS).servers };
  };
  expect(see(detached)).toMatchObject({ name: 'moreThanOneWritable', remembered: ['a', 'b', 'c', 'd'].map(known) });
  expect(see({ gtidExecuted: detached.gtidExecuted }).remembered).toEqual(['a', 'b', 'c'].map(known));
});

test('a reader that is the writer of another cluster by now is not made read-only', () => {
  const servers = [primary('a'), replica('b'), replica('c', { readOnly: false, superReadOnly: false })];
  const observation = anObservation({ servers, rows, memory: { ...memory, servers: ['a', 'b', 'c'].map(known) } });
  expect(told(observation).plan).toBe('make c:3306 read-only');
  expect(told({ ...observation, writersElsewhere: [at('c')] }).plan).toBeNull();
});

describe('the writer of another cluster that was fed from this one, and is fed no more', () => {
  const servers = [primary('a'), replica('b'), primary('c', { gtidExecuted: gtids('a:1-90,c:1-50') })] as const;
  const rows = [row(WRITER, 'a'), row(READER, 'b')];
  const story = { rows, writersElsewhere: [at('c')], memory: { ...THREE, followers: [uuid('b'), uuid('c')] } };
  const [a, b, c] = servers;

  test('is left alone, and no longer remembered', () => {
    const observation = anObservation({ ...story, servers });
    const diagnosis = diagnose(observation, LIMITS);
    expect(diagnosis).toMatchObject({ name: 'healthy' });
    expect(rememberHealthy(observation, diagnosis, LIMITS).servers).toEqual(['a', 'b'].map(known));
  });

  test('is not made read-only before its first own write either', () => {
    expect(told(anObservation({ ...story, servers: [a, b, primary('c')] })).plan).toBeNull();
  });

  test('is not in the way of a failover, is not promoted, and never counts as a former primary', () => {
    const dying = anObservation({ ...story, servers: [dead('a'), orphan('b'), c] });
    expect(told(dying).plan).toBe('promote b:3306 in place of a:3306');
    const memory = { ...story.memory, recovery: aRecovery({ promoting: known('b') }) };
    const promoted = anObservation({ ...story, memory, servers: [dead('a'), primary('b'), c] });
    const { plan } = decide(promoted, diagnose(promoted, LIMITS), CONFIG);
    expect(plan?.says).toBe('finish the promotion of b:3306');
    expect(plan?.memoryAfter?.setAside.map(({ serverUuid }) => serverUuid)).toEqual([uuid('a')]);
  });

  test('is not taken for the primary of this one, though this program has just promoted it in the other', () => {
    const lastSeen = { serverUuid: uuid('a'), at: AT - 3000, heldAtUptime: UP - 3000, gtidExecuted: '' };
    const promoted = primary('c', { ...c.facts, promotedSecondsAgo: 1 });
    const observation = anObservation({ ...story, lastSeen, servers: [dead('a'), orphan('b'), promoted] });
    expect(told(observation).plan).toBe('promote b:3306 in place of a:3306');
  });

  test('is one of this cluster where it has a row in its hostgroups, or had a part in it', () => {
    const see = (more: Partial<ObservationStory>) =>
      diagnose(anObservation({ ...story, servers, ...more }), LIMITS).name;
    expect(see({ rows: [...rows, row(READER, 'c')] })).toBe('moreThanOneWritable');
    expect(see({ memory: { ...story.memory, setAside: [formerly('c')] } })).not.toBe('healthy');
    expect(see({ writersElsewhere: [] })).toBe('moreThanOneWritable');
  });
});
