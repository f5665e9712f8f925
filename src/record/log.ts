/** JSON lines by pino, for ProxySQL's log or a file of its own. */

import { constants, openSync } from 'node:fs';
import pino from 'pino';
import { messageOf } from '../message-of.ts';
import type { Journal, Level } from './journal.ts';
import { outputTo } from './output.ts';

const STDOUT = 1;
/** Without waiting for the reader of a named pipe. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/** @param file Absolute path; null for standard output. A file that cannot be opened is said on standard output instead. */
export function openLog(level: Level, file: string | null, stdout = STDOUT): Journal {
  const { fd, problem } = openDestination(file, stdout);
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Written at once: a run may be killed after any line, and the line must be there. Pino's own destination throws where it cannot.
    outputTo(fd),
  );
  if (problem !== null) log.error(problem);
  return { say: (lineLevel, message, facts = {}) => log[lineLevel](facts, message) };
}

function openDestination(
  file: string | null,
  stdout: number,
): { readonly fd: number; readonly problem: string | null } {
  if (file === null) return { fd: stdout, problem: null };
  try {
    return { fd: openSync(file, APPEND, 0o640), problem: null };
  } catch (error) {
    return { fd: stdout, problem: `log file: ${messageOf(error)}` };
  }
}
