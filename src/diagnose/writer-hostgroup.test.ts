import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  type ObservationStory,
  primary,
  READER,
  replica,
  row,
  THREE,
  WRITER,
} from '../../test/observations/observation.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import { rememberHealthy } from '../record/record.ts';
import { diagnose } from './diagnose.ts';

const MONITORED = { replicationHostgroups: [{ writerHostgroup: WRITER, readerHostgroup: READER, comment: '' }] };
const IN_MEMORY = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
const BESIDE = [row(WRITER, 'a'), row(WRITER, 'b'), row(READER, 'c')];

function see(story: Partial<ObservationStory>) {
  const servers = [primary('a'), replica('b'), replica('c')];
  const observation = anObservation({ servers, memory: THREE, ...story });
  const diagnosis = diagnose(observation, LIMITS);
  return { name: diagnosis.name, since: rememberHealthy(observation, diagnosis, LIMITS).writersAmissSince };
}

describe.each([
  ['primaryNotWriterAtRuntime', { rows: IN_MEMORY, runtime: [row(READER, 'a'), row(READER, 'b'), row(READER, 'c')] }],
  ['readOnlyWriter', { rows: BESIDE }],
] as const)('%s', (name, rows) => {
  test('is said at once where nobody moves servers', () => {
    expect(see(rows).name).toBe(name);
  });

  test('is said where it lasts although ProxySQL’s monitor moves servers', () => {
    expect(see({ ...rows, ...MONITORED })).toEqual({ name: 'healthy', since: AT });
    const since = (ago: number) => ({ ...rows, ...MONITORED, memory: { ...THREE, writersAmissSince: AT - ago } });
    expect(see(since(4999))).toEqual({ name: 'healthy', since: AT - 4999 });
    expect(see(since(5000))).toEqual({ name, since: AT - 5000 });
  });
});

test.each([
  ['the primary alone is a writer', { rows: IN_MEMORY }],
  ['the primary is a reader as well', { rows: [...IN_MEMORY, row(READER, 'a')] }],
  ['the other one gets nothing: OFFLINE_SOFT', { rows: [...IN_MEMORY, row(WRITER, 'b', { status: 'OFFLINE_SOFT' })] }],
  ['the other one gets nothing: no weight', { rows: [...IN_MEMORY, row(WRITER, 'b', { weight: 0 })] }],
] as const)('all is well where %s', (_, story) => {
  expect(see({ ...story, memory: { ...THREE, writersAmissSince: AT - 9000 } })).toEqual({
    name: 'healthy',
    since: null,
  });
});
