/** The command that ProxySQL's scheduler calls: one look at every cluster, and action where it is needed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { type Lock, takeLock } from '../execute/lock.ts';
import { type Session, Unanswered } from '../mysql/session.ts';
import { cacheSessions } from '../mysql/session-cache.ts';
import { type Journal, journalWith, type Level } from '../record/journal.ts';
import { type LazyJournal, lazyJournal } from '../record/lazy-journal.ts';
import { textJournal } from '../record/text-journal.ts';
import { type ClusterOutcome, runCluster } from '../run/cluster-run.ts';
import type { World } from '../run/world.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openAdmin, opensMysql } from './connect.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

export async function run(args: Arguments, config: Config): Promise<ExitStatus> {
  const atTerminal = process.stdout.isTTY === true;
  const journal = openJournal(args, config, atTerminal);
  const budget = setTimeout(() => void giveUp(config, journal), config.failoverTimeoutMs);
  try {
    return await runWith(args, config, journal, atTerminal);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    journal.say('error', error.message);
    return EXIT.wrong;
  } finally {
    clearTimeout(budget);
    await journal.flush();
  }
}

function openJournal(args: Arguments, config: Config, atTerminal: boolean): LazyJournal {
  const level = (args.logLevel ?? config.logLevel) as Level;
  const file = args.logFile ?? config.logFile ?? null;
  return lazyJournal(level, async () => {
    if (atTerminal && file === null) return textJournal(level, (line) => process.stdout.write(`${line}\n`), Date.now);
    return (await import('../record/log.ts')).openLog(level, file);
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

async function runWith(args: Arguments, config: Config, journal: Journal, atTerminal: boolean): Promise<ExitStatus> {
  let opening: Promise<Session> | null = null;
  const admin = () => (opening ??= openAdmin(config));
  const clusters = await chooseClusters(config, args.cluster, admin);
  const locked = await lockEach(clusters, config);
  if (locked.length === 0) {
    journal.say(atTerminal ? 'info' : 'debug', 'another run is at work on this host');
    return EXIT.fine;
  }
  const sessions = cacheSessions(opensMysql(config));
  const world: World = {
    admin: await admin(),
    open: sessions.open,
    wallClock: Date.now,
    now: () => performance.now(),
    sleep,
  };
  const statuses = await Promise.all(
    locked.map(async ({ cluster, lock }) => {
      try {
        const outcome = await runCluster(cluster, config, world, journal);
        if (atTerminal) journal.say('info', `${cluster.name}: ${outcome.end}: ${outcome.says}`);
        return statusOf(outcome);
      } catch (error) {
        return clusterFailed(cluster, error, journal);
      } finally {
        lock.release();
      }
    }),
  );
  return statuses.includes(EXIT.failed) ? EXIT.failed : statuses.includes(EXIT.wrong) ? EXIT.wrong : EXIT.fine;
}

async function lockEach(clusters: readonly Cluster[], config: Config): Promise<{ cluster: Cluster; lock: Lock }[]> {
  const { host, port } = config.proxysql;
  const locks = await Promise.all(clusters.map((cluster) => takeLock(`${host}:${port}/${cluster.name}`)));
  return clusters.flatMap((cluster, index) => {
    const lock = locks[index] ?? null;
    return lock === null ? [] : [{ cluster, lock }];
  });
}

function statusOf({ end }: ClusterOutcome): ExitStatus {
  switch (end) {
    case 'healthy':
    case 'repaired':
      return EXIT.fine;
    case 'failed':
      return EXIT.failed;
    case 'wrong':
      return EXIT.wrong;
  }
}

/** One cluster's trouble must not end the others' run. */
function clusterFailed(cluster: Cluster, error: unknown, journal: Journal): ExitStatus {
  const expected = error instanceof Unanswered;
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  journalWith(journal, { cluster: cluster.name }).say('error', text);
  return expected ? EXIT.wrong : EXIT.failed;
}
