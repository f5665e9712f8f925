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
  SEMI_SYNC,
  SUCCESSION,
  THREE,
  uuid,
  WAITING,
} from '../../test/observations/observation.ts';
import { planned, planOf, statementsOf, stepsOf, titlesOf } from '../../test/observations/plan.ts';
import { LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { MAKE_READ_ONLY } from '../mysql/statements.ts';
import type { ClusterMemory, SemiSyncToRestore, UnfinishedRecovery } from '../observe/memory.ts';
import type { ObservedServer, SemiSync } from '../observe/observation.ts';
import { rememberHealthy } from '../record/record.ts';
import { planFor } from './plan.ts';
import type { Plan } from './steps.ts';

const OFF: SemiSync = {
  naming: 'source',
  replicaNaming: 'replica',
  sourceEnabled: false,
  sourceActive: false,
  replicaEnabled: true,
  ...SEMI_SYNC,
  clients: 0,
  waitingSessions: 0,
};
const ON: SemiSync = { ...OFF, sourceEnabled: true };

/** `a` is dead, `b` is promoted, `c` follows. */
function failover(b: Partial<SemiSync>, c: Partial<SemiSync>, wasSemiSync: boolean): Plan {
  const observation = anObservation({
    servers: [dead('a'), orphan('b', { semiSync: { ...OFF, ...b } }), orphan('c', { semiSync: { ...OFF, ...c } })],
    memory: { primary: known('a'), semiSync: wasSemiSync ? WAITING : null },
  });
  return planOf(observation);
}

/** `a` was killed and is back as its my.cnf makes it, and `b` and `c` are its replicas. */
function restarted(a: Partial<SemiSync>, wasSemiSync: boolean): Plan {
  const semiSync = { ...OFF, ...a };
  const observation = anObservation({
    servers: [
      lonely('a', { semiSync, uptimeSeconds: 1 }),
      orphan('b', { semiSync: OFF }),
      orphan('c', { semiSync: OFF }),
    ],
    memory: {
      primary: known('a'),
      primaryStartedAt: AT - 3_600_000,
      semiSync: wasSemiSync ? WAITING : null,
    },
  });
  const diagnosis = diagnose(observation, LIMITS);
  expect(diagnosis.name).toBe('primaryRestartedReadOnly');
  return planned(planFor(observation, diagnosis, SETTINGS));
}

/** What the run has written down last if it was killed right after. */
function rememberedBy(plan: Plan): ClusterMemory | null {
  const last = stepsOf(plan).findLast(({ on }) => on.kind === 'memory');
  return last?.on.kind === 'memory' ? last.on.memory : null;
}

const sentFor = ({ stages }: Plan) => statementsOf({ stages: stages.filter(({ title }) => title === 'semi-sync') });

describe('the new primary', () => {
  test('waits for its replicas where the old one did, from before it takes writes; and only if they confirm', () => {
    const plan = failover({}, {}, true);
    expect(sentFor(plan)).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = ON']);
    const order = titlesOf(plan);
    expect(order.indexOf('semi-sync')).toBeLessThan(order.indexOf('promote'));
    expect(order.lastIndexOf('semi-sync')).toBeGreaterThan(order.indexOf('repoint'));
    // A disk that is full must not keep writes waiting for replicas that nobody has repointed.
    expect(order.lastIndexOf('semi-sync')).toBeLessThan(order.lastIndexOf('save'));
    expect(plan.stages.findLast(({ title }) => title === 'semi-sync')?.steps[0]).toMatchObject({
      verify: { expect: { kind: 'atLeast', least: 1 } },
      undo: ['SET GLOBAL rpl_semi_sync_source_enabled = OFF'],
    });
  });

  test('by the names of the old plugin where that is installed', () => {
    expect(sentFor(failover({ naming: 'master' }, {}, true))).toEqual(['SET GLOBAL rpl_semi_sync_master_enabled = ON']);
  });

  test('does not wait where too few could confirm: it is turned off where its my.cnf had it on', () => {
    expect(sentFor(failover({ ...ON, waitForReplicaCount: 2 }, {}, true))).toEqual([
      'SET GLOBAL rpl_semi_sync_source_enabled = OFF',
    ]);
    expect(sentFor(failover(ON, { replicaEnabled: false }, false))).toEqual([
      'SET GLOBAL rpl_semi_sync_source_enabled = OFF',
    ]);
    expect(sentFor(failover({ waitForReplicaCount: 2 }, {}, true))).toEqual([]);
  });

  test('does not wait while it applies what it received: it is turned off before that, and on again after it', () => {
    const planWith = (b: Partial<SemiSync>, recovery: Partial<UnfinishedRecovery> = {}) =>
      planOf(
        anObservation({
          servers: [
            dead('a'),
            orphan('b', { semiSync: { ...ON, ...b }, channel: { receiver: 'stopped', retrieved: gtids('a:1-105') } }),
            orphan('c', { semiSync: OFF, channel: { receiver: 'stopped' } }),
          ],
          rows: QUARANTINED,
          memory: { primary: known('a'), semiSync: null, recovery: aRecovery(recovery) },
        }),
      );
    const plan = planWith({});
    expect(titlesOf(plan).slice(0, 5)).toEqual(['remember', 'semi-sync', 'apply', 'semi-sync', 'promote']);
    const [off, on] = ['OFF', 'ON'].map((value) => `SET GLOBAL rpl_semi_sync_source_enabled = ${value}`);
    expect(sentFor(plan)).toEqual([off, on]);
    const [remember, , apply] = plan.stages.flatMap(({ steps }) => steps);
    const semiSyncBefore = [{ serverUuid: uuid('b'), sourceEnabled: true }];
    expect(remember?.on).toMatchObject({ memory: { recovery: { semiSyncBefore } } });
    expect(apply?.undo).toEqual([on]);
    // A run that was cut off has turned it off.
    const next = planWith({ sourceEnabled: false }, { promoting: known('b'), semiSyncBefore });
    expect(sentFor(next)).toEqual([on]);
    expect(sentFor(planWith({ sourceEnabled: false }))).toEqual([]);
  });

  test.each([
    ['on', OFF, ON],
    ['off', ON, OFF],
  ])(
    'that was not promoted is as it was before where the failover is called off: %s',
    (was, now, { sourceEnabled }) => {
      const recovery = aRecovery({ promoting: known('b'), semiSyncBefore: [{ serverUuid: uuid('b'), sourceEnabled }] });
      const servers = [primary('a'), replica('b', { semiSync: now }), replica('c', { semiSync: now })];
      const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory: { primary: known('a'), recovery } }));
      expect(plan.says).toBe('take a:3306 back as the primary');
      expect(sentFor(plan)).toEqual([`SET GLOBAL rpl_semi_sync_source_enabled = ${was.toUpperCase()}`]);
    },
  );

  test('that cannot be made writable is as it was before: at once, and at the latest when another one is promoted', () => {
    const begun = anObservation({
      servers: [dead('a'), ...['b', 'c'].map((name) => orphan(name, { semiSync: OFF }))],
      memory: { ...THREE, semiSync: WAITING },
    });
    const plan = planOf(begun);
    expect(sentFor(plan)).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = ON']);
    const promote = stepsOf(plan).find(({ says }) => says === 'make b:3306 the primary: it takes writes');
    // read_only waits for commits, and those for replicas.
    expect(promote?.undo).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = OFF', ...MAKE_READ_ONLY]);
    const memory = promote?.orElse?.on.kind === 'memory' ? promote.orElse.on.memory : null;
    // The undoing did not get through.
    const next = planOf(
      anObservation({
        servers: [
          dead('a'),
          orphan('b', { semiSync: ON, channel: { receiver: 'stopped' } }),
          orphan('c', { semiSync: OFF, channel: { receiver: 'stopped' } }),
        ],
        rows: QUARANTINED,
        memory,
      }),
    );
    expect(next.says).toBe('promote c:3306 in place of a:3306');
    const stage = next.stages.findIndex(
      ({ steps: [step] }) => step?.on.kind === 'mysql' && step.on.server === 'b:3306',
    );
    expect(next.stages[stage]?.steps[0]).toMatchObject({
      says: 'turn semi-sync off on b:3306: as it was before the failover',
      statements: ['SET GLOBAL rpl_semi_sync_source_enabled = OFF'],
    });
    // Its applier would wait for replicas that it does not have.
    expect(titlesOf(next).indexOf('repoint')).toBeGreaterThan(stage);
  });

  describe('whose promotion is finished by the next run', () => {
    const planWith = (b: SemiSync, c: ObservedServer, d: ObservedServer = dead('d')) =>
      planOf(
        anObservation({
          servers: [dead('a'), primary('b', { semiSync: b, promotedSecondsAgo: 2 }), c, d],
          rows: [...SUCCESSION, row(READER, 'd')],
          memory: {
            primary: known('a'),
            servers: ['a', 'b', 'c', 'd'].map(known),
            semiSync: WAITING,
            recovery: aRecovery({ promoting: known('b') }),
          },
        }),
      );
    const follower = (name: string) => replica(name, { of: 'b', semiSync: OFF });
    const lastStep = ({ stages }: Plan) => stages.findLast(({ title }) => title === 'semi-sync')?.steps[0];

    test('does not wait where those that could confirm are gone by now: it is turned off, and as before when they are back', () => {
      const plan = planWith({ ...ON, waitingSessions: 3 }, dead('c'));
      expect(plan.says).toBe('finish the promotion of b:3306');
      expect(sentFor(plan)).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = OFF']);
      expect(titlesOf(plan)[0]).toBe('semi-sync');
      expect(plan.memoryAfter?.semiSyncToRestore).toEqual({ waitForReplicaCount: 1, left: null });
    });

    test('waits for replicas that follow it already, and for those that are about to', () => {
      const forTwo = { ...ON, waitForReplicaCount: 2 };
      for (const plan of [
        planWith(ON, follower('c')),
        planWith(forTwo, follower('c'), orphan('d', { semiSync: OFF })),
        planWith(forTwo, follower('c'), follower('d')),
      ]) {
        expect(sentFor(plan)).toEqual([]);
        expect(lastStep(plan)?.undo).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = OFF']);
      }
      expect(sentFor(planWith(forTwo, follower('c')))).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = OFF']);
    });
  });

  test('is left as it is where it is as it should be', () => {
    expect(sentFor(failover(ON, {}, true))).toEqual([]);
    expect(titlesOf(failover({}, {}, false))).not.toContain('semi-sync');
    expect(titlesOf(failover({ naming: null }, {}, true))).not.toContain('semi-sync');
  });
});

describe('a primary that was restarted and is made writable again', () => {
  test('waits for its replicas as before, from before it takes writes', () => {
    const plan = restarted({}, true);
    expect(sentFor(plan)).toEqual(['SET GLOBAL rpl_semi_sync_source_enabled = ON']);
    expect(titlesOf(plan).slice(0, 2)).toEqual(['semi-sync', 'make writable']);
  });

  test('is otherwise left as it is', () => {
    expect(sentFor(restarted({}, false))).toEqual([]);
    expect(sentFor(restarted(ON, true))).toEqual([]);
    expect(sentFor(restarted({ ...ON, waitForReplicaCount: 3 }, true))).toEqual([]);
  });
});

describe('what a failover could not keep', () => {
  const left = { serverUuid: uuid('b'), sourceEnabled: false, waitForReplicaCount: 1 };

  /** `b` is the primary since, and `c` and `d` are its replicas. */
  function later(b: Partial<SemiSync>, semiSyncToRestore: SemiSyncToRestore | null, isConfirming = true) {
    const semiSync = { ...OFF, replicaEnabled: isConfirming };
    const observation = anObservation({
      servers: [
        primary('b', { semiSync: { ...OFF, clients: 2, ...b } }),
        replica('c', { of: 'b', semiSync }),
        replica('d', { of: 'b', semiSync }),
      ],
      rows: SUCCESSION,
      memory: { primary: known('b'), semiSyncToRestore },
    });
    const diagnosis = diagnose(observation, LIMITS);
    const plan = planFor(observation, diagnosis, SETTINGS);
    return {
      sent: plan === null ? [] : statementsOf(planned(plan)),
      plan: plan === null ? null : planned(plan),
      remembered: rememberHealthy(observation, diagnosis, LIMITS).semiSyncToRestore,
    };
  }

  test('is remembered when the failover is over, the first of two', () => {
    expect(failover({}, {}, true).memoryAfter?.semiSyncToRestore).toEqual({ waitForReplicaCount: 1, left: null });
    expect(failover({}, {}, false).memoryAfter?.semiSyncToRestore).toBeNull();
    const twice = { waitForReplicaCount: 2, left };
    const observation = anObservation({
      servers: [dead('a'), orphan('b', { semiSync: OFF }), orphan('c', { semiSync: OFF })],
      memory: { primary: known('a'), semiSync: WAITING, semiSyncToRestore: twice },
    });
    const plan = planOf(observation);
    expect(plan.memoryAfter?.semiSyncToRestore).toEqual({ waitForReplicaCount: 2, left: null });
  });

  test('is remembered too where the old primary had given up waiting, and the new one would wait by its own configuration', () => {
    const cannotConfirm = { ...OFF, replicaEnabled: false };
    const observation = anObservation({
      servers: [dead('a'), orphan('b', { semiSync: ON }), orphan('c', { semiSync: cannotConfirm })],
      memory: { primary: known('a'), semiSync: null },
    });
    const plan = planOf(observation);
    expect(statementsOf(plan)).toContain('SET GLOBAL rpl_semi_sync_source_enabled = OFF');
    const remembered = { semiSyncToRestore: { waitForReplicaCount: ON.waitForReplicaCount, left: null } };
    expect(plan.memoryAfter).toMatchObject(remembered);
    // Written down before it is turned off: the next run may have to finish.
    const cutOff = anObservation({
      servers: [dead('a'), primary('b', { semiSync: OFF, promotedSecondsAgo: 2 }), dead('c')],
      rows: SUCCESSION,
      memory: rememberedBy(plan),
    });
    expect(planOf(cutOff).memoryAfter).toMatchObject(remembered);
  });

  test('does not count where the failover is called off, and a person had turned it off on the primary', () => {
    const begun = planOf(
      anObservation({
        servers: [dead('a'), orphan('b', { semiSync: ON }), orphan('c', { semiSync: OFF })],
        memory: { ...THREE, semiSync: null },
      }),
    );
    const halted = { semiSync: OFF, channel: { receiver: 'stopped' } } as const;
    const back = planOf(
      anObservation({
        servers: [primary('a', { semiSync: OFF }), replica('b', { ...halted, semiSync: ON }), replica('c', halted)],
        rows: QUARANTINED,
        memory: rememberedBy(begun),
      }),
    );
    expect(back.says).toBe('take a:3306 back as the primary');
    expect(back.memoryAfter?.semiSyncToRestore).toBeNull();
  });

  test('comes back on a primary that was restarted without it before anybody was promoted', () => {
    const servers = [primary('a', { semiSync: OFF }), replica('b', { semiSync: OFF }), replica('c', { semiSync: OFF })];
    const planWith = (primaryStartedAt: number) => {
      const memory = { ...THREE, primaryStartedAt, semiSync: WAITING, recovery: aRecovery() };
      return planOf(anObservation({ servers, rows: QUARANTINED, memory }));
    };
    const plan = planWith(AT - 2_000_000_000);
    expect(plan.says).toBe('take a:3306 back as the primary');
    expect(plan.memoryAfter?.semiSyncToRestore).toEqual({ waitForReplicaCount: 1, left: null });
    // Else a person has turned it off meanwhile.
    expect(planWith(AT - 1_000_000_000).memoryAfter?.semiSyncToRestore).toBeNull();
  });

  test('a healthy look remembers how the new primary was left', () => {
    const { remembered, sent } = later({}, { waitForReplicaCount: 2, left: null });
    expect(remembered).toEqual({ waitForReplicaCount: 2, left });
    expect(sent).toEqual([]);
  });

  test('comes back with the count that was, when enough replicas are connected that confirm', () => {
    const { sent, plan } = later({}, { waitForReplicaCount: 2, left });
    expect(sent).toEqual([
      'SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = 2, GLOBAL rpl_semi_sync_source_enabled = ON',
    ]);
    expect(plan?.stages[0]?.steps[0]).toMatchObject({
      verify: { expect: { kind: 'atLeast', least: 2 } },
      undo: ['SET GLOBAL rpl_semi_sync_source_wait_for_replica_count = 1, GLOBAL rpl_semi_sync_source_enabled = OFF'],
    });
    const lower = { ...left, sourceEnabled: true };
    expect(later({ ...ON, naming: 'master', clients: 2 }, { waitForReplicaCount: 2, left: lower }).sent).toEqual([
      'SET GLOBAL rpl_semi_sync_master_wait_for_slave_count = 2, GLOBAL rpl_semi_sync_master_enabled = ON',
    ]);
  });

  test('waits for them', () => {
    const before = { waitForReplicaCount: 2, left };
    for (const { sent, remembered } of [later({ clients: 1 }, before), later({}, before, false)]) {
      expect(sent).toEqual([]);
      expect(remembered).toEqual(before);
    }
  });

  test('is forgotten where it is in force, and where somebody has changed it since', () => {
    const before = { waitForReplicaCount: 2, left };
    for (const b of [
      { ...ON, waitForReplicaCount: 2 },
      { ...ON, waitForReplicaCount: 3 },
      ON,
      { waitForReplicaCount: 3 },
    ]) {
      const { sent, remembered } = later(b, before);
      expect(sent).toEqual([]);
      expect(remembered).toBeNull();
    }
  });
});
