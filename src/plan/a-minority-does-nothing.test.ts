/** A server that does not answer this host may answer another one, also one of which this host knows nothing yet. */
import { expect, test } from 'vitest';
import {
  anObservation,
  dead,
  gtids,
  known,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  READER,
  replica,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { ObservedServer } from '../observe/observation.ts';
import { rememberHealthy } from '../record/record.ts';

const away = (name: string): ObservedServer => dead(name, { reason: 'timedOut', serverUuid: null });
const ROWS = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')];
/** The smaller part of a partition. */
const MINORITY = [dead('a', { reason: 'timedOut' }), away('b'), orphan('c'), away('d')];

const rememberedOf = (story: ObservationStory) => {
  const observation = anObservation(story);
  return rememberHealthy(observation, diagnose(observation, LIMITS), LIMITS);
};

test('a host without memory promotes nobody', () => {
  expect(told(anObservation({ servers: MINORITY, rows: ROWS })).plan).toBeNull();
});

test('nor one that has never reached the others', () => {
  const memory = rememberedOf({ servers: [primary('a'), away('b'), replica('c'), away('d')], rows: ROWS });
  expect(told(anObservation({ servers: MINORITY, rows: ROWS, memory })).plan).toBeNull();
});

test('nor one in whose cluster an unsupported server has always been', () => {
  const rows = [...ROWS, row(READER, 'e')];
  const unsupported = lonely('e', { unsupported: 'MySQL 5.7.44 is not supported' });
  const servers = [primary('a'), replica('b'), replica('c'), replica('d'), unsupported];
  const memory = rememberedOf({ servers, rows });
  expect(told(anObservation({ servers: [...MINORITY, away('e')], rows, memory })).plan).toBeNull();
});

test('nor does it follow there whom a person has detached', () => {
  const detached = primary('b', { gtidExecuted: gtids('a:1-100,b:1-3') });
  const servers = [dead('a', { reason: 'timedOut' }), away('d'), away('e'), detached, replica('c', { of: 'b' })];
  const rows = [...ROWS, row(READER, 'e')];
  const action = (memory: ObservationStory['memory']) =>
    diagnose(anObservation({ servers, rows, memory: memory ?? null }), LIMITS).action.kind;
  expect(action({ primary: known('a'), servers: ['a', 'b', 'c', 'd', 'e'].map(known) })).not.toBe('follow');
  expect(action(null)).not.toBe('follow');
});

test('a server that ProxySQL does not know, and that never answered, counts for nothing', () => {
  const memory = { primary: known('a'), servers: ['a', 'b', 'c'].map(known), followers: ['b', 'c'].map(uuid) };
  const servers = [dead('a'), orphan('b'), orphan('c'), away('x'), away('y')];
  const rows = ROWS.filter(({ hostname }) => hostname !== 'd');
  expect(told(anObservation({ servers, rows, memory })).plan).toBe('promote b:3306 in place of a:3306');
});

test('a server whose host says that no mysqld is there counts for nothing, known or not', () => {
  const down = dead('d', { reason: 'refused', serverUuid: null });
  const servers = [dead('a'), orphan('b'), orphan('c'), down];
  const memory = { primary: known('a'), servers: ['a', 'b', 'c'].map(known), followers: ['b', 'c'].map(uuid) };
  expect(told(anObservation({ servers, rows: ROWS, memory })).plan).toBe('promote b:3306 in place of a:3306');
  const silent = { ...anObservation({ servers: [dead('a'), orphan('b'), away('d')], rows: ROWS, memory }) };
  expect(told(silent).plan).toBeNull();
});
