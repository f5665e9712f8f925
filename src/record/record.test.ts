import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  aside,
  channelTo,
  dead,
  formerly,
  known,
  lonely,
  type ObservationStory,
  orphan,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  SEMI_SYNC,
  SHOP,
  SUCCESSION,
  UP,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { QuorumMode } from '../diagnose/voters.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import { type Session, Unanswered } from '../mysql/session.ts';
import { type ClusterMemory, emptyMemory } from '../observe/memory.ts';
import type { Observation, ObservedServer, SemiSync } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import type { Journal } from './journal.ts';
import { type Condition, recordCondition, recordHistory, recordLastSeen, rememberHealthy } from './record.ts';

const LAGS: Condition = { says: 'b lags', advice: 'wait', evidence: ['60 s'], verdicts: [] };
const SECOND = 1000;

/** ProxySQL's admin interface, and what was sent to it. */
function listeningAdmin(): { admin: Session; sent: string[] } {
  const sent: string[] = [];
  const query: Session['query'] = async (sql) => {
    sent.push(sql);
    return { rows: [], affectedRows: 1 };
  };
  return { admin: { query, close: () => undefined }, sent };
}

/** A scheduler that starts a run every second and keeps, like ProxySQL, what the runs wrote. */
function recordRuns() {
  const said: string[] = [];
  let memory: ClusterMemory = { ...emptyMemory('shop'), primary: known('a') };
  let now = AT;
  const journal: Journal = { say: (level, message) => said.push(`${level} ${message}`) };
  const { admin, sent: written } = listeningAdmin();
  return {
    said,
    written,
    memory: () => memory,
    run: async (condition: Condition | null, times = 1) => {
      for (let i = 0; i < times; i += 1) {
        now += SECOND;
        const before = written.length;
        await recordCondition(
          { ...anObservation({ servers: [] }), memory },
          memory,
          condition,
          { admin, wallClock: () => now },
          journal,
        );
        const last = written.at(-1);
        if (written.length > before && last !== undefined) {
          const json = /VALUES \(.*?(\{.*\})'\)$/s.exec(last)?.[1] ?? '';
          memory = JSON.parse(json.replaceAll("''", "'"));
        }
      }
    },
  };
}

describe('a condition that lasts', () => {
  test('is said when it begins, with what to do', async () => {
    const runs = recordRuns();
    await runs.run(LAGS);
    expect(runs.said).toEqual(['warn b lags; what to do: wait']);
  });

  test('is said once a minute while it lasts, not every run', async () => {
    const runs = recordRuns();
    await runs.run(LAGS, 60);
    expect(runs.said).toHaveLength(1);
    await runs.run(LAGS);
    expect(runs.said).toHaveLength(2);
    expect(runs.said[1]).toBe('warn b lags (since 2030-01-02T03:04:06.000Z); what to do: wait');
    await runs.run(LAGS, 120);
    expect(runs.said).toHaveLength(4);
  });

  test('is said when it ends, with how long it lasted', async () => {
    const runs = recordRuns();
    await runs.run(LAGS, 30);
    await runs.run(null);
    expect(runs.said.slice(1)).toEqual(['info over, it lasted 30 s: b lags']);
    await runs.run(null, 100);
    expect(runs.said).toHaveLength(2);
  });

  test('another condition is said at once', async () => {
    const runs = recordRuns();
    await runs.run(LAGS, 5);
    await runs.run({ ...LAGS, says: 'c lags' });
    expect(runs.said.slice(1)).toEqual(['warn c lags; what to do: wait']);
  });

  test('that a refusal explains: each candidate is told with its reason', async () => {
    const runs = recordRuns();
    await runs.run({ ...LAGS, verdicts: [{ server: 'b:3306', because: 'no binary log' }] });
    expect(runs.said[1]).toBe('info candidate b:3306: not chosen, no binary log');
  });

  test('writes when it begins, once a minute, and when it ends; never between', async () => {
    const runs = recordRuns();
    await runs.run(LAGS);
    expect(runs.written).toHaveLength(2);
    await runs.run(LAGS, 59);
    expect(runs.written).toHaveLength(2);
    await runs.run(LAGS);
    expect(runs.written).toHaveLength(4);
    await runs.run(null);
    expect(runs.written).toHaveLength(6);
    expect(runs.memory()).toEqual({ ...emptyMemory('shop'), primary: known('a') });
  });
});

describe('what the primary has', () => {
  const ON = { ...primary('a').facts.semiSync, ...SEMI_SYNC, sourceEnabled: true, sourceActive: true };
  const writtenAfter = async (ms: number, semiSync: SemiSync, b = replica('b')) => {
    const { admin, sent } = listeningAdmin();
    const a = primary('a', { semiSync });
    const lastSeen = {
      serverUuid: uuid('a'),
      at: AT - ms,
      heldAtUptime: UP - ms,
      gtidExecuted: formatGtidSet(a.facts.gtidExecuted),
    };
    const observation = anObservation({ servers: [a, b], lastSeen });
    const diagnosis = diagnose(observation, LIMITS);
    await recordLastSeen(observation, diagnosis, { admin, wallClock: () => AT }, { say: () => undefined });
    return sent.length;
  };

  test('is written where it is new, and not again', async () => {
    expect(await writtenAfter(3_600_000, primary('a').facts.semiSync)).toBe(0);
  });

  test('makes the table anew where ProxySQL has forgotten it, and the memory has what was in it', async () => {
    const { admin, sent } = listeningAdmin();
    const lastSeen = { serverUuid: uuid('a'), at: AT - 900, heldAtUptime: UP - 900, gtidExecuted: '' };
    const observation = anObservation({ servers: [primary('a'), replica('b')], lastSeen, memory: { lastSeen } });
    const recorder = { admin, wallClock: () => AT };
    await recordLastSeen(observation, diagnose(observation, LIMITS), recorder, { say: () => undefined });
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatch(/^CREATE TABLE IF NOT EXISTS main\.proxysql_failover_seen /);
  });

  test('is written again where a server has restarted since, which then has been seen', async () => {
    const { semiSync } = primary('a').facts;
    expect(await writtenAfter(60_000, semiSync, replica('b', { uptimeSeconds: 30 }))).toBe(1);
    expect(await writtenAfter(60_000, semiSync, replica('b', { uptimeSeconds: 61 }))).toBe(0);
  });

  test('under semi-sync also when a commit could have waited for too long since, but not while one waits', async () => {
    expect(await writtenAfter(2400, ON)).toBe(0);
    expect(await writtenAfter(2500, ON)).toBe(1);
    expect(await writtenAfter(2500, { ...ON, waitingSessions: 1 })).toBe(0);
    expect(await writtenAfter(2500, { ...ON, sourceActive: false })).toBe(0);
  });
});

test('the primary is held while most of the servers are with it, also counting one in quarantine that only another host may reach', async () => {
  const heldWith = async (...servers: ObservedServer[]): Promise<boolean> => {
    const { admin, sent } = listeningAdmin();
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c'), row(QUARANTINE, 'd')];
    const lastSeen = { serverUuid: uuid('a'), at: AT - 900, heldAtUptime: UP - 900, gtidExecuted: '' };
    const memory = { primary: known('a'), servers: ['a', 'b', 'c', 'd'].map(known), setAside: [formerly('d')] };
    const observation = anObservation({ servers: [primary('a'), ...servers, dead('d')], rows, memory, lastSeen });
    const recorder = { admin, wallClock: () => AT };
    await recordLastSeen(observation, diagnose(observation, LIMITS), recorder, { say: () => undefined });
    return sent.some((statement) => statement.includes(`'${UP}'`));
  };
  expect(await heldWith(replica('b'), replica('c'))).toBe(true);
  expect(await heldWith(replica('b'), dead('c'))).toBe(false);
});

describe('what was last seen of the primary', () => {
  const lastSeen = { serverUuid: uuid('a'), at: AT - 900, heldAtUptime: UP - 900, gtidExecuted: `${uuid('a')}:1-100` };
  const kept = (servers: ObservedServer[]) => {
    const observation = anObservation({ servers, lastSeen, memory: { primary: known('a') } });
    return rememberHealthy(observation, diagnose(observation, LIMITS), LIMITS).lastSeen;
  };

  test('outlives a restart of ProxySQL where something is the matter, and is not written to disk while all is well', () => {
    expect(kept([dead('a'), orphan('b')])).toEqual(lastSeen);
    expect(kept([dead('a'), dead('b')])).toEqual(lastSeen);
    expect(kept([primary('a'), replica('b')])).toBeNull();
    expect(kept([primary('a'), replica('b', { channel: { receiver: 'stopped' } })])).toBeNull();
  });
});

describe('what is written', () => {
  test('nothing where nothing changed', async () => {
    const runs = recordRuns();
    await runs.run(null, 100);
    expect(runs.written).toEqual([]);
    expect(runs.said).toEqual([]);
  });

  test('a healthy look is remembered once, and the next one of the same cluster changes nothing', () => {
    const servers = [primary('a'), replica('b')];
    const first = anObservation({ servers });
    const memory = rememberHealthy(first, diagnose(first, LIMITS), LIMITS);
    const second = anObservation({ servers: [...servers].reverse(), memory });
    expect(JSON.stringify(rememberHealthy(second, diagnose(second, LIMITS), LIMITS))).toBe(JSON.stringify(memory));
  });

  test('where ProxySQL refuses the record, that is said and ends nothing', async () => {
    const said: string[] = [];
    const admin: Session = {
      query: async () => {
        throw new Unanswered('serverError', 'database or disk is full');
      },
      close: () => undefined,
    };
    const journal: Journal = { say: (level, message) => said.push(`${level} ${message}`) };
    const observation = anObservation({ servers: [], memory: {} });
    await recordCondition(observation, emptyMemory('shop'), LAGS, { admin, wallClock: () => AT }, journal);
    expect(said.at(-1)).toBe('error could not be recorded in ProxySQL: database or disk is full');
  });
});

describe('what a look adds to the memory', () => {
  const remembered = (observation: Observation) => rememberHealthy(observation, diagnose(observation, LIMITS), LIMITS);

  test('the primary and every server of the cluster, with their server_uuid, also those ProxySQL does not know', () => {
    const servers = [primary('a'), replica('b'), replica('c')];
    const memory = remembered(anObservation({ servers, rows: [row(WRITER, 'a'), row(READER, 'b')] }));
    expect(memory).toMatchObject({ primary: known('a'), servers: [known('a'), known('b'), known('c')] });
  });

  test('a dead primary changes nothing of it', () => {
    const memory = { primary: known('a'), servers: [known('a'), known('b')] };
    const observation = anObservation({ servers: [dead('a'), orphan('b')], memory });
    expect(remembered(observation)).toEqual({ ...observation.memory, primaryWasSilent: true });
  });

  test.each([
    ['a primary that is read-only', anObservation({ servers: [lonely('a'), replica('b')] })],
    ['two writable servers', anObservation({ servers: [primary('a'), replica('b', { readOnly: false })] })],
  ])('%s is not remembered as the primary', (_, observation) => {
    expect(remembered(observation).primary).toBeNull();
  });

  describe('of readers', () => {
    const trouble = (since: number, endedAt: number | null = null) => ({ serverUuid: uuid('b'), since, endedAt });
    const readers = [trouble(AT - 3000)];
    const [well, lagging] = [0, 11].map((lagSeconds) => replica('b', { channel: { lagSeconds } }));

    test('who is in trouble, since when it began, and for 10 s when it has ended: ProxySQL Cluster may bring what another host made of it', () => {
      const since = (b: ObservedServer | undefined, troubledReaders = readers) =>
        remembered(anObservation({ servers: [primary('a'), ...(b ? [b] : [])], memory: { troubledReaders } }))
          .troubledReaders;
      expect(since(lagging, [])).toEqual([trouble(AT)]);
      expect(since(lagging)).toEqual(readers);
      expect(since(lagging, [trouble(AT + 60_000)])).toEqual([trouble(AT)]);
      expect(since(well)).toEqual([trouble(AT - 3000, AT)]);
      expect(since(well, [trouble(AT - 9000, AT - 5000)])).toEqual([trouble(AT - 9000, AT - 5000)]);
      expect(since(well, [trouble(AT - 30_000, AT - 10_000)])).toEqual([]);
      expect(since(lagging, [trouble(AT - 9000, AT - 5000)])).toEqual([trouble(AT)]);
    });

    test('whom another host has set aside: it was in trouble here too, or out of sight with the primary, and is in quarantine now; never where this is the only host', () => {
      const rows = [row(WRITER, 'a'), row(READER, 'c'), row(QUARANTINE, 'b')];
      const see = (
        troubledReaders: readonly ReturnType<typeof trouble>[],
        quorum: QuorumMode = 'majority',
        story: Partial<ObservationStory> = {},
      ) => {
        const servers = [primary('a'), replica('b'), replica('c')];
        const observation = anObservation({ servers, rows, hasPeers: true, memory: { troubledReaders }, ...story });
        return rememberHealthy(observation, diagnose(observation, LIMITS), { ...LIMITS, quorum }).setAside;
      };
      expect(see([trouble(AT - 9000, AT - 3000)])).toEqual([aside('b', { why: 'doesNotReplicate', wellSince: AT })]);
      expect(see([])).toEqual([]);
      expect(see(readers, 'any')).toEqual([]);
      expect(see(readers, 'majority', { hasPeers: false })).toEqual([]);
      const byHand = [...rows.slice(0, 2), row(QUARANTINE, 'b', { status: 'OFFLINE_SOFT' })];
      expect(see(readers, 'majority', { rows: byHand })).toEqual([]);

      // This host lost sight of the primary, and could not see how the reader did.
      const unseen = { followers: [uuid('b')], primaryWasSilent: true };
      expect(see([], 'majority', { memory: unseen })).toEqual([aside('b', { why: 'doesNotReplicate', wellSince: AT })]);
      expect(see([], 'majority', { memory: { ...unseen, primaryWasSilent: false } })).toEqual([]);
      expect(see([], 'majority', { memory: { ...unseen, strangers: [uuid('b')] } })).toEqual([]);
    });

    test('since when one that was set aside is well', () => {
      const rows = [row(WRITER, 'a'), row(READER, 'c'), row(QUARANTINE, 'b')];
      const since = (b: ObservedServer | undefined, wellSince: number | null) =>
        remembered(
          anObservation({
            servers: [primary('a'), replica('c'), ...(b ? [b] : [])],
            rows,
            memory: { setAside: [aside('b', { wellSince })] },
          }),
        ).setAside;
      expect(since(well, null)).toEqual([aside('b', { wellSince: AT })]);
      expect(since(well, AT - 3000)).toEqual([aside('b', { wellSince: AT - 3000 })]);
      expect(since(lagging, AT - 3000)).toEqual([aside('b')]);
      expect(since(dead('b'), AT - 3000)).toEqual([aside('b')]);
    });

    test('a former primary that follows is a replica from then on, with what it has to catch up with', () => {
      const servers = [replica('a', { of: 'b' }), primary('b'), replica('c', { of: 'b' })];
      const { setAside } = remembered(
        anObservation({ servers, rows: SUCCESSION, memory: { setAside: [formerly('a')] } }),
      );
      expect(setAside).toEqual([aside('a', { why: 'catchesUp', mustHave: `${uuid('a')}:1-100` })]);
    });

    test('who is out of quarantine is forgotten, when that is saved', () => {
      const rows = [row(READER, 'a'), row(WRITER, 'b'), row(READER, 'c')];
      const servers = [replica('a', { of: 'b' }), primary('b'), replica('c', { of: 'b' })];
      const known = (disk: readonly ServerRow[]) =>
        remembered(anObservation({ servers, rows, disk, memory: { setAside: [aside('a')] } })).setAside;
      expect(known(SUCCESSION)).toHaveLength(1);
      expect(known(rows)).toEqual([]);
    });

    test('a failed primary is in quarantine by this program also where a person has ended the failover', () => {
      const servers = [dead('a'), primary('b'), replica('c', { of: 'b' })];
      const observation = anObservation({ servers, rows: SUCCESSION, memory: { recovery: aRecovery() } });
      expect(remembered(observation)).toMatchObject({
        recovery: null,
        setAside: [formerly('a', { asideAtUptime: UP })],
      });
    });

    test('how replicas connect, for one that is to follow too', () => {
      const tls = { SOURCE_SSL: '1' };
      const b = replica('b', { channel: { tls, connectRetrySeconds: 3 } });
      const settings = { heartbeatSeconds: 30, connectRetrySeconds: 3, retryCount: 86_400, tls };
      const first = remembered(anObservation({ servers: [primary('a'), b] }));
      expect(first.receiverSettings).toEqual(settings);
      const alone = anObservation({ servers: [primary('a')], memory: first });
      expect(remembered(alone).receiverSettings).toEqual(settings);
    });
  });

  test('a failover of another host whose rows ProxySQL Cluster has brought holds up the next one here too; a person’s change of primary does not', () => {
    const finished = (promotedSecondsAgo: number | null, rows = SUCCESSION) => {
      const servers = [dead('a'), primary('b', { promotedSecondsAgo }), replica('c', { of: 'b' })];
      const once = remembered(anObservation({ servers, rows, memory: { primary: known('a') } }));
      return [once, remembered(anObservation({ servers, rows, memory: once }))].map((memory) =>
        memory.finished.map(({ oldPrimary, newPrimary, endedAt }) => ({ oldPrimary, newPrimary, endedAt })),
      );
    };
    const one = [{ oldPrimary: 'a:3306', newPrimary: 'b:3306', endedAt: AT }];
    expect(finished(2)).toEqual([one, one]);
    expect(finished(null)).toEqual([[], []]);
    expect(finished(2, [row(READER, 'a'), ...SUCCESSION.slice(1)])).toEqual([[], []]);
  });

  test('a server that left, and that the primary does not know either, is forgotten', () => {
    const memory = { primary: known('a'), servers: [known('a'), known('b'), known('c')] };
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    const observation = anObservation({ servers: [primary('a'), replica('b'), dead('c')], rows, memory });
    expect(remembered(observation).servers).toEqual([known('a'), known('b')]);
  });

  test('a replica that is attached to the primary is remembered, though it does not answer now', () => {
    const a = primary('a', { attachedReplicas: [{ serverUuid: uuid('c'), host: 'c', port: 3306 }] });
    const rows = [row(WRITER, 'a'), row(READER, 'b')];
    expect(remembered(anObservation({ servers: [a, replica('b'), dead('c')], rows })).servers).toContainEqual(
      known('c'),
    );
  });

  test.each([
    ['does not answer', dead('b'), true],
    ['stands still: its receiver', replica('b', { channel: { receiver: 'stopped' } }), true],
    ['is still being stopped, and seems to connect', replica('b', { channel: { receiver: 'connecting' } }), true],
    ['replicates', replica('b'), false],
    [
      'replicates, though a person stopped its channel to another cluster',
      lonely('b', { channels: [channelTo('a', { name: 'shop' }), channelTo('f', { receiver: 'stopped' })] }),
      false,
    ],
  ])('a halted replica that %s', (_, b, stays) => {
    const observation = anObservation({ servers: [primary('a'), b, replica('c')], memory: { halted: [uuid('b')] } });
    const settled = { ...diagnose(observation, LIMITS), name: 'replicaBroken' } as const;
    expect(rememberHealthy(observation, settled, LIMITS).halted).toEqual(stays ? [uuid('b')] : []);
  });

  test.each(['running', 'stopped'] as const)('an applier that this program stopped and that is %s', (applier) => {
    const b = replica('b', { channel: { applier } });
    const observation = anObservation({ servers: [primary('a'), b], memory: { haltedAppliers: [uuid('b')] } });
    const settled = { ...diagnose(observation, LIMITS), name: 'replicaBroken' } as const;
    expect(rememberHealthy(observation, settled, LIMITS).haltedAppliers).toEqual(
      applier === 'running' ? [] : [uuid('b')],
    );
  });

  test('an unfinished failover stays unfinished while its old primary is the primary', () => {
    const recovery = aRecovery();
    const observation = anObservation({ servers: [primary('a'), replica('b')], memory: { recovery } });
    const healthy = { ...diagnose(observation, LIMITS), name: 'healthy' } as const;
    expect(rememberHealthy(observation, healthy, LIMITS).recovery).toBe(recovery);
  });

  test('an unfinished failover is over where a person made another server the primary', () => {
    const rows = [row(QUARANTINE, 'a'), row(READER, 'b'), row(WRITER, 'c')];
    const servers = [dead('a'), replica('b', { of: 'c' }), primary('c')];
    const observation = anObservation({ servers, rows, memory: { primary: known('a'), recovery: aRecovery() } });
    expect(remembered(observation)).toMatchObject({ primary: known('c'), recovery: null });
  });
});

describe('the history', () => {
  const write = async (outcome: 'recovered' | 'failed' | 'called off', promoting: 'b' | null) => {
    const { admin, sent } = listeningAdmin();
    const recovery = aRecovery({ promoting: promoting === null ? null : known(promoting) });
    await recordHistory(
      recovery,
      outcome,
      SHOP,
      ['one', 'two'],
      { admin, wallClock: () => AT },
      { say: () => undefined },
    );
    return sent;
  };

  test('makes its table, then writes one row', async () => {
    const sent = await write('recovered', 'b');
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatch(/^CREATE TABLE IF NOT EXISTS disk\.proxysql_failover_history/);
    expect(sent[1]).toMatch("'recovered', 'deadPrimary', 'a:3306', 'b:3306'");
  });

  test('names no new primary where the failover was called off', async () => {
    expect((await write('called off', 'b'))[1]).toMatch("'called off', 'deadPrimary', 'a:3306', NULL");
  });
});
