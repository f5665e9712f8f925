/** Random observations, most of them of clusters that could exist: a is usually the primary, and often dead. */
import fc from 'fast-check';
import type { NoAnswerReason } from '../../src/mysql/session.ts';
import type { Channel, Observation, ObservedServer } from '../../src/observe/observation.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import {
  anObservation,
  aRecovery,
  channelTo,
  dead,
  gtids,
  known,
  lonely,
  QUARANTINE,
  READER,
  row,
  uuid,
  WRITER,
} from './observation.ts';

const REPLICAS = ['b', 'c', 'd'] as const;
const mostly = <T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 6 + rare.length, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...rare) },
  );

const goneReasons = ['refused', 'reset', 'timedOut', 'hostUnreachable', 'silent'] as const;
const reason = mostly<NoAnswerReason>(
  'refused',
  ...goneReasons,
  'accessDenied',
  'tooManyConnections',
  'serverError',
  'nameNotResolved',
  'localError',
  'notMysql',
);

function channel(lostIt: boolean): fc.Arbitrary<Channel> {
  return fc
    .record({
      source: mostly('a', 'b', 'c', 'd', 'f'),
      knowsUuid: mostly(true, false),
      receiver: lostIt
        ? mostly<Channel['receiver']>('connecting', 'connected', 'stopped')
        : mostly<Channel['receiver']>('connected', 'connecting', 'stopped'),
      applier: mostly<Channel['applier']>('running', 'stopped'),
      applierError: mostly('', 'Duplicate entry'),
      lagSeconds: mostly<number | null>(0, null, 60),
      delaySeconds: mostly(0, 3600),
      received: fc.integer({ min: 90, max: 104 }),
      age: mostly(0, 3600),
    })
    .map(({ source, knowsUuid, received, age, ...rest }) =>
      channelTo(source, {
        ...rest,
        ...(rest.receiver === 'connecting' ? { receiverErrno: 2003, receiverErrorSecondsAgo: age } : {}),
        sourceUuid: knowsUuid ? uuid(source) : '',
        retrieved: gtids(`a:90-${received}`),
      }),
    );
}

function server(name: string, isDead: fc.Arbitrary<boolean>, primaryLost: boolean): fc.Arbitrary<ObservedServer> {
  const channels =
    name === 'a'
      ? mostly<number>(0, 1).chain((count) => fc.array(channel(primaryLost), { minLength: count, maxLength: count }))
      : mostly<number>(1, 0, 2).chain((count) =>
          fc.array(channel(primaryLost), { minLength: count, maxLength: count }),
        );
  return fc
    .record({
      isDead,
      reason,
      knowsUuid: mostly(true, false),
      writable: name === 'a' ? mostly(true, false) : mostly(false, false, false, true),
      promotedSecondsAgo: mostly<number | null>(null, null, 2, 9000),
      unsupported: mostly<string | null>(null, null, null, 'MariaDB'),
      executed: fc.integer({ min: 90, max: 102 }),
      version: mostly('8.4.6', '8.0.36', '9.7.4'),
      logBin: mostly(true, false),
      channels,
    })
    .map((facts) =>
      facts.isDead
        ? dead(name, { reason: facts.reason, serverUuid: facts.knowsUuid ? uuid(name) : null })
        : lonely(name, {
            readOnly: !facts.writable,
            superReadOnly: !facts.writable,
            promotedSecondsAgo: facts.writable ? facts.promotedSecondsAgo : null,
            unsupported: facts.unsupported,
            gtidExecuted: gtids(`a:1-${facts.executed}`),
            runs: facts.version,
            logBin: facts.logBin,
            channels: facts.channels.map((one, i) => ({ ...one, name: i === 0 ? '' : `extra${i}` })),
          }),
    );
}

function rows(names: readonly string[]): fc.Arbitrary<ServerRow[]> {
  const places = names.map((name) =>
    (name === 'a'
      ? mostly<readonly number[]>([WRITER], [WRITER, READER], [QUARANTINE], [READER], [])
      : mostly<readonly number[]>([READER], [WRITER], [QUARANTINE], [], [READER, QUARANTINE])
    ).map((hostgroups) => hostgroups.map((hostgroup) => row(hostgroup, name))),
  );
  return fc.tuple(...places).map((lists) => lists.flat());
}

export function randomObservation(): fc.Arbitrary<Observation> {
  return fc
    .record({
      names: fc.subarray([...REPLICAS]),
      primaryDead: fc.boolean(),
      primaryThere: mostly(true, true, true, false),
    })
    .chain(({ names, primaryDead, primaryThere }) => {
      const all = [...(primaryThere ? ['a'] : []), ...names];
      return fc
        .record({
          servers: fc.tuple(
            ...all.map((name) =>
              server(name, name === 'a' ? fc.constant(primaryDead) : mostly(false, true), primaryDead),
            ),
          ),
          rows: rows(all),
          runtime: mostly<'same' | 'other'>('same', 'other'),
          otherRows: rows(all),
          memory: mostly<'none' | 'primary' | 'recovery' | 'promoting'>('none', 'primary', 'recovery', 'promoting'),
          promoting: fc.constantFrom(...REPLICAS),
          halted: fc.subarray([...REPLICAS]),
        })
        .map(({ servers, rows: memoryRows, runtime, otherRows, memory, promoting, halted }) =>
          anObservation({
            servers,
            rows: memoryRows,
            runtime: runtime === 'same' ? memoryRows : otherRows,
            memory:
              memory === 'none'
                ? null
                : {
                    primary: known('a'),
                    servers: all.map(known),
                    halted: halted.map(uuid),
                    haltedAppliers: promoting === 'b' ? halted.map(uuid) : [],
                    recovery:
                      memory === 'primary'
                        ? null
                        : aRecovery({ promoting: memory === 'promoting' ? known(promoting) : null }),
                  },
          }),
        );
    });
}
