/** A channel that the primary kept of an earlier change of primaries, or one of circular replication: it takes writes all the same. */
import { describe, expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  channelTo,
  dead,
  HALTED,
  known,
  lonely,
  primary,
  QUARANTINED,
  READER,
  replica,
  row,
  THREE,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { LIMITS } from '../../test/observations/settings.ts';
import { rememberHealthy } from '../record/record.ts';
import { diagnose } from './diagnose.ts';

const LEFT_OVER = { farther: [{ serverUuid: uuid('a'), sourceUuid: uuid('b') }] };
const toB = [channelTo('b', HALTED)];

test.each([
  ['one that was connected', toB],
  ['one that never was, and knows no server_uuid', [channelTo('b', { ...HALTED, sourceUuid: '' })]],
])('it is remembered while the primary is well: %s', (_, channels) => {
  const observation = anObservation({
    servers: [primary('a', { channels }), replica('b'), replica('c')],
    memory: THREE,
  });
  const diagnosis = diagnose(observation, LIMITS);
  expect(diagnosis.name).toBe('healthy');
  expect(rememberHealthy(observation, diagnosis, LIMITS)).toMatchObject(LEFT_OVER);
});

describe.each([
  ['stopped', channelTo('b', HALTED)],
  ['connected since the restart', channelTo('b')],
  ['never connected', channelTo('b', { receiver: 'connecting', sourceUuid: '' })],
] as const)('%s', (_, channel) => {
  test('the primary that is back in the middle of a failover is taken back', () => {
    const observation = anObservation({
      servers: [
        primary('a', { channels: [channel] }),
        replica('b', { channel: HALTED }),
        replica('c', { channel: { receiver: 'stopped' } }),
      ],
      rows: QUARANTINED,
      memory: {
        ...THREE,
        ...LEFT_OVER,
        halted: ['b', 'c'].map(uuid),
        recovery: aRecovery({ promoting: known('b') }),
      },
    });
    expect(diagnose(observation, LIMITS)).toMatchObject({
      name: 'primaryReturned',
      action: { kind: 'takePrimaryBack' },
    });
  });

  test('the primary that has restarted read-only is made writable again', () => {
    const servers = [lonely('a', { channels: [channel], uptimeSeconds: 5 }), replica('b'), replica('c')];
    const memory = { ...THREE, ...LEFT_OVER, primaryStartedAt: AT - 1_000_000_000 };
    expect(diagnose(anObservation({ servers, memory }), LIMITS).name).toBe('primaryRestartedReadOnly');
  });
});

test('a primary that a person lets follow another server since is no primary to make writable again', () => {
  const servers = [
    lonely('a', { channels: [channelTo('c', HALTED)], uptimeSeconds: 5 }),
    replica('b'),
    replica('c', { channel: { receiver: 'connecting' } }),
  ];
  const memory = { ...THREE, ...LEFT_OVER, primaryStartedAt: AT - 1_000_000_000 };
  expect(diagnose(anObservation({ servers, memory }), LIMITS).name).toBe('primaryReadOnly');
});

test('where it leads to a server that is gone, that one is no rival', () => {
  const e = { serverUuid: uuid('e') };
  const servers = [
    lonely('a', { channels: [channelTo('e', { ...HALTED, receiver: 'connecting' })], uptimeSeconds: 5 }),
    replica('b'),
    replica('c'),
    dead('e', e),
  ];
  const memory = {
    ...THREE,
    farther: [{ serverUuid: uuid('a'), sourceUuid: uuid('e') }],
    primaryStartedAt: AT - 1_000_000_000,
  };
  const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c')];
  expect(diagnose(anObservation({ servers, rows, memory }), LIMITS).name).toBe('primaryRestartedReadOnly');
});

test('replicas are not started towards a failed primary before it is taken back', () => {
  const observation = anObservation({
    servers: [
      primary('a', { channels: [channelTo('c', HALTED)] }),
      replica('b', { channel: HALTED }),
      replica('c', { channel: HALTED }),
    ],
    rows: QUARANTINED,
    memory: { ...THREE, halted: ['b', 'c'].map(uuid), recovery: aRecovery({ promoting: known('b') }) },
  });
  expect(diagnose(observation, LIMITS).action.kind).toBe('none');
});
