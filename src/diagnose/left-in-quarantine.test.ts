import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  dead,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  QUARANTINE,
  QUARANTINED,
  READER,
  replica,
  row,
  THREE,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { decide } from '../plan/decide.ts';
import { rememberHealthy } from '../record/record.ts';
import { diagnose } from './diagnose.ts';

const MEMORY = { ...THREE, followers: ['b', 'c'].map(uuid), primaryOutSince: AT - 5000 };
/** ProxySQL Cluster has brought the rows of the middle of a failover that another host has called off since. */
const LEFT = {
  servers: [primary('a'), replica('b'), replica('c')],
  rows: QUARANTINED,
  hasPeers: true,
  memory: MEMORY,
} as const;

/** A run could not tell whether a or b is the primary. */
const UNDECIDED = [row(QUARANTINE, 'a'), row(QUARANTINE, 'b'), row(READER, 'c')];

describe('a primary in office that ProxySQL Cluster has left in quarantine', () => {
  test('is put back into the writer hostgroup, by the place it has in quarantine', () => {
    const rows = [row(QUARANTINE, 'a', { weight: 7 }), row(READER, 'b'), row(READER, 'c')];
    const observation = anObservation({ ...LEFT, rows });
    const { plan, refusal, quorum } = decide(observation, diagnose(observation, LIMITS), CONFIG);
    expect(refusal).toBeNull();
    expect(quorum?.needed).toBe(2);
    expect(plan?.says).toBe('take a:3306 back as the primary');
    expect(plan?.rowsAfter).toEqual([row(WRITER, 'a', { weight: 7 }), row(READER, 'b'), row(READER, 'c')]);
    expect(told(observation).stages).toEqual(['rewrite the hostgroups', 'save']);
  });

  test('only where that has lasted: the right rows may be on their way', () => {
    const see = (primaryOutSince: number | null) => {
      const observation = anObservation({ ...LEFT, memory: { ...MEMORY, primaryOutSince } });
      const diagnosis = diagnose(observation, LIMITS);
      const since = rememberHealthy(observation, diagnosis, LIMITS).primaryOutSince;
      return { name: diagnosis.name, action: diagnosis.action.kind, since };
    };
    const name = 'primaryNotInWriterHostgroup';
    expect(see(null)).toEqual({ name, action: 'none', since: AT });
    expect(see(AT - 4999)).toEqual({ name, action: 'none', since: AT - 4999 });
    expect(see(AT - 5000)).toEqual({ name, action: 'takePrimaryBack', since: AT - 5000 });
  });

  test.each<[string, Partial<ObservationStory>]>([
    ['no other ProxySQL brings rows', { hasPeers: false }],
    ['a person has put it there with a status', { rows: [row(QUARANTINE, 'a', { status: 'OFFLINE_SOFT' })] }],
    ['it was there when all was well', { memory: { ...MEMORY, strangers: [uuid('a')] } }],
    ['a person has emptied the writer hostgroup', { rows: [row(READER, 'a'), row(READER, 'b'), row(READER, 'c')] }],
    ['another one is the writer', { rows: [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c')] }],
    ['another one takes writes too', { servers: [primary('a'), primary('b'), replica('c')] }],
    ['another one may have been promoted', { servers: [primary('a'), lonely('b'), replica('c')] }],
    ['most servers do not follow it', { servers: [primary('a'), dead('b'), orphan('c')] }],
    ['another one was taken out with it', { servers: [primary('a'), dead('b'), replica('c')], rows: UNDECIDED }],
    ['it takes no writes', { servers: [lonely('a'), replica('b'), replica('c')] }],
    [
      'another trouble of the writer hostgroup has lasted',
      { memory: { ...MEMORY, primaryOutSince: null, writersAmissSince: AT - 3_600_000 } },
    ],
    ['it was not the primary when all was well', { memory: { primaryOutSince: AT - 5000 } }],
  ])('but not where %s', (_, story) => {
    expect(diagnose(anObservation({ ...LEFT, ...story }), LIMITS).action.kind).not.toBe('takePrimaryBack');
  });

  test('also beside one that was in quarantine when all was well', () => {
    const memory = { ...MEMORY, strangers: [uuid('b')] };
    expect(diagnose(anObservation({ ...LEFT, rows: UNDECIDED, memory }), LIMITS).action.kind).toBe('takePrimaryBack');
  });

  test('nor where this host decides alone', () => {
    expect(diagnose(anObservation(LEFT), { ...LIMITS, quorum: 'any' }).action.kind).toBe('none');
  });
});
