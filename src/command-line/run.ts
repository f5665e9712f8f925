/** The command that ProxySQL's scheduler calls: one look at every cluster, and action where it is needed. */
import { isatty } from 'node:tty';
import { clustersOf } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { type Locks, lockEach } from '../execute/lock.ts';
import type { Level } from '../record/journal.ts';
import { type LazyJournal, lazyJournal } from '../record/lazy-journal.ts';
import { textJournal } from '../record/text-journal.ts';
import { type Arguments, selectCluster } from './arguments.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { tellOfHolders } from './holders.ts';

const STDOUT = 1;

/** @param fromSnapshot Whether this process was spared compiling the program; said at level debug, nothing depends on it. */
export async function run(args: Arguments, config: Config, fromSnapshot: boolean): Promise<ExitStatus> {
  // Asking process.stdout would set up a stream that a healthy run has no use for.
  const atTerminal = isatty(STDOUT);
  const journal = openJournal(args, config, atTerminal);
  journal.say('debug', `startup snapshot: ${fromSnapshot ? 'used' : 'not used'}`);
  const budget = setTimeout(() => void giveUp(config, journal), config.failoverTimeoutMs);
  try {
    const locks = await lockNamed(args, config);
    if (locks !== null && locks.locked.length === 0) {
      return await tellOfHolders(locks.held, config, journal, atTerminal ? 'info' : 'debug');
    }
    // Only from here on is the MySQL client needed: being the second run costs no more than the start of Node.
    const { runLocked } = await import('./run-locked.ts');
    return await runLocked(locks, args, config, journal, atTerminal);
  } finally {
    clearTimeout(budget);
    await journal.flush();
  }
}

/** Null where only ProxySQL can say which clusters there are. */
async function lockNamed(args: Arguments, config: Config): Promise<Locks | null> {
  const named = clustersOf(config);
  return named.length === 0 ? null : lockEach(selectCluster(named, args.cluster), config.proxysql);
}

function openJournal(args: Arguments, config: Config, atTerminal: boolean): LazyJournal {
  const level: Level = args.logLevel ?? config.logLevel;
  const file = args.logFile ?? config.logFile ?? null;
  return lazyJournal(level, async () => {
    if (!atTerminal || file !== null) return (await import('../record/log.ts')).openLog(level, file);
    const terminal = (await import('../record/output.ts')).outputTo(STDOUT);
    return textJournal(level, (line) => terminal.write(`${line}\n`), Date.now);
  });
}

/** ProxySQL starts the next run whether or not this one has ended: it ends itself. */
async function giveUp(config: Config, journal: LazyJournal): Promise<void> {
  journal.say(
    'error',
    `not over after failoverTimeoutMs (${config.failoverTimeoutMs} ms): this run ends itself, the next one goes on`,
  );
  await journal.flush();
  process.exit(EXIT.failed);
}
