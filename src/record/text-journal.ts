/** Readable lines for a person at a terminal. */
import { type Journal, LEVELS, type Level } from './journal.ts';

const MARKS: Readonly<Record<Level, string>> = { debug: '  ', info: '  ', warn: '! ', error: '!!' };

export function textJournal(level: Level, write: (line: string) => void, wallClock: () => number): Journal {
  return {
    say: (lineLevel, message, facts = {}) => {
      if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
      write(`${new Date(wallClock()).toISOString().slice(11, 23)} ${MARKS[lineLevel]} ${message}`);
      const { evidence } = facts;
      if (Array.isArray(evidence)) for (const line of evidence) write(`               - ${line}`);
    },
  };
}
