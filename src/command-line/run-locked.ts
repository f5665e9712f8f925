/** A run that has its locks: every cluster side by side. */
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { type Locks, lockEach } from '../execute/lock.ts';
import { Unanswered } from '../mysql/session.ts';
import { UnreadableMemory } from '../observe/memory.ts';
import { type Journal, journalWith } from '../record/journal.ts';
import { type ClusterOutcome, runCluster } from '../run/cluster-run.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openWorld } from './connect.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { tellOfHolders } from './holders.ts';

/** @param named The clusters that the config names, as far as they are locked; null where ProxySQL has to be asked which there are. */
export async function runLocked(
  named: Locks | null,
  args: Arguments,
  config: Config,
  journal: Journal,
  atTerminal: boolean,
): Promise<ExitStatus> {
  try {
    const world = await openWorld(config);
    const { locked, held } =
      named ?? (await lockEach(await chooseClusters(config, args.cluster, world.admin), config.proxysql));
    const statuses = await Promise.all([
      tellOfHolders(held, config, journal, atTerminal ? 'info' : 'debug'),
      ...locked.map(async ({ cluster, lock }) => {
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
    ]);
    return statuses.includes(EXIT.failed) ? EXIT.failed : statuses.includes(EXIT.wrong) ? EXIT.wrong : EXIT.fine;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    journal.say('error', error.message);
    return EXIT.wrong;
  }
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
  const expected = error instanceof Unanswered || error instanceof UnreadableMemory;
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  journalWith(journal, { cluster: cluster.name }).say('error', text);
  return expected ? EXIT.wrong : EXIT.failed;
}
