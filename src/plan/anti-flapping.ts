/** When a failover may follow another: a cluster that fails over again and again is a matter for a person. */
import { DAY_MS, recoveriesOfTheDay, unacknowledged } from '../observe/finished-recoveries.ts';
import type { FinishedRecovery } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import type { Refusal } from './steps.ts';

export interface FlappingLimits {
  /** After a failover no second one begins for so long; 0: no such block. */
  readonly recoveryPeriodBlockMs: number;
  /** In any 24 hours; 0: no cap. */
  readonly maxFailoversPerDay: number;
}

/** Null where a failover may begin now. One that has begun is never held up: half of it done is worse than flapping. */
export function whyTooSoon(observation: Observation, limits: FlappingLimits): Refusal | null {
  const { memory, at, cluster } = observation;
  if (memory === null || memory.recovery !== null) return null;
  const counted = unacknowledged(recoveriesOfTheDay(memory, at));
  const block = blockedByTheLast(counted, at, limits) ?? blockedByTheDay(counted, limits);
  if (block === null) return null;
  return {
    refused: `${block.because}; blocked until ${new Date(block.until).toISOString()}`,
    advice: `find out why it failed over, then: proxysql-failover acknowledge --cluster ${quotedForShell(cluster.name)}`,
    verdicts: [],
  };
}

interface Block {
  readonly because: string;
  readonly until: number;
}

function blockedByTheLast(
  counted: readonly FinishedRecovery[],
  at: number,
  { recoveryPeriodBlockMs }: FlappingLimits,
): Block | null {
  const last = counted.at(-1);
  if (last === undefined || at - last.endedAt >= recoveryPeriodBlockMs) return null;
  return {
    because: `the failover from ${last.oldPrimary} to ${last.newPrimary} (${last.id}) ended less than recoveryPeriodBlockMs (${recoveryPeriodBlockMs} ms) ago`,
    until: last.endedAt + recoveryPeriodBlockMs,
  };
}

function blockedByTheDay(counted: readonly FinishedRecovery[], { maxFailoversPerDay }: FlappingLimits): Block | null {
  if (maxFailoversPerDay === 0) return null;
  // With the cap many left, the next one is free when the oldest of these is a day old.
  const oldest = counted.at(-maxFailoversPerDay);
  if (oldest === undefined) return null;
  return {
    because: `there were ${counted.length} failovers within 24 hours and maxFailoversPerDay is ${maxFailoversPerDay}: ${counted.map(({ id }) => id).join(', ')}`,
    until: oldest.endedAt + DAY_MS,
  };
}

function quotedForShell(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
