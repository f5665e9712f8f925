import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  dead,
  gtids,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINED,
  READER,
  replica,
  row,
  SUCCESSION,
  THREE,
  UP,
  uuid,
} from '../../test/observations/observation.ts';
import { planOf } from '../../test/observations/plan.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { knownServer } from '../diagnose/topology.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { AnsweringServer, ObservedServer } from '../observe/observation.ts';
import { rememberHealthy } from '../record/record.ts';

const recovery = aRecovery({ promoting: known('b') });
const memory = {
  ...THREE,
  followers: [uuid('b'), uuid('c')],
  halted: [uuid('b'), uuid('c')],
  haltedAppliers: [uuid('b')],
  recovery,
};
const ordered = { ...memory, recovery: { ...recovery, isOrdered: true, downAtUptime: UP - 60_000 } };
const has = { gtidExecuted: gtids('a:1-100,b:1-20') };
const stopped = { channel: { receiver: 'stopped' } } as const;

describe('the server that was to be promoted is out of this host’s sight, and another host has promoted it', () => {
  const silent = dead('b', { reason: 'timedOut' });

  test('the old primary, connected to it as its replica, is not made writable', () => {
    const servers = [replica('a', { of: 'b', ...has }), silent, replica('c', stopped)];
    expect(told(anObservation({ servers, rows: QUARANTINED, memory })).stages).not.toContain('make writable');
  });

  test('nor is it where the other replica is connected to that one, and has what that one wrote', () => {
    const servers = [lonely('a'), silent, replica('c', { of: 'b', ...has })];
    expect(told(anObservation({ servers, rows: QUARANTINED, memory })).stages).not.toContain('make writable');
  });

  test('nor is another one promoted past it', () => {
    const servers = [
      dead('a'),
      silent,
      replica('c', { of: 'b', ...has }),
      ...['d', 'e'].map((name) => replica(name, stopped)),
    ];
    const followers = ['b', 'c', 'd', 'e'].map(uuid);
    const observation = anObservation({
      servers,
      rows: [...QUARANTINED, row(READER, 'd'), row(READER, 'e')],
      memory: { ...memory, servers: ['a', 'b', 'c', 'd', 'e'].map(known), followers, halted: followers },
    });
    expect(told(observation).plan).toBeNull();
  });

  test('who followed it all along shows nothing: another one is promoted', () => {
    const servers = [dead('a'), silent, orphan('c'), replica('d', { of: 'b' }), orphan('e')];
    const farther = [{ serverUuid: uuid('d'), sourceUuid: uuid('b') }];
    const observation = anObservation({
      servers,
      rows: [...QUARANTINED, row(READER, 'd'), row(READER, 'e')],
      memory: { ...memory, servers: ['a', 'b', 'c', 'd', 'e'].map(known), farther },
    });
    expect(told(observation).plan).toBe('promote c:3306 in place of a:3306');
  });
});

test('restarted read-only, with all others connected to it: it is finished, and the old primary is not taken back', () => {
  const servers = [replica('a', { of: 'b', ...has }), lonely('b', has), orphan('c', { of: 'b' })];
  expect(told(anObservation({ servers, rows: SUCCESSION, memory })).plan).toBe('finish the promotion of b:3306');
});

test.each([
  ['timedOut', null],
  ['refused', 'promote c:3306 in place of a:3306'],
] as const)('told to take writes, it did not say whether it does, and is %s', (reason, plan) => {
  const servers = [dead('a'), dead('b', { reason }), replica('c', stopped)];
  expect(told(anObservation({ servers, rows: QUARANTINED, memory: ordered })).plan).toBe(plan);
});

test('dead before its rows were loaded, it stands as the writer in memory and on disk alone: another one is promoted', () => {
  const servers = [dead('a'), dead('b'), replica('c', stopped)];
  const rows = { rows: SUCCESSION, disk: SUCCESSION };
  const see = (runtime: typeof QUARANTINED, remembered: Partial<ClusterMemory> = ordered) =>
    told(anObservation({ servers, ...rows, runtime, memory: remembered }));
  expect(see(QUARANTINED).plan).toBe('promote c:3306 in place of a:3306');
  expect(see(SUCCESSION).name).toBe('promotedServerLost');
  // A run that was cut off may have loaded them.
  expect(see(QUARANTINED, memory).name).toBe('promotedServerLost');
  // That it is told is remembered before.
  const toBeOrdered = { ...memory, recovery: { ...recovery, isOrdered: true } };
  expect(see(QUARANTINED, toBeOrdered).name).toBe('promotedServerLost');
});

test.each(['refused', 'timedOut'] as const)(
  'whom this host has begun to follow in the middle of a failover of its own is not passed over when it is %s',
  (reason) => {
    const stopped = replica('b', { channel: { receiver: 'stopped' } });
    const rows = [...QUARANTINED, row(READER, 'd')];
    const lastSeen = { serverUuid: uuid('a'), at: AT - 10_000, heldAtUptime: UP - 10_000, gtidExecuted: '' };
    const of = (c: ObservedServer, remembered: Partial<ClusterMemory>) =>
      anObservation({ servers: [dead('a'), stopped, c, orphan('d')], rows, memory: remembered, lastSeen });
    const servers = ['a', 'b', 'c', 'd'].map(known);
    const begun = { primary: known('a'), servers, followers: ['b', 'c', 'd'].map(uuid), recovery: aRecovery() };
    const promoted = of(primary('c', { promotedSecondsAgo: 1, gtidExecuted: gtids('a:1-100,c:1-5') }), begun);
    const plan = planOf(promoted);
    expect(plan.says).toContain('follow: c:3306');
    // The run is killed after its first step.
    const step = plan.stages[0]?.steps[0];
    const remembered = step?.on.kind === 'memory' ? step.on.memory : {};
    expect(told(of(dead('c', { reason }), remembered))).toMatchObject({ name: 'promotedServerLost', plan: null });
  },
);

describe('told to take writes, it is down, and the old primary is back', () => {
  const see = (lookedMsAgo: number, others: readonly AnsweringServer[] = []) => {
    const recovering = { ...recovery, isOrdered: true, downAtUptime: UP - lookedMsAgo };
    return anObservation({
      servers: [lonely('a'), dead('b'), ...others],
      rows: QUARANTINED,
      memory: { ...memory, servers: [known('a'), known('b'), ...others.map(knownServer)], recovery: recovering },
    });
  };

  test('which is taken back while this host has looked all the time since', () => {
    expect(told(see(1000)).plan).toBe('take a:3306 back as the primary');
    const { recovery: after } = rememberHealthy(see(2000), diagnose(see(2000), LIMITS), LIMITS);
    expect(after?.downAtUptime).toBe(UP);
  });

  test.each([
    ['this host was away meanwhile', 60_000],
    ['this host was restarted', -1000],
  ])('which is not where %s: another one may have made it the primary', (_, lookedMsAgo) => {
    expect(told(see(lookedMsAgo))).toMatchObject({ name: 'promotedServerLost', plan: null });
    const { recovery: after } = rememberHealthy(see(lookedMsAgo), diagnose(see(lookedMsAgo), LIMITS), LIMITS);
    expect(after?.downAtUptime).toBe(UP - lookedMsAgo);
  });

  test('which is taken back after that, too, where a replica still follows it, or where no other host acts', () => {
    expect(told(see(60_000, [replica('c')])).plan).toBe('take a:3306 back as the primary');
    expect(diagnose(see(60_000), { ...LIMITS, quorum: 'any' }).name).toBe('primaryReturned');
  });
});
