/** Commits on the primary that wait for replicas to confirm them (semi-sync). */
import type { Situation } from './situation.ts';
import type { Replica } from './topology.ts';

/** What the replicas have and it lacks is then in its binary log, and committed as soon as one of them acknowledges it. */
export function waitsForReplicas({ primary }: Situation): boolean {
  return primary?.server.answers === true && primary.server.facts.semiSync.waitingSessions > 0;
}

/** By Rpl_semi_sync_source_wait_sessions, and by who is connected and would confirm. */
export function waitsInVain({ primary, replicas }: Situation): boolean {
  if (primary?.server.answers !== true) return false;
  const { sourceEnabled, sourceActive, waitForReplicaCount, waitingSessions } = primary.server.facts.semiSync;
  const isWaiting = sourceEnabled && sourceActive && waitingSessions > 0;
  return isWaiting && confirming(replicas).length < waitForReplicaCount;
}

export function confirming(replicas: readonly Replica[]): Replica[] {
  return replicas.filter(
    ({ server, channel }) => channel.receiver === 'connected' && server.facts.semiSync.replicaEnabled,
  );
}
