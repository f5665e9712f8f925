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

function suffix(error: string): string {
  return error === '' ? '' : `: ${error}`;
}

/** One that is delayed on purpose (SOURCE_DELAY) never does. */
export function lagsMoreThan({ delaySeconds, lagSeconds }: Channel, maxMs: number): boolean {
  return delaySeconds === 0 && lagSeconds !== null && lagSeconds * 1000 > maxMs;
}
