/** The failovers of the last day that count against the next one: pure, over what the memory keeps. */
import { endpointName } from '../mysql/session.ts';
import type { ClusterMemory, FinishedRecovery, UnfinishedRecovery } from './memory.ts';

export const DAY_MS = 86_400_000;
/** The diagnosis under which a run here wrote down what another host had done. */
export const FOLLOWED = 'primaryMovedElsewhere';

/** Those of the last day. One from the future is of now: somebody has set the clock back, and it must not count for longer. */
export function recoveriesOfTheDay({ finished }: ClusterMemory, at: number): FinishedRecovery[] {
  return finished
    .filter(({ endedAt }) => at - endedAt < DAY_MS)
    .map((recovery) => (recovery.endedAt > at ? { ...recovery, endedAt: at } : recovery));
}

/** The memory with one more failover that has come to its end, here or on another host; a planned change of primary is none. */
export function withFinished(memory: ClusterMemory, recovery: UnfinishedRecovery, at: number): ClusterMemory {
  if (recovery.promoting === null || recovery.isPlannedChange) return memory;
  const added: FinishedRecovery = {
    id: recovery.id,
    endedAt: at,
    oldPrimary: endpointName(recovery.failedPrimary.endpoints[0]),
    newPrimary: endpointName(recovery.promoting),
    acknowledgedAt: null,
  };
  // Rows that were overwritten with older ones and put right again are no other failover.
  if (recovery.diagnosis === FOLLOWED && memory.finished.at(-1)?.newPrimary === added.newPrimary) return memory;
  const others = recoveriesOfTheDay(memory, at).filter(({ id }) => id !== recovery.id);
  return { ...memory, finished: [...others, added] };
}

/** Those that nobody has acknowledged yet. */
export function unacknowledged(recoveries: readonly FinishedRecovery[]): FinishedRecovery[] {
  return recoveries.filter(({ acknowledgedAt }) => acknowledgedAt === null);
}

/** The memory with every failover of the last day acknowledged: none of them counts from here on. */
export function acknowledging(memory: ClusterMemory, at: number): ClusterMemory {
  const finished = recoveriesOfTheDay(memory, at).map((recovery) => ({
    ...recovery,
    acknowledgedAt: recovery.acknowledgedAt ?? at,
  }));
  return { ...memory, finished };
}
