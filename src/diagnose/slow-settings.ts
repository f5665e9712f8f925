/** Settings of replicas with which the death of the primary is noticed late, or its successor found late. */
import { changeReceiverSetting } from '../mysql/statements.ts';
import { nameOf, type Replica } from './topology.ts';

/** One sentence a setting; empty where none is slow. */
export function slowSettings(replicas: readonly Replica[]): string[] {
  return replicas.flatMap((replica) => {
    const name = nameOf(replica.server);
    return RULES.filter(({ isSlow }) => isSlow(replica)).map(({ says }) => `${name}: ${says(replica)}`);
  });
}

interface Rule {
  readonly isSlow: (replica: Replica) => boolean;
  readonly says: (replica: Replica) => string;
}

/** In seconds. A receiver that has asked this often in vain, once a second, has tried for a day. */
const PATIENT = 86_400;

const RULES: readonly Rule[] = [
  {
    isSlow: ({ server }) => server.facts.netTimeoutSeconds > 10,
    says: ({ server }) =>
      `replica_net_timeout is ${server.facts.netTimeoutSeconds} s: so long its receiver takes a primary for alive whose host has vanished. ` +
      'SET PERSIST replica_net_timeout = 4',
  },
  {
    isSlow: ({ channel }) => channel.heartbeatSeconds === 0 || channel.heartbeatSeconds > 5,
    says: ({ channel }) =>
      `SOURCE_HEARTBEAT_PERIOD is ${channel.heartbeatSeconds === 0 ? '0, none is sent' : `${channel.heartbeatSeconds} s`}: so long an idle primary gives no sign of life. ` +
      changeReceiverSetting(channel.name, 'SOURCE_HEARTBEAT_PERIOD', 1),
  },
  {
    isSlow: ({ channel }) => channel.connectRetrySeconds > 5,
    says: ({ channel }) =>
      `SOURCE_CONNECT_RETRY is ${channel.connectRetrySeconds} s: so long it replicates nothing after a primary that was restarted is back. ` +
      changeReceiverSetting(channel.name, 'SOURCE_CONNECT_RETRY', 1),
  },
  {
    isSlow: ({ channel }) => channel.connectRetrySeconds * channel.retryCount < PATIENT && channel.retryCount !== 0,
    says: ({ channel }) =>
      `SOURCE_RETRY_COUNT is ${channel.retryCount}: after ${channel.retryCount * channel.connectRetrySeconds} s without a primary its receiver stops for good. ` +
      changeReceiverSetting(channel.name, 'SOURCE_RETRY_COUNT', PATIENT),
  },
];
