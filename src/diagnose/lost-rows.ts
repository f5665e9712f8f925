/** What a ProxySQL has lost that was killed while it saved. */
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';

/**
 * The failover in the middle of which ProxySQL was killed, where it has come back without a single row of the cluster: SAVE MYSQL SERVERS TO
 * DISK empties the table before it fills it, in a statement of its own (lib/ProxySQL_Admin.cpp, flush_GENERIC__from_to). Null where a person
 * may have taken the rows out: ProxySQL was not restarted.
 */
export function failoverWithLostRows(observation: Observation): UnfinishedRecovery | null {
  const { memory, lastSeen, memoryRows, runtimeRows, diskRows } = observation;
  const recovery = memory?.recovery ?? null;
  if (memory === null || recovery === null || recovery.rowsBefore.length === 0) return null;
  // What was last seen is then known from disk alone.
  const isRestarted = lastSeen === memory.lastSeen;
  return isRestarted && memoryRows.length + runtimeRows.length + diskRows.length === 0 ? recovery : null;
}
