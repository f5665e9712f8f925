import { expect, test } from 'vitest';
import { channelTo, type ReplicaStory, replica } from '../../test/observations/observation.ts';
import { slowSettings } from './slow-settings.ts';

const QUICK = { heartbeatSeconds: 1, connectRetrySeconds: 1, retryCount: 86_400 };

function told({ netTimeoutSeconds = 4, channel }: ReplicaStory): string[] {
  const server = replica('b', { netTimeoutSeconds, channel: { ...QUICK, ...channel } });
  return slowSettings(server.facts.channels.map((one) => ({ server, channel: one })));
}

test('quick ones are not mentioned', () => {
  expect(told({})).toEqual([]);
  expect(told({ channel: { retryCount: 0 } })).toEqual([]);
});

test.each<[string, ReplicaStory, RegExp]>([
  ['replica_net_timeout', { netTimeoutSeconds: 60 }, /^b:3306: replica_net_timeout is 60 s: /],
  ['the heartbeat period', { channel: { heartbeatSeconds: 30 } }, /SOURCE_HEARTBEAT_PERIOD is 30 s: /],
  ['heartbeats that are turned off', { channel: { heartbeatSeconds: 0 } }, /SOURCE_HEARTBEAT_PERIOD is 0, /],
  [
    'the pause between two attempts',
    { channel: { connectRetrySeconds: 60 } },
    /SOURCE_CONNECT_RETRY is 60 s: .* CHANGE REPLICATION SOURCE TO SOURCE_CONNECT_RETRY = 1 FOR CHANNEL .*; START/,
  ],
  ['a receiver that soon gives up', { channel: { retryCount: 10 } }, /SOURCE_RETRY_COUNT is 10: after 10 s /],
])('%s: what it slows down, and the statement that changes it', (_, story, says) => {
  expect(told(story)).toEqual([expect.stringMatching(says)]);
});

test('of a channel with a name the statement names it', () => {
  const server = replica('b', {
    netTimeoutSeconds: 4,
    channels: [channelTo('a', { ...QUICK, name: 'shop', retryCount: 1 })],
  });
  const [says] = slowSettings(server.facts.channels.map((channel) => ({ server, channel })));
  expect(says).toContain("SOURCE_RETRY_COUNT = 86400 FOR CHANNEL 'shop'; START REPLICA IO_THREAD FOR CHANNEL 'shop'");
});
