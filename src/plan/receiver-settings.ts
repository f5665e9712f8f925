/** How replicas connect to their source, for a server that is to follow it too. */
import type { Replica } from '../diagnose/topology.ts';
import type { ReceiverSettings } from '../mysql/statements.ts';

/** As remembered where one of the replicas still does, so that nothing is written while nothing changes. */
export function settingsOf(replicas: readonly Replica[], remembered: ReceiverSettings | null): ReceiverSettings | null {
  const known = [...replicas]
    .sort((a, b) => (a.server.facts.serverUuid < b.server.facts.serverUuid ? -1 : 1))
    .map(
      ({ channel: { heartbeatSeconds, connectRetrySeconds, retryCount, tls } }): ReceiverSettings => ({
        heartbeatSeconds,
        connectRetrySeconds,
        retryCount,
        tls,
      }),
    );
  const same = known.find((settings) => JSON.stringify(settings) === JSON.stringify(remembered));
  return same ?? known[0] ?? remembered;
}
