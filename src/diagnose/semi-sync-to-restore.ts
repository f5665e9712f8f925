/** Semi-sync that a failover has reduced on the new primary, as too few replicas were left, comes back when they are. */
import type { SemiSyncNaming } from '../mysql/statements.ts';
import type { ClusterMemory, SemiSyncToRestore } from '../observe/memory.ts';
import type { AnsweringServer } from '../observe/observation.ts';
import { confirming } from './semi-sync-waits.ts';
import type { Situation } from './situation.ts';

/** What is still to be brought back on this primary; null where it is in force, cannot be, or a person has changed it since. */
export function stillToRestore(
  { semiSyncToRestore: before }: ClusterMemory,
  { facts: { serverUuid, semiSync } }: AnsweringServer,
): SemiSyncToRestore | null {
  const { naming, sourceEnabled, waitForReplicaCount } = semiSync;
  if (before === null || naming === null) return null;
  if (sourceEnabled && waitForReplicaCount >= before.waitForReplicaCount) return null;
  const { left } = before;
  if (left?.serverUuid !== serverUuid) return { ...before, left: { serverUuid, sourceEnabled, waitForReplicaCount } };
  const isAsLeft = left.sourceEnabled === sourceEnabled && left.waitForReplicaCount === waitForReplicaCount;
  return isAsLeft ? before : null;
}

export interface RestorableSemiSync {
  readonly primary: AnsweringServer;
  readonly naming: SemiSyncNaming;
  readonly waitForReplicaCount: number;
}

/** What a run can bring back now: it was seen as the failover has left it, and enough replicas are connected that confirm. */
export function restorableSemiSync({ observation, primary, replicas }: Situation): RestorableSemiSync | null {
  const { memory } = observation;
  if (memory === null || memory.recovery !== null || !primary?.server.answers) return null;
  const { server } = primary;
  const { serverUuid, readOnly, semiSync } = server.facts;
  const { naming } = semiSync;
  if (readOnly || memory.semiSyncToRestore?.left?.serverUuid !== serverUuid) return null;
  const before = stillToRestore(memory, server);
  // A connection of a replica whose host has vanished still counts on the primary.
  const connected = Math.min(semiSync.clients, confirming(replicas).length);
  if (naming === null || before === null || connected < before.waitForReplicaCount) return null;
  return { primary: server, naming, waitForReplicaCount: before.waitForReplicaCount };
}
