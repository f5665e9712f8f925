/** Collects what is said during a recovery, for the history table. */
import type { Journal, Level } from './journal.ts';

export interface Story {
  readonly journal: Journal;
  /** `HH:MM:SS.mmm message`, a line each, oldest first. */
  lines(): readonly string[];
}

export function tellStory(journal: Journal, now: () => number): Story {
  const lines: string[] = [];
  return {
    journal: {
      say: (level: Level, message, facts) => {
        if (level !== 'debug') lines.push(`${new Date(now()).toISOString().slice(11, 23)} ${message}`);
        journal.say(level, message, facts);
      },
    },
    lines: () => lines,
  };
}
