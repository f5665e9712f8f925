import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  at,
  dead,
  known,
  orphan,
  primary,
  QUARANTINE,
  QUARANTINED,
  READER,
  replica,
  row,
  SUCCESSION,
  THREE,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { planned, stepsOf, titlesOf } from '../../test/observations/plan.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { rememberHealthy } from '../record/record.ts';
import { decide } from './decide.ts';
import type { Plan } from './steps.ts';

const ROWS = [
  row(WRITER, 'a', { weight: 100, maxConnections: 50, comment: 'a' }),
  row(READER, 'b', { weight: 7, useSsl: 1, comment: 'b' }),
  row(READER, 'c', { comment: 'c' }),
];
const FOLLOWED = [dead('a'), primary('b'), replica('c', { of: 'b' })];

function planOf(observation: Observation): Plan {
  const { plan, refusal, quorum } = decide(observation, diagnose(observation, LIMITS), CONFIG);
  expect(refusal).toBeNull();
  expect(quorum).toBeNull();
  return planned(plan);
}

function rememberedBy(plan: Plan): ClusterMemory {
  const on = plan.stages[0]?.steps[0]?.on;
  if (on?.kind !== 'memory') throw new Error('it remembers nothing first');
  return on.memory;
}

describe('a ProxySQL that follows another host', () => {
  test('changes its own rows and nothing else: no server, no lock', () => {
    const plan = planOf(anObservation({ servers: FOLLOWED, rows: ROWS, memory: THREE }));
    expect(plan.says).toBe('follow: b:3306 becomes the writer of this ProxySQL in place of a:3306');
    expect(titlesOf(plan)).toEqual(['remember', 'rewrite the hostgroups', 'save']);
    expect(stepsOf(plan).some(({ on }) => on.kind === 'mysql')).toBe(false);
    expect(plan.rowsAfter).toEqual([
      ROWS[2],
      row(WRITER, 'b', { weight: 100, maxConnections: 50, useSsl: 1, comment: 'b' }),
      row(QUARANTINE, 'a', { weight: 7, comment: 'a' }),
    ]);
    expect(plan.memoryAfter).toMatchObject({ primary: known('b'), recovery: null });
  });

  test('knows a reader that ProxySQL Cluster has brought into quarantine for one that another host set aside', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'd'), row(QUARANTINE, 'c')];
    const servers = [dead('a'), primary('b'), replica('c', { of: 'b' }), replica('d', { of: 'b' })];
    const troubledReaders = [{ serverUuid: uuid('c'), since: AT - 9000, endedAt: null }];
    const story = { servers, hasPeers: true };
    const { rowsAfter, memoryAfter } = planOf(anObservation({ ...story, rows, memory: { ...THREE, troubledReaders } }));
    const next = anObservation({ ...story, rows: rowsAfter, memory: memoryAfter });
    const { setAside } = rememberHealthy(next, diagnose(next, LIMITS), LIMITS);
    expect(setAside.map((one) => [one.serverUuid, one.why])).toContainEqual([uuid('c'), 'doesNotReplicate']);
  });

  test('a run that is killed on the way leaves a recovery of that server', () => {
    const plan = planOf(anObservation({ servers: FOLLOWED, rows: ROWS, memory: THREE }));
    expect(rememberedBy(plan).recovery).toMatchObject({
      startedAt: AT,
      diagnosis: 'primaryMovedElsewhere',
      promoting: known('b'),
      isPlannedChange: false,
    });
  });

  test('after a planned change of primary the old one goes on serving, in the place of a reader', () => {
    const servers = [replica('a', { of: 'b' }), primary('b'), replica('c', { of: 'b' })];
    const plan = planOf(anObservation({ servers, rows: ROWS, memory: THREE }));
    expect(plan.rowsAfter).toEqual([
      ROWS[2],
      row(WRITER, 'b', { weight: 100, maxConnections: 50, useSsl: 1, comment: 'b' }),
      row(READER, 'a', { weight: 7, comment: 'a' }),
    ]);
    expect(rememberedBy(plan).recovery).toMatchObject({ isPlannedChange: true });
  });

  test('saves it under the name that it has there', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'B'), row(READER, 'c')];
    const plan = planOf(anObservation({ servers: FOLLOWED, rows, memory: THREE }));
    expect(stepsOf(plan).at(-1)?.verify?.expect).toEqual({ kind: 'servers', servers: [at('B')] });
  });

  test('where ProxySQL Cluster has brought the rows of the middle of the failover, the place in quarantine is taken over', () => {
    const withdrawn = [row(QUARANTINE, 'a', { weight: 100, maxConnections: 50 }), row(READER, 'b'), row(READER, 'c')];
    const plan = planOf(anObservation({ servers: FOLLOWED, rows: withdrawn, memory: THREE }));
    expect(plan.rowsAfter).toContainEqual(row(WRITER, 'b', { weight: 100, maxConnections: 50 }));
  });

  test('a new primary that this ProxySQL has no row for is not followed: what to do is said, and the writer stays', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'c')];
    const observation = anObservation({ servers: FOLLOWED, rows, memory: THREE });
    const { plan, refusal } = decide(observation, diagnose(observation, LIMITS), CONFIG);
    expect(plan).toBeNull();
    expect(refusal?.refused).toBe('this ProxySQL has no row for b:3306');
    expect(refusal?.advice).toMatch(/^insert its row into mysql_servers/);
  });

  test('its own unfinished failover is over with it', () => {
    const recovery = aRecovery({ rowsBefore: ROWS, promoting: known('c') });
    const plan = planOf(anObservation({ servers: FOLLOWED, rows: QUARANTINED, memory: { ...THREE, recovery } }));
    expect(plan.memoryAfter?.recovery).toBeNull();
    expect(plan.rowsAfter).toContainEqual(
      row(WRITER, 'b', { weight: 100, maxConnections: 50, useSsl: 1, comment: 'b' }),
    );
  });

  test('what the promotion that it had planned itself would have lost is not recorded of the one that it follows', () => {
    const recovery = aRecovery({ promoting: known('c'), loss: 'nothing acknowledged is lost' });
    const plan = planOf(anObservation({ servers: FOLLOWED, rows: QUARANTINED, memory: { ...THREE, recovery } }));
    expect(rememberedBy(plan).recovery).toMatchObject({ promoting: known('b'), loss: null });
  });

  test('correct rows are left alone', () => {
    const observation = anObservation({
      servers: FOLLOWED,
      rows: SUCCESSION,
      memory: { ...THREE, primary: known('b') },
    });
    expect(decide(observation, diagnose(observation, LIMITS), CONFIG).plan).toBeNull();
  });
});

describe('the locks a plan needs', () => {
  const deadPrimary = anObservation({ servers: [dead('a'), orphan('c'), orphan('b')], rows: ROWS, memory: THREE });

  test('are those of a majority of the others, in the same order on every host', () => {
    const { quorum, refusal } = decide(deadPrimary, diagnose(deadPrimary, LIMITS), CONFIG);
    expect(refusal).toBeNull();
    expect(quorum).toMatchObject({ servers: [{ host: 'b' }, { host: 'c' }], needed: 2, silent: [] });
  });

  test('where too few servers answer, the plan is refused: how many, which, and what a host alone may set', () => {
    const observation = { ...deadPrimary, servers: [dead('a'), orphan('b'), dead('c', { reason: 'timedOut' })] };
    const { plan, refusal } = decide(observation, diagnose(observation, LIMITS), CONFIG);
    expect(plan?.says).toMatch(/^promote b:3306/);
    expect(refusal?.refused).toBe(
      'this host reaches 1 of 2 servers (c:3306 does not answer (timedOut)); another ProxySQL host may act where 2 can be reached',
    );
    expect(refusal?.advice).toContain('set quorum to any');
    const alone = { ...CONFIG, quorum: 'any' as const };
    expect(decide(observation, diagnose(observation, alone), alone).refusal).toBeNull();
  });

  test('a server that is down gives its lock to nobody, and is not counted', () => {
    const observation = { ...deadPrimary, servers: [dead('a'), orphan('b'), dead('c')] };
    const { refusal, quorum } = decide(observation, diagnose(observation, LIMITS), CONFIG);
    expect(refusal).toBeNull();
    expect(quorum).toMatchObject({ servers: [{ host: 'b' }], needed: 1 });
  });
});
