/** Whether a channel brings over what its source has, and in time. */
import type { Channel } from '../observe/observation.ts';

/** Null where its receiver is connected and its applier runs; else why not. */
export function whyNotReplicating(channel: Channel): string | null {
  if (channel.receiver === 'stopped') return `its receiver is stopped${suffix(channel.receiverError)}`;
  if (channel.receiver === 'connecting')
    return `its receiver cannot connect to its source${suffix(channel.receiverError)}`;
  if (channel.applier === 'stopped') return `its applier is stopped${suffix(channel.applierError)}`;
  return null;
}

/** ER_SERVER_SOURCE_FATAL_ERROR_READING_BINLOG, and ER_SOURCE_FATAL_ERROR_READING_BINLOG as it was in 8.0.23. */
const REFUSALS = [13_114, 1236];

/** The source has purged what it lacks, or has less than it: no START helps. Another error may be from before this program stopped it. */
export function isRefusedBySource({ receiver, receiverErrno }: Pick<Channel, 'receiver' | 'receiverErrno'>): boolean {
  return receiver === 'stopped' && REFUSALS.includes(receiverErrno);
}

export function suffix(error: string): string {
  return error === '' ? '' : `: ${error}`;
}

/** One that is delayed on purpose (SOURCE_DELAY) never does. */
export function lagsMoreThan({ delaySeconds, lagSeconds }: Channel, maxMs: number): boolean {
  return delaySeconds === 0 && lagSeconds !== null && lagSeconds * 1000 > maxMs;
}
