import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aside,
  at,
  formerly,
  known,
  type ObservationStory,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { planOf, titlesOf } from '../../test/observations/plan.ts';
import type { Plan } from './steps.ts';

const A = primary('a');
const LAGGING = replica('c', { channel: { lagSeconds: 11 } });
const OTHERS = [row(WRITER, 'a'), row(READER, 'b')];
const own = { weight: 7, maxConnections: 77, comment: 'c', useSsl: 1 };
const TROUBLED = [{ serverUuid: uuid('c'), since: AT - 5000, endedAt: null }];

function settingAside(story: Partial<ObservationStory> = {}): Plan {
  const memory = { primary: known('a'), troubledReaders: TROUBLED, setAside: [formerly('f')] };
  const rows = [...OTHERS, row(READER, 'c', own)];
  const observation = anObservation({ servers: [A, replica('b'), LAGGING], rows, memory, ...story });
  return planOf(observation);
}

describe('setting a reader aside', () => {
  test('is remembered first, then its row moves with all it has in one statement, is loaded, read back and saved', () => {
    const plan = settingAside();
    expect(plan.says).toBe('send the reads of c:3306 elsewhere');
    expect(titlesOf(plan)).toEqual(['remember', 'rewrite the hostgroups', 'save']);
    expect(plan.rowsAfter).toEqual([row(QUARANTINE, 'c', own), ...OTHERS]);
    const [, rewrite, save] = plan.stages.map(({ steps }) => steps[0]);
    expect(rewrite?.statements).toEqual([
      expect.stringMatching(/^UPDATE OR REPLACE mysql_servers SET hostgroup_id = CASE .* 9010 /),
      'LOAD MYSQL SERVERS TO RUNTIME',
    ]);
    expect(rewrite?.verify).toEqual({
      query: "SELECT hostname, port FROM runtime_mysql_servers WHERE hostgroup_id = 9010 AND status <> 'OFFLINE_HARD'",
      expect: { kind: 'servers', servers: [at('c')] },
      withinMs: 2000,
    });
    expect(save?.verify?.query).toContain('FROM disk.mysql_servers WHERE hostgroup_id = 9010');
  });

  test('leaves in the memory who it is and why, beside those who are there already', () => {
    expect(settingAside().stages[0]?.steps[0]?.on).toMatchObject({
      kind: 'memory',
      memory: {
        setAside: [{ why: 'formerPrimary' }, { serverUuid: uuid('c'), why: 'lags', wellSince: null }],
        troubledReaders: [],
      },
    });
  });

  test('changes nothing else at runtime: what the monitor has moved stays where it is', () => {
    const rows = [...OTHERS, row(READER, 'c', own)];
    const plan = settingAside({ rows, runtime: [...rows, row(READER, 'a', { weight: 1 })] });
    expect(plan.rowsAfter).toEqual([row(QUARANTINE, 'c', own), ...OTHERS, row(READER, 'a', { weight: 1 })]);
  });

  test('does not touch a row that it has elsewhere in quarantine', () => {
    const rows = [...OTHERS, row(READER, 'c', own), row(QUARANTINE, 'f')];
    expect(settingAside({ rows }).rowsAfter).toContainEqual(row(QUARANTINE, 'f'));
  });
});

test('giving the reads back moves the row as it is, and is forgotten last', () => {
  const rows = [...OTHERS, row(QUARANTINE, 'c', own), row(QUARANTINE, 'f')];
  const memory = { setAside: [formerly('f'), aside('c', { wellSince: AT - 5000 })] };
  const observation = anObservation({ servers: [A, replica('b'), replica('c')], rows, memory });
  const plan = planOf(observation);
  expect(plan.says).toBe('let c:3306 serve reads again');
  expect(plan.rowsAfter).toEqual([row(READER, 'c', own), ...OTHERS, row(QUARANTINE, 'f')]);
  expect(titlesOf(plan)).toEqual(['rewrite the hostgroups', 'save']);
  expect(plan.stages[0]?.steps[0]?.verify?.expect).toEqual({ kind: 'servers', servers: [at('f')] });
  expect(plan.memoryAfter?.setAside).toEqual([formerly('f')]);
});
