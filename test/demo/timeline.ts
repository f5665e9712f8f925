// What happened after the kill, in order: the file's own log lines and what the demo saw, told as it comes in.
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { now } from './clock.ts';

/** Sources report with a delay of their own; an event is told when nothing older can be on its way. */
const SETTLE_MS = 250;
const TICK_MS = 50;

export type TimelineEvent = {
  readonly at: number;
  /** `log`: a line of the file in ProxySQL's log. `seen`: what the demo observed from outside. */
  readonly source: 'log' | 'seen';
  readonly text: string;
  readonly details: readonly string[];
};

export type Timeline = {
  readonly add: (source: TimelineEvent['source'], text: string, at?: number) => void;
  /** Everything so far, oldest first. */
  readonly events: () => readonly TimelineEvent[];
  /** Tells what is left. */
  readonly end: () => void;
};

/** Follows `logFile` from its present end on. `tell` gets each event once, in order of time. */
export function openTimeline(logFile: string, tell: (event: TimelineEvent) => void): Timeline {
  const waiting: TimelineEvent[] = [];
  const told: TimelineEvent[] = [];
  const readOn = followJsonLines(logFile);

  const tick = (settled: number): void => {
    waiting.push(...readOn());
    waiting.sort((a, b) => a.at - b.at);
    for (let first = waiting[0]; first !== undefined && first.at <= settled; first = waiting[0]) {
      waiting.shift();
      told.push(first);
      tell(first);
    }
  };
  const timer = setInterval(() => tick(now() - SETTLE_MS), TICK_MS);
  return {
    add: (source, text, at = now()) => {
      waiting.push({ at, source, text, details: [] });
    },
    events: () => [...told].sort((a, b) => a.at - b.at),
    end: () => {
      clearInterval(timer);
      tick(Number.POSITIVE_INFINITY);
    },
  };
}

/** A function that returns the log lines written since its last call. */
function followJsonLines(logFile: string): () => TimelineEvent[] {
  const fd = openSync(logFile, 'r');
  let offset = fstatSync(fd).size;
  closeSync(fd);
  let rest = '';
  return () => {
    // After an interruption the whole site goes, its log too.
    if (!existsSync(logFile)) return [];
    const file = openSync(logFile, 'r');
    try {
      const chunk = Buffer.alloc(Math.max(0, fstatSync(file).size - offset));
      const read = readSync(file, chunk, 0, chunk.length, offset);
      offset += read;
      const lines = (rest + chunk.toString('utf8', 0, read)).split('\n');
      rest = lines.pop() ?? '';
      return lines.flatMap((line) => parseLogLine(line) ?? []);
    } finally {
      closeSync(file);
    }
  };
}

/** Null for ProxySQL's own lines. */
function parseLogLine(line: string): TimelineEvent | null {
  if (!line.startsWith('{')) return null;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return null;
    const { time, msg, level, evidence } = entry as Record<string, unknown>;
    const at = Date.parse(String(time));
    if (Number.isNaN(at) || typeof msg !== 'string') return null;
    const mark = level === 'error' ? 'ERROR: ' : '';
    return { at, source: 'log', text: `${mark}${msg}`, details: Array.isArray(evidence) ? evidence.map(String) : [] };
  } catch {
    return null;
  }
}
