import { expect, test } from 'vitest';
import {
  anObservation,
  formerly,
  known,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  SEMI_SYNC,
  UP,
  WRITER,
} from '../../test/observations/observation.ts';
import { planOf, statementsOf, titlesOf } from '../../test/observations/plan.ts';

/** a was the primary once and ProxySQL sends it writes again; b is, and c follows b. */
const servers = [primary('a'), primary('b'), replica('c', { of: 'b' })];
const rows = [row(WRITER, 'a'), row(WRITER, 'b'), row(READER, 'c')];
const plan = planOf(anObservation({ servers, rows, memory: { primary: known('b') } }));

test('a server that is put into quarantine is remembered first: it may follow and come out by itself', () => {
  expect(plan.rowsAfter).toContainEqual(row(QUARANTINE, 'a'));
  expect(plan.stages[0]?.steps[0]?.on).toMatchObject({
    kind: 'memory',
    memory: { setAside: [formerly('a', { asideAtUptime: UP })] },
  });
});

test('what is rewritten is saved before anything is looked at again', () => {
  expect(titlesOf(plan)).toEqual(['remember', 'withdraw', 'save', 'fence']);
});

test('commits that wait for replicas (semi-sync) are let go first: read_only would wait for them', () => {
  const semiSync = {
    naming: 'source',
    replicaNaming: 'replica',
    sourceEnabled: true,
    sourceActive: true,
    replicaEnabled: false,
    ...SEMI_SYNC,
    clients: 0,
    waitingSessions: 2,
  } as const;
  const waiting = [primary('a', { semiSync }), ...servers.slice(1)];
  const fencing = planOf(anObservation({ servers: waiting, rows, memory: { primary: known('b') } }));
  const fence = statementsOf({ stages: fencing.stages.filter(({ title }) => title === 'fence') });
  expect(fence[0]).toBe('SET GLOBAL rpl_semi_sync_source_enabled = OFF');
  expect(fence).toContain('SET GLOBAL super_read_only = ON');
});
