/**
 * Where the lines of the log go. It neither throws nor waits for long, whatever becomes of the file, the pipe or the terminal behind it: a
 * full disk must not end a failover, a pipe that nobody empties must not hold one up.
 */

import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../message-of.ts';

interface Output {
  write(text: string): void;
}

const STDERR = 2;
/** How long a run waits in all for a pipe that is full. */
const PATIENCE_MS = 200;
const PAUSE_MS = 5;

/** After an error the lines go to `lastResort`; after one there nowhere. */
export function outputTo(descriptor: number, lastResort = STDERR): Output {
  let write: ((text: string) => void) | null = writerTo(descriptor);
  let isLastResort = false;
  return {
    write: (text) => {
      try {
        write?.(text);
      } catch (error) {
        write = isLastResort ? null : writerTo(lastResort);
        isLastResort = true;
        try {
          write?.(`proxysql-failover: the log goes to standard error from here on: ${messageOf(error)}\n${text}`);
        } catch {
          write = null;
        }
      }
    },
  };
}

function writerTo(descriptor: number): (text: string) => void {
  const place = withoutWaiting(descriptor);
  let patience = PATIENCE_MS;
  return (text) => {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(place, rest));
      } catch (error) {
        if (!isFull(error) || patience <= 0) throw error;
        patience -= PAUSE_MS;
        pause();
      }
    }
  };
}

/** The same pipe or terminal opened anew: whether a write waits belongs to the opening, and ours is shared with ProxySQL. */
function withoutWaiting(descriptor: number): number {
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFIFO() && !stat.isCharacterDevice()) return descriptor;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return descriptor;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
