/** Transactions that a replica has and that its primary never had: a failover might bring them back, or be refused for them. */
import { type GtidSet, isEmpty, ofOtherServers, ofServer, subtract } from '../mysql/gtid-set.ts';
import type { AnsweringServer } from '../observe/observation.ts';
import { type Replica, receivedBy } from './topology.ts';

export interface ErrantReplica {
  readonly server: AnsweringServer;
  readonly errant: GtidSet;
}

export function errantReplicas(primary: AnsweringServer, replicas: readonly Replica[]): ErrantReplica[] {
  return replicas
    .map((replica) => ({ server: replica.server, errant: errantOn(replica, primary) }))
    .filter(({ errant }) => !isEmpty(errant));
}

/**
 * The servers are not asked in the same instant: what comes from the primary may be newer than what the primary said of itself. Where
 * either of the two is fed from outside as well, only what the replica wrote itself is told from that.
 */
function errantOn({ server }: Replica, { facts }: AnsweringServer): GtidSet {
  const more = subtract(receivedBy(server), facts.gtidExecuted);
  const isFedElsewhere = facts.channels.length > 0 || server.facts.channels.length > 1;
  return isFedElsewhere ? ofServer(more, server.facts.serverUuid) : ofOtherServers(more, facts.serverUuid);
}
