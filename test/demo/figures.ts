// The figures of one failover, from what was written down while it happened.
import type { WriterCounts } from './samples.ts';
import type { TimelineEvent } from './timeline.ts';
import type { ServerPlace } from './topology.ts';
import type { Acknowledgement, FailedWrite } from './writers.ts';

/** Generous: for a machine that has other work too. */
const LONGEST_ALLOWED_GAP_MS = 10_000;

export type Gap = {
  /** The longest time between two consecutive acknowledged writes, over all writers, that ended after the kill. */
  readonly ms: number;
  /** From the kill to the first acknowledgement of a write that was sent after it. */
  readonly untilFirstWriteMs: number;
};

export type RowCounts = {
  readonly acknowledged: number;
  /** Acknowledged and not on the new primary. */
  readonly lost: number;
  /** Ids that are on the new primary more than once. */
  readonly doubled: number;
  /** Rows of statements that failed for the client and are on the new primary nevertheless. */
  readonly storedThoughFailed: number;
  /** On the new primary and not on the other replica, once it had time to catch up. */
  readonly missingOnReplica: number;
};

export type ErrorCount = { readonly message: string; readonly count: number };

export type RunFigures = {
  readonly oldPrimary: string;
  /** Null where no other server is alone in the writer hostgroup. */
  readonly newPrimary: string | null;
  readonly gap: Gap | null;
  readonly rows: RowCounts | null;
  readonly clientErrors: readonly ErrorCount[];
  readonly failedConnections: number;
  readonly otherReplicaFollows: boolean;
  readonly writers: WriterCounts;
  /** Of the file's history table. */
  readonly recovery: { readonly outcome: string; readonly ms: number } | null;
  readonly before: readonly ServerPlace[];
  readonly after: readonly ServerPlace[];
  readonly timeline: readonly (Pick<TimelineEvent, 'source' | 'text' | 'details'> & { readonly msAfterKill: number })[];
  /** What is not as it should be; empty where all is well. */
  readonly faults: readonly string[];
};

/** Null where no write that was sent after the kill has been acknowledged. */
export function longestGap(acknowledged: readonly Acknowledgement[], killedAt: number): Gap | null {
  const first = firstWriteAfter(acknowledged, killedAt);
  if (first === null) return null;
  const times = acknowledged.map(({ at }) => at).sort((a, b) => a - b);
  const gaps = times.slice(1).map((end, index) => (end > killedAt ? end - (times[index] ?? end) : 0));
  const longest = gaps.reduce((a, b) => Math.max(a, b), 0);
  return { ms: Math.round(longest), untilFirstWriteMs: Math.round(first.at - killedAt) };
}

/** One that was sent before the kill may have been answered by the old primary. */
function firstWriteAfter(acknowledged: readonly Acknowledgement[], killedAt: number): Acknowledgement | null {
  return acknowledged.find(({ sentAt }) => sentAt > killedAt) ?? null;
}

/** @param stored How often each id is on the new primary. @param onReplica The same on the other replica. */
export function countRows(
  acknowledged: readonly Acknowledgement[],
  failed: readonly FailedWrite[],
  stored: ReadonlyMap<number, number>,
  onReplica: ReadonlyMap<number, number>,
): RowCounts {
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ id }) => !stored.has(id)).length,
    doubled: [...stored.values()].filter((count) => count > 1).length,
    storedThoughFailed: failed.filter(({ id }) => stored.has(id)).length,
    missingOnReplica: [...stored].filter(([id, count]) => onReplica.get(id) !== count).length,
  };
}

export function countErrors(failed: readonly FailedWrite[]): ErrorCount[] {
  const counts = new Map<string, number>();
  for (const { message } of failed) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count);
}

export function findFaults(figures: Omit<RunFigures, 'faults'>): string[] {
  const { newPrimary, gap, rows, writers, recovery } = figures;
  const faults: string[] = [];
  if (newPrimary === null) faults.push('no failover: no other server is alone in the writer hostgroup');
  if (recovery?.outcome !== 'recovered')
    faults.push(`the history has ${recovery === null ? 'no recovery' : `outcome '${recovery.outcome}'`}`);
  if (gap === null) faults.push('no write was acknowledged after the kill');
  else if (gap.ms > LONGEST_ALLOWED_GAP_MS) faults.push(`writes stood still for ${gap.ms} ms`);
  if (rows !== null && rows.lost > 0) faults.push(`${rows.lost} acknowledged rows are lost`);
  if (rows !== null && rows.missingOnReplica > 0)
    faults.push(`${rows.missingOnReplica} rows are missing on the other replica`);
  if (!figures.otherReplicaFollows) faults.push('the other replica does not follow the new primary');
  if (writers.mostOnlineWriters > 1)
    faults.push(`${writers.mostOnlineWriters} servers were ONLINE in the writer hostgroup at once`);
  return faults;
}
