import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  at,
  channelTo,
  dead,
  formerly,
  gtids,
  HALTED,
  KEPT_OUT,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINE,
  QUARANTINED,
  READER,
  replica,
  row,
  type ServerStory,
  THREE,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { planOf, statementsOf, stepsOf, titlesOf } from '../../test/observations/plan.ts';
import { randomObservation } from '../../test/observations/random.ts';
import { LIMITS, SETTINGS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { MAKE_WRITABLE } from '../mysql/statements.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { planFor } from './plan.ts';
import { isRefusal, type Plan, type Step } from './steps.ts';

const [SET_DEADLINE, MAKE_WRITABLE_BY_THEN] = MAKE_WRITABLE;

/** What is left once the old primary is withdrawn and nobody receives any more. */
const FROM_THE_CHOICE_ON = [
  'remember',
  'apply',
  'promote',
  'rewrite the hostgroups',
  'look at the new primary',
  'load',
  'repoint',
  'save',
  'look at the new primary',
];

function places(rows: Plan['rowsAfter']): string[] {
  return rows.map((one) => `${one.hostname} ${one.hostgroup}`).sort();
}

describe('a failover from the beginning', () => {
  const observation = anObservation({ servers: [dead('a'), orphan('b'), orphan('c')] });
  const plan = planOf(observation);

  test('goes in this order', () => {
    expect(titlesOf(plan)).toEqual(['remember', 'withdraw', 'save', 'stop receiving', ...FROM_THE_CHOICE_ON]);
  });

  test('looks again once the receivers are stopped, and only there', () => {
    expect(plan.stages.filter(({ thenLookAgain }) => thenLookAgain !== 'never').map(({ title }) => title)).toEqual([
      'stop receiving',
    ]);
  });

  test('remembers first that it began, then whom it promotes, and after all that it is over', () => {
    const remembered = stepsOf(plan).flatMap(({ on }) => (on.kind === 'memory' ? [on.memory] : []));
    expect(remembered).toMatchObject([
      { recovery: { startedAt: AT, promoting: null, failedPrimary: { serverUuid: uuid('a') } } },
      { recovery: { startedAt: AT, promoting: known('b') } },
    ]);
    expect(plan.memoryAfter).toMatchObject({
      recovery: null,
      primary: known('b'),
      setAside: [formerly('a', { asideAtUptime: UP })],
    });
  });

  test('remembers whom it is going to stop before it stops them, and forgets them once they have a source again', () => {
    const stage = plan.stages.findIndex(({ title }) => title === 'stop receiving');
    const before = plan.stages.slice(0, stage).flatMap(({ steps }) => steps);
    expect(before.flatMap(({ on }) => (on.kind === 'memory' ? [on.memory.halted] : []))).toEqual([
      [uuid('b'), uuid('c')],
    ]);
    expect(plan.memoryAfter?.halted).toEqual([]);
  });

  test('a reader’s trouble of before counts no more: whoever lost the old primary has to find the new one first', () => {
    const memory = { troubledReaders: [{ serverUuid: uuid('c'), since: AT - 5000, endedAt: null }] };
    const servers = [dead('a'), orphan('b'), orphan('c')];
    expect(planOf(anObservation({ servers, memory })).memoryAfter?.troubledReaders).toEqual([
      { serverUuid: uuid('c'), since: AT - 5000, endedAt: AT },
    ]);
  });

  test('a receiver that a person stopped is not remembered as stopped by this program', () => {
    const servers = [dead('a'), orphan('b'), replica('c', { channel: { receiver: 'stopped' } })];
    const [first] = stepsOf(planOf(anObservation({ servers })));
    expect(first?.on).toMatchObject({ kind: 'memory', memory: { halted: [uuid('b')] } });
  });

  test('saves the withdrawal before anything is stopped: a ProxySQL that restarts has no writer then', () => {
    const save = plan.stages[2]?.steps;
    expect(save).toMatchObject([
      {
        statements: ['SAVE MYSQL SERVERS TO DISK'],
        verify: {
          query: expect.stringContaining('disk.mysql_servers'),
          expect: { kind: 'servers', servers: [] },
          // A full disk does not get empty by asking, and clients wait meanwhile.
          withinMs: 500,
        },
        ifItFails: 'stop',
      },
    ]);
  });

  test('waits for a LOAD behind a slow statement of somebody else, and not for the monitor to change its mind', () => {
    const loads = stepsOf(plan).filter(({ statements }) => statements.includes('LOAD MYSQL SERVERS TO RUNTIME'));
    expect(loads).toHaveLength(2);
    for (const load of loads) expect(load).toMatchObject({ timeoutMs: 10_000, verify: { withinMs: 2000 } });
  });

  test('promotes only after everything received is applied and replication is stopped', () => {
    const all = statementsOf(plan);
    const order = [SET_DEADLINE, 'STOP REPLICA FOR', MAKE_WRITABLE_BY_THEN];
    const found = order.map((text) => all.findIndex((statement) => statement.includes(text)));
    expect(found).toEqual([...found].sort((x, y) => x - y));
    expect(found).not.toContain(-1);
    const steps = stepsOf(plan);
    const apply = steps.findIndex(({ verify }) => verify?.expect.kind === 'nothingMissing');
    expect(steps[apply]).toMatchObject({ timeoutMs: SETTINGS.applyTimeoutMs, ifItFails: 'lookAgain' });
    expect(apply).toBeLessThan(steps.findIndex(({ says }) => says === 'make b:3306 the primary: it takes writes'));
  });

  test('the old source is forgotten right before the server takes writes: whenever it crashes as the primary, it is no replica', () => {
    const all = statementsOf(plan);
    const forget = all.indexOf("RESET REPLICA ALL FOR CHANNEL ''");
    expect(all.filter((statement) => statement.includes('RESET REPLICA'))).toHaveLength(1);
    expect(all.slice(forget - 3, forget + 2)).toEqual([
      SET_DEADLINE,
      "STOP REPLICA FOR CHANNEL ''",
      // Refused where it must not be made writable: it shall not have forgotten anything then.
      'SET GLOBAL super_read_only = ON',
      "RESET REPLICA ALL FOR CHANNEL ''",
      MAKE_WRITABLE_BY_THEN,
    ]);
    expect(plan.stages.find(({ title }) => title === 'promote')).toMatchObject({
      underLock: true,
      steps: [{ on: { server: 'b:3306' }, says: 'make b:3306 the primary: it takes writes' }],
    });
  });

  test('repoints every other replica and waits until it is connected to the new primary', () => {
    const repoint = plan.stages.find(({ title }) => title === 'repoint');
    expect(repoint?.steps).toMatchObject([
      {
        on: { server: 'c:3306' },
        verify: { expect: { values: { Replica_IO_Running: 'Yes', Source_UUID: uuid('b') } } },
        ifItFails: 'goOn',
      },
    ]);
  });

  const looks = plan.stages.filter(({ title }) => title === 'look at the new primary').flatMap(({ steps }) => steps);

  test('looks at the new primary before its rows are loaded: one that is down has taken no writes, and another one is promoted', () => {
    expect(looks[0]).toMatchObject({
      ifItFails: 'lookAgainIfDown',
      orElse: { on: { kind: 'memory', memory: { recovery: { promoting: known('b'), isOrdered: true } } } },
    });
  });

  test('looks at it in the end: one that does not answer is the primary that is dead, and nobody has seen the others follow', () => {
    expect(looks[1]).toMatchObject({
      ifItFails: 'stop',
      orElse: {
        on: {
          kind: 'memory',
          memory: {
            recovery: null,
            primary: known('b'),
            setAside: [formerly('a', { asideAtUptime: UP })],
            halted: [uuid('b'), uuid('c')],
            followers: [],
            finished: [],
          },
        },
      },
    });
  });

  test('of a channel with a name, nothing but that channel is forgotten', () => {
    const b = orphan('b', { channel: { name: "it's shop" } });
    const found = planOf(anObservation({ servers: [dead('a'), b] }));
    expect(statementsOf(found).filter((one) => /REPLICA FOR|RESET REPLICA/.test(one))).toEqual([
      "STOP REPLICA FOR CHANNEL 'it''s shop'",
      "RESET REPLICA ALL FOR CHANNEL 'it''s shop'",
    ]);
  });

  test('a replica that ProxySQL does not know is repointed too', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    const stranger = planOf(anObservation({ servers: [dead('a'), orphan('b'), orphan('c')], rows }));
    expect(stranger.stages.find(({ title }) => title === 'repoint')?.steps).toMatchObject([
      { on: { server: 'c:3306' }, says: 'let c:3306 follow b:3306' },
    ]);
    expect(places(stranger.rowsAfter)).toEqual(['a 9010', 'b 10', 'b 20']);
  });

  test('where another holds more it fetches from it instead of applying alone', () => {
    const rich = orphan('c', { gtidExecuted: gtids('a:1-103'), logReplicaUpdates: true });
    const cluster = { promotionRules: { 'c:3306': 'never' } } as const;
    const fetching = planOf(anObservation({ servers: [dead('a'), orphan('b'), rich], cluster }));
    const apply = fetching.stages.find(({ title }) => title === 'apply');
    expect(apply?.steps[0]?.says).toBe('let b:3306 fetch from c:3306 what only that one received');
    expect(apply?.steps[0]?.verify?.query).toContain(`${uuid('a')}:1-103`);
  });
});

describe('what is done already is left out', () => {
  const stopped = { channel: { receiver: 'stopped' } } as const;

  test('an old primary in quarantine is not withdrawn again, stopped receivers are not stopped again', () => {
    const servers = [dead('a'), replica('b', stopped), replica('c', stopped)];
    const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery() } }));
    expect(titlesOf(plan)).toEqual(FROM_THE_CHOICE_ON);
    expect(plan.stages.some(({ thenLookAgain }) => thenLookAgain !== 'never')).toBe(false);
  });

  test('a withdrawal that is not on disk yet is saved, one that is there is not saved again', () => {
    const servers = [dead('a'), replica('b', stopped), replica('c', stopped)];
    const disk = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
    const planWith = (onDisk: typeof disk) =>
      planOf(anObservation({ servers, rows: QUARANTINED, disk: onDisk, memory: { recovery: aRecovery() } }));
    const firstSave = planWith(disk).stages[0]?.steps[0];
    expect(firstSave?.statements).toEqual(['SAVE MYSQL SERVERS TO DISK']);
    expect(firstSave?.verify?.expect).toEqual({ kind: 'servers', servers: [] });
    expect(titlesOf(planWith(QUARANTINED))[0]).toBe('remember');
  });

  test('the roles keep the weights of before the first change', () => {
    const rowsBefore = [row(WRITER, 'a', { weight: 100 }), row(READER, 'b', { weight: 7 }), row(READER, 'c')];
    const servers = [dead('a'), replica('b', stopped), replica('c', stopped)];
    const rows = [row(QUARANTINE, 'a', { weight: 100 }), row(READER, 'b', { weight: 7 }), row(READER, 'c')];
    const plan = planOf(anObservation({ servers, rows, memory: { recovery: aRecovery({ rowsBefore }) } }));
    expect(plan.rowsAfter).toContainEqual(row(WRITER, 'b', { weight: 100 }));
    expect(plan.rowsAfter).toContainEqual(row(QUARANTINE, 'a', { weight: 7 }));
  });

  test('a server that is writable already is not promoted again, only what follows is done', () => {
    const servers = [dead('a'), primary('b'), replica('c', stopped)];
    const memory = { recovery: aRecovery({ promoting: known('b') }) };
    expect(titlesOf(planOf(anObservation({ servers, rows: QUARANTINED, memory })))).toEqual([
      'rewrite the hostgroups',
      'look at the new primary',
      'load',
      'repoint',
      'save',
      'look at the new primary',
    ]);
  });

  test('a failed primary that is back and that a person keeps in quarantine is made read-only, and stays there with that status', () => {
    const servers = [primary('a'), replica('b', { channel: HALTED }), replica('c', { channel: HALTED })];
    const plan = planOf(anObservation({ servers, rows: KEPT_OUT, memory: { ...THREE, recovery: aRecovery() } }));
    expect(plan.says).toBe('promote b:3306 in place of a:3306');
    expect(stepsOf(plan)[0]?.says).toBe('make a:3306 read-only');
    expect(plan.rowsAfter.filter(({ hostname }) => hostname === 'a')).toEqual([KEPT_OUT[0]]);
  });

  test('the writer that is saved goes by the name that ProxySQL has for it', () => {
    const rows = [row(WRITER, 'B'), row(READER, 'c'), row(QUARANTINE, 'a')];
    const rowsBefore = [row(WRITER, 'a'), row(READER, 'B'), row(READER, 'c')];
    const memory = { recovery: aRecovery({ promoting: known('b'), rowsBefore }) };
    const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
    const saved = stepsOf(planOf(anObservation({ servers, rows, memory }))).find(({ says }) => says.startsWith('save'));
    expect(saved?.verify?.expect).toEqual({ kind: 'servers', servers: [at('B')] });
  });

  test('one that has no row is not taken for saved', () => {
    const rows = [row(READER, 'c'), row(QUARANTINE, 'a')];
    const memory = { recovery: aRecovery({ promoting: known('b') }) };
    const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
    const saved = stepsOf(planOf(anObservation({ servers, rows, memory }))).find(({ says }) => says.startsWith('save'));
    expect(saved?.verify?.expect).toEqual({ kind: 'servers', servers: [at('b')] });
  });

  describe('a promoted server that a person has made read-only', () => {
    const rows = [row(WRITER, 'b'), row(QUARANTINE, 'a'), row(READER, 'c')];
    const planWith = (b: ServerStory, c: ObservedServer, recovery: Partial<UnfinishedRecovery> = {}) => {
      const received = `${uuid('a')}:1-100`;
      const memory = { ...THREE, recovery: aRecovery({ promoting: known('b'), received, ...recovery }) };
      const byHand = lonely('b', { isReadOnlyByHand: true, ...b });
      return planOf(anObservation({ servers: [dead('a'), byHand, c], rows, memory }));
    };
    const finishing = 'finish the promotion of b:3306, which a person has made read-only';

    test.each<[string, Plan]>([
      ['a run has seen it take writes', planWith({}, orphan('c'), { takesWrites: true })],
      ['it has writes of its own', planWith({ gtidExecuted: gtids('a:1-100,b:1') }, orphan('c'))],
      ['another one follows it already', planWith({}, replica('c', { of: 'b' }))],
    ])('stays so, and the rest is finished, where %s', (_, plan) => {
      expect(plan.says).toBe(finishing);
      expect(statementsOf(plan)).not.toContain(MAKE_WRITABLE_BY_THEN);
      expect(titlesOf(plan)).not.toContain('look at the new primary');
      expect(titlesOf(plan)).toContain('save');
      expect(plan.memoryAfter).toMatchObject({ primary: known('b'), primaryWasReadOnly: true, recovery: null });
    });

    test('before it was promoted takes writes all the same', () => {
      expect(statementsOf(planWith({}, orphan('c')))).toContain(MAKE_WRITABLE_BY_THEN);
      const restarted = planWith({ isReadOnlyByHand: false }, replica('c', { of: 'b' }), { takesWrites: true });
      expect(statementsOf(restarted)).toContain(MAKE_WRITABLE_BY_THEN);
    });
  });

  test('a server that somebody else made writable before it had forgotten its source has to forget it', () => {
    const rows = [row(WRITER, 'b'), row(QUARANTINE, 'a'), row(READER, 'c')];
    const b = replica('b', { readOnly: false, superReadOnly: false, channel: HALTED });
    const memory = { halted: [uuid('b')], recovery: aRecovery({ promoting: known('b') }) };
    const plan = planOf(anObservation({ servers: [dead('a'), b, replica('c', { of: 'b' })], rows, memory }));
    expect(stepsOf(plan).map(({ says }) => says)).toEqual([
      'make b:3306 the primary: it takes writes',
      'save the hostgroups to disk',
      'see that b:3306 still takes writes',
    ]);
    expect(plan.memoryAfter).toMatchObject({ primary: known('b'), halted: [], recovery: null });
  });

  test('a source that a writable server left for another replica to fetch is forgotten too', () => {
    const b = replica('b', { of: 'c', readOnly: false, superReadOnly: false, channel: HALTED });
    const memory = { recovery: aRecovery({ promoting: known('b') }) };
    const plan = planOf(anObservation({ servers: [dead('a'), b, orphan('c')], rows: QUARANTINED, memory }));
    expect(statementsOf(plan)).toContain("RESET REPLICA ALL FOR CHANNEL ''");
  });

  test('a multi-source server keeps the channel that leads to another cluster', () => {
    const channels = [channelTo('f', { name: 'other' }), channelTo('a', { name: 'shop', ...HALTED })];
    const memory = { recovery: aRecovery({ promoting: known('b') }) };
    const servers = [dead('a'), primary('b', { channels }), orphan('c')];
    const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory }));
    expect(statementsOf(plan).filter((one) => /STOP REPLICA FOR|RESET REPLICA/.test(one))).toEqual([
      "STOP REPLICA FOR CHANNEL 'shop'",
      "RESET REPLICA ALL FOR CHANNEL 'shop'",
    ]);
  });

  test('an applier that was stopped is started only where something is left to apply: it may have begun with what never came whole', () => {
    const retrieved = gtids('a:1-100');
    const started = (gtidExecuted: string) => {
      const b = orphan('b', { gtidExecuted: gtids(gtidExecuted), channel: { ...HALTED, retrieved } });
      const servers = [dead('a'), b, orphan('c', { ...stopped, gtidExecuted: gtids('a:1-80') })];
      const memory = { halted: [uuid('b')], recovery: aRecovery({ promoting: known('b') }) };
      const { stages } = planOf(anObservation({ servers, rows: QUARANTINED, memory }));
      return stages.find(({ title }) => title === 'apply')?.steps[0]?.statements;
    };
    expect(started('a:1-99')).toEqual(["START REPLICA SQL_THREAD FOR CHANNEL ''"]);
    expect(started('a:1-100')).toEqual([]);
  });

  test('a chosen server that is read-only still is an ordinary candidate: it applies again, and then takes writes', () => {
    const half = replica('b', { superReadOnly: false, channel: HALTED });
    const memory = { halted: [uuid('b')], recovery: aRecovery({ promoting: known('b') }) };
    const plan = planOf(
      anObservation({ servers: [dead('a'), half, replica('c', stopped)], rows: QUARANTINED, memory }),
    );
    expect(titlesOf(plan)).toEqual(FROM_THE_CHOICE_ON);
    expect(plan.stages[2]?.steps[0]?.statements).toEqual([
      SET_DEADLINE,
      "STOP REPLICA FOR CHANNEL ''",
      "RESET REPLICA ALL FOR CHANNEL ''",
      MAKE_WRITABLE_BY_THEN,
    ]);
  });

  test('a chosen server that somebody has made writable first applies what it has received: forgetting its source would throw that away', () => {
    const early = orphan('b', {
      readOnly: false,
      superReadOnly: false,
      gtidExecuted: gtids('a:1-90'),
      channel: { receiver: 'stopped', retrieved: gtids('a:80-100') },
    });
    const memory = { ...THREE, halted: ['b', 'c'].map(uuid), recovery: aRecovery({ promoting: known('b') }) };
    const plan = planOf(
      anObservation({ servers: [dead('a'), early, orphan('c', stopped)], rows: QUARANTINED, memory }),
    );
    expect(plan.says).toBe('finish the promotion of b:3306');
    expect(titlesOf(plan).slice(0, 2)).toEqual(['apply', 'promote']);
  });

  test('a chosen server that is given up before it was writable follows the next one, with its applier running', () => {
    const half = replica('b', { channel: HALTED });
    const memory = {
      halted: [uuid('b'), uuid('c')],
      haltedAppliers: [uuid('b')],
      recovery: aRecovery({ promoting: known('b') }),
    };
    const servers = [dead('a'), half, replica('c', stopped)];
    const cluster = { promotionRules: { 'b:3306': 'never' } } as const;
    const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory, cluster }));
    expect(plan.says).toBe('promote c:3306 in place of a:3306');
    const [follow] = plan.stages.find(({ title }) => title === 'repoint')?.steps ?? [];
    expect(follow).toMatchObject({ on: { server: 'b:3306' } });
    expect(follow?.statements.slice(1)).toEqual([
      "START REPLICA IO_THREAD FOR CHANNEL ''",
      "START REPLICA SQL_THREAD FOR CHANNEL ''",
    ]);
  });

  test('an applier that a person stopped is not started when its server follows the new primary', () => {
    const servers = [dead('a'), orphan('b'), orphan('c', { channel: { applier: 'stopped' } })];
    const plan = planOf(anObservation({ servers }));
    expect(statementsOf(plan)).not.toContain("START REPLICA SQL_THREAD FOR CHANNEL ''");
  });

  test('rows that are in memory and at runtime are not written again', () => {
    const rows = [row(WRITER, 'b'), row(QUARANTINE, 'a'), row(READER, 'c')];
    const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
    const memory = { recovery: aRecovery({ promoting: known('b') }) };
    expect(titlesOf(planOf(anObservation({ servers, rows, memory })))).toEqual(['save', 'look at the new primary']);
  });

  test('rows that are in memory and not loaded are loaded, though the monitor made the same server the writer', () => {
    const rows = [row(WRITER, 'b', { weight: 100 }), row(QUARANTINE, 'a'), row(READER, 'c')];
    const runtime = [row(WRITER, 'b', { weight: 1 }), row(READER, 'b'), row(QUARANTINE, 'a'), row(READER, 'c')];
    const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
    const rowsBefore = [row(WRITER, 'a', { weight: 100 }), row(READER, 'b'), row(READER, 'c')];
    const memory = { recovery: aRecovery({ promoting: known('b'), rowsBefore }) };
    expect(statementsOf(planOf(anObservation({ servers, rows, runtime, memory })))).toContain(
      'LOAD MYSQL SERVERS TO RUNTIME',
    );
  });
});

describe('the old primary goes by several names', () => {
  test('ProxySQL’s name for it is withdrawn before another server becomes writable', () => {
    const nameless = dead('a', { serverUuid: null, endpoints: [at('10.0.0.1')] });
    const rows = [row(WRITER, '10.0.0.1'), row(READER, 'b'), row(READER, 'c')];
    const plan = planOf(anObservation({ servers: [nameless, dead('a'), orphan('b'), orphan('c')], rows }));
    expect(titlesOf(plan).slice(0, 2)).toEqual(['remember', 'withdraw']);
    expect(places(plan.rowsAfter)).toEqual(['10.0.0.1 9010', 'b 10', 'c 20']);
  });

  test('another dead server that nobody can name keeps its row, though memory has all servers in the writer hostgroup', () => {
    const rows = [row(WRITER, 'a'), row(WRITER, 'b'), row(WRITER, 'c')];
    const runtime = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
    const plan = planOf(
      anObservation({ servers: [dead('a'), orphan('b'), dead('c', { serverUuid: null })], rows, runtime }),
    );
    expect(places(plan.rowsAfter)).toEqual(['a 9010', 'b 10', 'b 20', 'c 20']);
  });
});

describe('asking the replicas', () => {
  const frozen = dead('a', { reason: 'silent' });
  const asking = (...servers: Observation['servers']) => planOf(anObservation({ servers: [frozen, ...servers] }));
  const RECONNECT = ["STOP REPLICA IO_THREAD FOR CHANNEL ''", "START REPLICA IO_THREAD FOR CHANNEL ''"];

  test('one alone first; only where it misses the primary too, the others together', () => {
    const plan = asking(replica('b'), replica('c'), replica('d'));
    expect(plan.stages.map(({ title, steps, thenLookAgain }) => [title, steps.length, thenLookAgain])).toEqual([
      ['remember', 1, 'never'],
      ['ask', 1, 'ifAStepSucceeds'],
      ['remember', 1, 'never'],
      ['ask', 2, 'always'],
    ]);
    const sent = statementsOf(plan).filter((sql) => sql.includes('IO_THREAD'));
    expect(sent).toEqual([...RECONNECT, ...RECONNECT, ...RECONNECT]);
    expect(plan.stages[1]?.steps[0]).toMatchObject({
      verify: { expect: { kind: 'receiverConnects' }, withinMs: SETTINGS.reconnectTimeoutMs },
      ifItFails: 'isAnAnswer',
    });
  });

  test('who is asked, and stopped for it, is remembered first', () => {
    const [remember] = stepsOf(asking(replica('b', { channel: { receiverThread: 47 } }), orphan('c')));
    expect(remember?.on).toMatchObject({
      kind: 'memory',
      memory: { asked: [{ serverUuid: uuid('b'), at: AT, receiverThread: 47 }], halted: [uuid('b')] },
    });
  });

  test('a replica that is not asked, as the one before it has found the primary, was not asked in vain', () => {
    const receiving = (name: string, receiverThread: number, heardSecondsAgo: number) =>
      replica(name, { channel: { receiverThread, heardSecondsAgo, heartbeatSeconds: 1 } });
    const seen = { servers: [frozen, receiving('b', 47, 0), receiving('c', 60, 0)], memory: THREE };
    const [remember] = stepsOf(planOf(anObservation(seen)));
    if (remember?.on.kind !== 'memory') throw new Error('nothing is remembered');
    // b has lost it since, c takes in a large transaction.
    const servers = [frozen, orphan('b'), receiving('c', 60, 5)];
    const later = { ...anObservation({ servers, memory: remember.on.memory }), at: AT + 20_000 };
    expect(diagnose(later, LIMITS).action.kind).toBe('askReplicas');
  });

  test('a receiver that is connecting is waited for, one that this program stopped is started', () => {
    expect(
      statementsOf(
        asking(orphan('b', { channel: { receiverWaits: false, receiverErrno: 0, receiverError: '' } })),
      ).slice(2),
    ).toEqual([]);
    const servers = [frozen, replica('b', { channel: { receiver: 'stopped' } })];
    const plan = planOf(anObservation({ servers, memory: { halted: [uuid('b')] } }));
    expect(statementsOf(plan).slice(2)).toEqual(RECONNECT.slice(1));
  });

  test('one that waits before it tries again is made to try now, one that has given up is started', () => {
    const before = { receiverErrorSecondsAgo: 30 };
    expect(statementsOf(asking(orphan('b', { channel: before }))).slice(2)).toEqual(RECONNECT);
    expect(
      statementsOf(asking(orphan('b', { channel: { ...before, receiver: 'stopped', receiverWaits: false } }))).slice(2),
    ).toEqual(RECONNECT.slice(1));
  });

  test('no row is changed', () => {
    const plan = asking(replica('b'));
    expect(plan.rowsAfter).toEqual(plan.rowsBefore);
    expect(plan.memoryAfter).toBeNull();
  });
});

test('a successor that died before this host saw it as the primary is replaced, and the one before it leaves the writer hostgroup too', () => {
  const names = ['a', 'b', 'c', 'd'];
  const sets = gtids('a:1-100,b:1-3');
  const observation = anObservation({
    servers: [dead('a'), dead('b'), ...['c', 'd'].map((name) => orphan(name, { of: 'b', gtidExecuted: sets }))],
    rows: [row(WRITER, 'a'), ...['b', 'c', 'd'].map((name) => row(READER, name))],
    memory: { primary: known('a'), servers: names.map(known), followers: names.slice(1).map(uuid) },
    lastSeen: { serverUuid: uuid('a'), at: AT - 9000, heldAtUptime: UP - 9000, gtidExecuted: `${uuid('a')}:1-100` },
  });
  const plan = planOf(observation);
  expect(plan.says).toBe('promote c:3306 in place of b:3306');
  expect(places(plan.rowsAfter)).toEqual(['a 9010', 'b 9010', 'c 10', 'd 20']);
  expect(plan.memoryAfter?.setAside.map(({ serverUuid }) => serverUuid).sort()).toEqual([uuid('a'), uuid('b')]);
});

describe('other plans', () => {
  test('none where nothing is to be done', () => {
    const healthy = anObservation({ servers: [primary('a'), replica('b')] });
    expect(planFor(healthy, diagnose(healthy, LIMITS), SETTINGS)).toBeNull();
  });

  test('a refusal says why and what a person can do', () => {
    const observation = anObservation({ servers: [dead('a'), orphan('b', { logBin: false })] });
    expect(planFor(observation, diagnose(observation, LIMITS), SETTINGS)).toMatchObject({
      refused: 'no replica can be the primary',
      advice: expect.stringMatching(/./),
      verdicts: [{ server: 'b:3306', chosen: false, because: 'it has no binary log (log_bin is OFF)' }],
    });
  });

  test('a primary that returned gets the rows it had, and the replicas receive again', () => {
    const rowsBefore = [
      row(WRITER, 'a', { weight: 100 }),
      row(READER, 'a', { weight: 2 }),
      row(READER, 'b'),
      row(READER, 'c'),
    ];
    const servers = [primary('a'), replica('b', { channel: { receiver: 'stopped' } }), replica('c')];
    const memory = { halted: [uuid('b'), uuid('c')], recovery: aRecovery({ rowsBefore }) };
    const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory }));
    expect(titlesOf(plan)).toEqual(['rewrite the hostgroups', 'start receiving', 'save']);
    expect(stepsOf(plan).at(-1)?.verify?.expect).toEqual({ kind: 'servers', servers: [at('a')] });
    expect(plan.rowsAfter).toEqual(expect.arrayContaining(rowsBefore));
    expect(plan.rowsAfter).toHaveLength(rowsBefore.length);
    expect(statementsOf(plan)).toContain("START REPLICA IO_THREAD FOR CHANNEL ''");
    expect(plan.memoryAfter).toMatchObject({ recovery: null });
  });

  test('a primary that returned becomes the writer also where the rows before had it in quarantine: another ProxySQL’s, brought by ProxySQL Cluster', () => {
    const rowsBefore = [row(QUARANTINE, 'a', { weight: 100 }), row(READER, 'b')];
    const servers = [primary('a'), replica('b', { channel: { receiver: 'stopped' } })];
    const memory = { halted: [uuid('b')], recovery: aRecovery({ rowsBefore }) };
    const plan = planOf(anObservation({ servers, rows: rowsBefore, memory }));
    expect(plan.rowsAfter).toEqual([row(WRITER, 'a', { weight: 100 }), row(READER, 'b')]);
  });

  test('what a server that was about to be promoted may have taken is named, where it is silent when the primary returns', () => {
    const memory = { halted: ['b', 'c'].map(uuid), recovery: aRecovery({ promoting: known('b') }) };
    const planWith = (b: ObservedServer) =>
      planOf(
        anObservation({
          servers: [primary('a'), b, replica('c', { channel: { receiver: 'stopped' } })],
          rows: QUARANTINED,
          memory,
        }),
      );
    expect(planWith(dead('b')).says).toBe('take a:3306 back as the primary');
    expect(planWith(dead('b')).loss).toMatch(/^possibly lost: what b:3306 may have taken/);
    expect(planWith(replica('b', { channel: { receiver: 'stopped' } })).loss).toBeNull();
  });

  test('a receiver that a person stopped before the failover stays stopped when the primary returns', () => {
    const servers = [
      primary('a'),
      replica('b', { channel: HALTED }),
      replica('c', { channel: { receiver: 'stopped' } }),
    ];
    const memory = { halted: [uuid('b')], haltedAppliers: [uuid('b')], recovery: aRecovery() };
    const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory }));
    const started = plan.stages.find(({ title }) => title === 'start receiving')?.steps;
    expect(started).toMatchObject([
      {
        on: { server: 'b:3306' },
        statements: ["START REPLICA IO_THREAD FOR CHANNEL ''", "START REPLICA SQL_THREAD FOR CHANNEL ''"],
        verify: { expect: { values: { Replica_IO_Running: 'Yes', Replica_SQL_Running: 'Yes' } } },
        ifItFails: 'goOn',
      },
    ]);
    expect(started).toHaveLength(1);
  });

  test('a return whose rows are in memory already is loaded and saved where it is not', () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
    const servers = [primary('a'), replica('b'), replica('c')];
    const planWith = (story: { runtime?: typeof rows; disk?: typeof rows }) =>
      planOf(anObservation({ servers, rows, ...story, memory: { recovery: aRecovery({ rowsBefore: rows }) } }));
    expect(statementsOf(planWith({ runtime: QUARANTINED, disk: QUARANTINED }))).toEqual([
      'LOAD MYSQL SERVERS TO RUNTIME',
      'SAVE MYSQL SERVERS TO DISK',
    ]);
    expect(statementsOf(planWith({ disk: QUARANTINED }))).toContain('SAVE MYSQL SERVERS TO DISK');
    expect(statementsOf(planWith({ disk: rows }))).not.toContain('LOAD MYSQL SERVERS TO RUNTIME');
  });

  test('a server that was sent to another replica to fetch follows the returned primary again', () => {
    const servers = [primary('a'), replica('b', { of: 'c' }), replica('c')];
    for (const story of [{ promoting: known('b') }, { promoting: known('c'), passedOver: [uuid('b')] }]) {
      const plan = planOf(anObservation({ servers, rows: QUARANTINED, memory: { recovery: aRecovery(story) } }));
      expect(statementsOf(plan).join('\n')).toMatch(/CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'a'/);
    }
  });

  test('replicas that missed a failover are repointed, and nothing else is touched', () => {
    const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
    const servers = [dead('a'), primary('b'), orphan('c'), replica('d', { of: 'b' })];
    const plan = planOf(anObservation({ servers, rows }));
    expect(stepsOf(plan).map(({ says }) => says)).toEqual([
      'remember which replicas are stopped for a moment',
      'let c:3306 follow b:3306',
    ]);
    expect(plan.rowsAfter).toEqual(plan.rowsBefore);
  });

  test('a halted replica that answers late is started again, one that a person stopped is left alone', () => {
    const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
    const d = replica('d', { of: 'b', channel: { receiver: 'stopped' } });
    const late = replica('c', { of: 'b', channel: { applier: 'stopped' } });
    const plan = planOf(
      anObservation({ servers: [dead('a'), primary('b'), late, d], rows, memory: { haltedAppliers: [uuid('c')] } }),
    );
    expect(plan.says).toBe('let c:3306 follow b:3306');
    expect(stepsOf(plan).map(({ on, statements: sent }) => [on, sent])).toMatchObject([
      [{ server: 'c:3306' }, ["START REPLICA SQL_THREAD FOR CHANNEL ''"]],
    ]);
    expect(stepsOf(plan)).toHaveLength(1);
    expect(plan.rowsAfter).toEqual(plan.rowsBefore);
  });

  test('a halted replica that still follows the failed server is repointed with its applier running', () => {
    const rows = [row(QUARANTINE, 'a'), row(WRITER, 'b'), row(READER, 'c'), row(READER, 'd')];
    const servers = [dead('a'), primary('b'), replica('c', { channel: HALTED }), replica('d', { of: 'b' })];
    const plan = planOf(anObservation({ servers, rows, memory: { halted: [uuid('c')], haltedAppliers: [uuid('c')] } }));
    expect(statementsOf(plan).slice(1)).toEqual([
      "START REPLICA IO_THREAD FOR CHANNEL ''",
      "START REPLICA SQL_THREAD FOR CHANNEL ''",
    ]);
  });
});

describe('whatever the observation of a dead primary', { timeout: 30_000 }, () => {
  /** `concerns` tells which plans the check is about: without enough of them it would prove nothing. */
  const failovers = (
    check: (plan: Plan, observation: Observation) => void,
    concerns: (plan: Plan) => boolean = () => true,
  ) => {
    let count = 0;
    fc.assert(
      fc.property(randomObservation(), (observation) => {
        const diagnosis = diagnose(observation, LIMITS);
        const plan = planFor(observation, diagnosis, SETTINGS);
        if (plan === null || isRefusal(plan) || !concerns(plan)) return;
        count += 1;
        check(plan, observation);
      }),
      { numRuns: 800 },
    );
    expect(count).toBeGreaterThan(50);
  };
  const promotes = ({ says }: Plan) => says.startsWith('promote');
  const makesWritable = (step: Step) => step.statements.some((one) => one === MAKE_WRITABLE_BY_THEN);

  test('the old primary leaves the serving hostgroups before another server becomes writable', () => {
    failovers((plan, { memoryRows, runtimeRows, cluster }) => {
      const steps = stepsOf(plan);
      const promotion = steps.findIndex(makesWritable);
      const old = plan.says.replace(/.* in place of (.*):3306/, '$1');
      const serves = [...memoryRows, ...runtimeRows].some(
        (one) => one.hostname === old && one.hostgroup !== cluster.quarantineHostgroup,
      );
      const withdrawal = steps.findIndex(({ says }) => says.startsWith('take '));
      if (serves) expect(withdrawal).toBeGreaterThanOrEqual(0);
      expect(withdrawal).toBeLessThan(promotion);
    }, promotes);
  });

  test('at the end exactly one server is in the writer hostgroup: the one that was made writable', () => {
    const ends = ({ says }: Plan) => /^(promote|finish)/.test(says);
    failovers((plan, { memoryRows, runtimeRows, memory }) => {
      const writers = plan.rowsAfter.filter((one) => one.hostgroup === WRITER);
      const promoted = plan.says.replace(/^(promote|finish the promotion of) (\S+):3306.*/, '$2');
      // Somebody may have taken the chosen one out of ProxySQL: nothing tells what its row was.
      const rows = [...memoryRows, ...runtimeRows, ...(memory?.recovery?.rowsBefore ?? [])];
      if (!rows.some(({ hostname }) => hostname === promoted)) return;
      expect(writers).toMatchObject([{ hostname: promoted, status: 'ONLINE' }]);
      const rewrite = stepsOf(plan).findLast(({ says }) => says.endsWith('the writer'));
      if (rewrite !== undefined) {
        expect(rewrite.verify?.expect).toEqual({ kind: 'servers', servers: [at(promoted)] });
        expect(rewrite.statements.at(-1)).toBe('LOAD MYSQL SERVERS TO RUNTIME');
      }
    }, ends);
  });

  test('no server disappears from ProxySQL', () => {
    failovers((plan, { memoryRows, runtimeRows }) => {
      const after = plan.rowsAfter.map((one) => one.hostname);
      for (const { hostname } of [...memoryRows, ...runtimeRows]) expect(after).toContain(hostname);
    });
  });

  test('every step is bounded, says what it does, and is verified', () => {
    failovers((plan) => {
      expect(plan.says).not.toMatch(/ {2}/);
      if (plan.memoryAfter === null) expect(plan.stages).not.toEqual([]);
      for (const { title, steps } of plan.stages) {
        expect(title).not.toBe('');
        expect(steps.length).toBeGreaterThan(0);
      }
      for (const step of stepsOf(plan)) {
        expect(step.timeoutMs).toBeGreaterThan(0);
        expect(step.timeoutMs).toBeLessThanOrEqual(SETTINGS.applyTimeoutMs);
        expect(step.says).not.toBe('');
        if (step.on.kind !== 'memory') expect(step.verify).not.toBeNull();
      }
    });
  });

  test('no statement names a user or a password', () => {
    failovers((plan) => {
      expect(JSON.stringify([statementsOf(plan), stepsOf(plan).map(({ undo }) => undo)])).not.toMatch(
        /password|SOURCE_USER/i,
      );
    });
  });

  test('a server is made writable only after a step that ends the plan if it lacks anything', () => {
    failovers((plan) => {
      const steps = stepsOf(plan);
      const checks = steps.findIndex(
        ({ verify, ifItFails }) => verify?.expect.kind === 'nothingMissing' && /^(stop|lookAgain)$/.test(ifItFails),
      );
      expect(checks).toBeGreaterThanOrEqual(0);
      expect(checks).toBeLessThan(steps.findIndex(makesWritable));
    }, promotes);
  });

  test('only the server that is promoted forgets its source, when it has everything and before it takes writes', () => {
    failovers((plan) => {
      const steps = stepsOf(plan);
      const forgets = steps.flatMap((step, i) => (step.statements.some((one) => one.startsWith('RESET')) ? [i] : []));
      if (plan.says.startsWith('promote')) expect(forgets).toHaveLength(1);
      for (const index of forgets) {
        const [first] = steps[index]?.says.match(/\S+:3306/) ?? [];
        expect(plan.says).toMatch(new RegExp(`^(promote|finish the promotion of) ${first}`));
        const promoting = steps[index]?.statements ?? [];
        expect(promoting[0]).toBe(SET_DEADLINE);
        expect(promoting.slice(promoting.findIndex((one) => one.startsWith('RESET')) + 1)).toEqual([
          MAKE_WRITABLE_BY_THEN,
        ]);
        const applies = steps.findIndex(({ verify }) => verify?.expect.kind === 'nothingMissing');
        expect(applies).toBeLessThan(index);
      }
    });
  });

  test('whoever is stopped is remembered first', () => {
    const stops = ({ says }: Step) => /^(stop the receiver of|make .* the primary)/.test(says);
    failovers(
      (plan, { servers, memory }) => {
        let remembered: readonly string[] = memory?.halted ?? [];
        for (const step of stepsOf(plan)) {
          const { on } = step;
          if (on.kind === 'memory') remembered = on.memory.halted;
          if (on.kind !== 'mysql' || !stops(step)) continue;
          // The old primary itself may be made writable again; it follows nobody.
          if (plan.says.startsWith('take ') || plan.says.startsWith('finish ')) continue;
          const server = servers.find((one) => one.endpoints.some(({ host }) => host === on.endpoint.host));
          expect(server?.answers && remembered).toContain(server?.answers && server.facts.serverUuid);
        }
      },
      (plan) => stepsOf(plan).some(stops),
    );
  });
});
