/** What becomes of the clusters whose lock another process on this host has. */
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { holderOf } from '../execute/lock.ts';
import { type Journal, journalWith, type Level } from '../record/journal.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';

/** @param usual The level at which it is said that all is well: another run is at work. */
export async function tellOfHolders(
  held: readonly Cluster[],
  config: Config,
  journal: Journal,
  usual: Level,
): Promise<ExitStatus> {
  const complaints = await Promise.all(
    held.map(async (cluster) => {
      const complaint = await complaintAboutHolder(cluster, config);
      const ofCluster = journalWith(journal, { cluster: cluster.name });
      if (complaint === null) ofCluster.say(usual, 'another run is at work on this host');
      else ofCluster.say('error', complaint);
      return complaint;
    }),
  );
  return complaints.every((complaint) => complaint === null) ? EXIT.fine : EXIT.wrong;
}

/** Why the holder of the lock will not give it back by itself, and what to do; null where it will, or has. */
export async function complaintAboutHolder(cluster: Cluster, config: Config): Promise<string | null> {
  const holder = await holderOf(cluster, config.proxysql);
  if (holder.kind === 'gone') return null;
  const { pid } = holder;
  const itsLock = `nothing is done for ${cluster.name}: another run on this host${pid === null ? '' : ` (pid ${pid})`} has its lock`;
  const advice = `what to do: ${pid === null ? 'find it with ps -eo pid,stat,etime,args, then kill -KILL it' : `kill -KILL ${pid}`}; the next run goes on from what it finds`;
  if (holder.kind === 'silent') return `${itsLock} and stands still: it was stopped (Ctrl-Z) or hangs; ${advice}`;
  if (holder.heldMs <= config.failoverTimeoutMs) return null;
  const { failoverTimeoutMs } = config;
  return `${itsLock} for ${holder.heldMs} ms, longer than failoverTimeoutMs (${failoverTimeoutMs} ms); ${advice}`;
}
