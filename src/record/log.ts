/** JSON lines by pino, for ProxySQL's log or a file of its own. */
import { openSync } from 'node:fs';
import pino from 'pino';
import type { Journal, Level } from './journal.ts';

/** @param file Absolute path; null for standard output. A file that cannot be opened is said on standard output instead. */
export function openLog(level: Level, file: string | null): Journal {
  const { fd, problem } = openDestination(file);
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Written at once: a run may be killed after any line, and the line must be there.
    pino.destination({ fd, sync: true }),
  );
  if (problem !== null) log.error(problem);
  return { say: (lineLevel, message, facts = {}) => log[lineLevel](facts, message) };
}

function openDestination(file: string | null): { readonly fd: number; readonly problem: string | null } {
  if (file === null) return { fd: 1, problem: null };
  try {
    return { fd: openSync(file, 'a', 0o640), problem: null };
  } catch (error) {
    return { fd: 1, problem: `log file: ${error instanceof Error ? error.message : String(error)}` };
  }
}
