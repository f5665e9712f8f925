import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  at,
  channelTo,
  formerly,
  gtids,
  lonely,
  primary,
  QUARANTINE,
  replica,
  row,
  SUCCESSION,
  uuid,
} from '../../test/observations/observation.ts';
import { planOf, statementsOf } from '../../test/observations/plan.ts';
import type { ReceiverSettings } from '../mysql/statements.ts';
import { type ClusterMemory, parseMemory, replaceMemory } from '../observe/memory.ts';
import type { ObservedServer } from '../observe/observation.ts';
import type { Plan } from './steps.ts';

const B = primary('b', { gtidExecuted: gtids('a:1-100,b:1-9') });
const C = replica('c', { of: 'b' });

function rejoining(
  a: ObservedServer,
  memory: Partial<ClusterMemory> = {},
  others: readonly ObservedServer[] = [C],
): Plan {
  const remembered = { setAside: [formerly('a')], ...memory };
  const observation = anObservation({ servers: [a, B, ...others], rows: SUCCESSION, memory: remembered });
  return planOf(observation);
}

const changeOf = (plan: Plan) => statementsOf(plan).find((statement) => statement.startsWith('CHANGE'));

describe('first nothing writes there any more', () => {
  test('then it is looked at again before it follows', () => {
    const plan = rejoining(primary('a'));
    expect(plan.says).toBe('let a:3306 follow b:3306');
    expect(plan.stages).toMatchObject([{ title: 'fence', thenLookAgain: 'always' }]);
    expect(changeOf(plan)).toBeUndefined();
  });

  test('with transactions of its own nothing else is done', () => {
    const plan = rejoining(primary('a', { gtidExecuted: gtids('a:1-101') }));
    expect(plan.says).toBe('make a:3306 read-only');
    expect(plan.stages).toMatchObject([{ title: 'fence', thenLookAgain: 'never' }]);
  });

  test('two of them that cannot be made read-only are both left alone for a while', () => {
    const observation = anObservation({
      servers: [primary('a'), B, C, primary('d')],
      rows: [...SUCCESSION, row(QUARANTINE, 'd')],
      memory: { setAside: [formerly('a'), formerly('d')] },
    });
    const plan = planOf(observation);
    expect(plan.stages[0]?.orElseTogether?.([0, 1])).toMatchObject({
      says: 'remember that a:3306, d:3306 could not be made read-only',
      on: { memory: { setAside: [{ triedAt: AT }, { triedAt: AT }] } },
    });
  });
});

describe('it is told to follow', () => {
  test('as the replicas of the primary do, with a place for the password, and verified by the server_uuid', () => {
    const settings: ReceiverSettings = {
      heartbeatSeconds: 2.5,
      connectRetrySeconds: 3,
      retryCount: 77,
      tls: { SOURCE_SSL: '1', SOURCE_SSL_VERIFY_SERVER_CERT: '0', SOURCE_SSL_CA: "/etc/it's.pem" },
    };
    const plan = rejoining(lonely('a'), {}, [replica('c', { of: 'b', channel: settings })]);
    expect(statementsOf(plan).slice(2)).toEqual([
      "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = <replication.password>, SOURCE_HOST = 'b', SOURCE_PORT = 3306, " +
        "SOURCE_USER = 'repl', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 3, " +
        'SOURCE_RETRY_COUNT = 77, SOURCE_HEARTBEAT_PERIOD = 2.5, SOURCE_SSL = 1, SOURCE_SSL_VERIFY_SERVER_CERT = 0, ' +
        "SOURCE_SSL_CA = '/etc/it''s.pem' FOR CHANNEL ''",
      "START REPLICA FOR CHANNEL ''",
    ]);
    expect(plan.stages.at(-1)?.steps[0]?.verify?.expect).toEqual({
      kind: 'values',
      values: { Replica_IO_Running: 'Yes', Replica_SQL_Running: 'Yes', Source_UUID: uuid('b') },
    });
  });

  test('as earlier replicas did, where the primary has none now', () => {
    const receiverSettings = { heartbeatSeconds: 4, connectRetrySeconds: 5, retryCount: 6, tls: { SOURCE_SSL: '1' } };
    expect(changeOf(rejoining(lonely('a'), { receiverSettings }, []))).toContain(
      'SOURCE_CONNECT_RETRY = 5, SOURCE_RETRY_COUNT = 6, SOURCE_HEARTBEAT_PERIOD = 4, SOURCE_SSL = 1 FOR CHANNEL',
    );
    expect(changeOf(rejoining(lonely('a'), {}, []))).toContain(
      'SOURCE_CONNECT_RETRY = 1, SOURCE_RETRY_COUNT = 86400, SOURCE_HEARTBEAT_PERIOD = 5 FOR CHANNEL',
    );
  });

  test('a channel that it has is stopped first', () => {
    const a = lonely('a', { channels: [channelTo('c', { name: 'old' })] });
    expect(statementsOf(rejoining(a)).slice(2)).toEqual([
      "STOP REPLICA FOR CHANNEL 'old'",
      expect.stringMatching(/^CHANGE .* FOR CHANNEL 'old'$/),
      "START REPLICA FOR CHANNEL 'old'",
    ]);
  });

  test('that is remembered before, for a run that is killed in the middle', () => {
    const [first] = rejoining(lonely('a')).stages;
    expect(first?.steps[0]?.on).toMatchObject({
      kind: 'memory',
      memory: { halted: [uuid('a')], haltedAppliers: [uuid('a')], setAside: [{ why: 'formerPrimary', triedAt: AT }] },
    });
  });

  test('afterwards it is a replica that has to catch up with what the primary has now', () => {
    const { memoryAfter } = rejoining(lonely('a'));
    expect(memoryAfter?.setAside).toEqual([
      {
        serverUuid: uuid('a'),
        endpoints: [at('a')],
        why: 'catchesUp',
        mustHave: `${uuid('a')}:1-100,${uuid('b')}:1-9`,
        wellSince: null,
      },
    ]);
    if (memoryAfter === null) throw new Error('nothing to remember');
    expect(parseMemory({ cluster: 'shop', memory: JSON.stringify(memoryAfter) })).toEqual(memoryAfter);
    expect(replaceMemory(memoryAfter, AT)).not.toContain('assword');
  });
});
