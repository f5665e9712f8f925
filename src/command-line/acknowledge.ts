/** `acknowledge`: a person has looked at the last failovers; they hold up the next one no longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { type LockedCluster, lockEach } from '../execute/lock.ts';
import { type Session, Unanswered } from '../mysql/session.ts';
import { acknowledging, recoveriesOfTheDay, unacknowledged } from '../observe/finished-recoveries.ts';
import { type FinishedRecovery, parseMemory, replaceMemory } from '../observe/memory.ts';
import { lookAtProxysql } from '../observe/proxysql.ts';
import { acknowledgeHistory } from '../record/history.ts';
import { ADMIN_TIMEOUT_MS } from '../run/cluster-run.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openAdmin } from './connect.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { complaintAboutHolder } from './holders.ts';

/** A healthy run holds the lock for some tenths of a second. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_PAUSE_MS = 20;

export async function acknowledge(args: Arguments, config: Config): Promise<ExitStatus> {
  try {
    const admin = await openAdmin(config);
    let status: ExitStatus = EXIT.fine;
    for (const cluster of await chooseClusters(config, args.cluster, admin)) {
      // A run that ends meanwhile writes its own memory over ours.
      const locked = await lockPatiently(cluster, config);
      if (locked === null) {
        const complaint = await complaintAboutHolder(cluster, config);
        process.stderr.write(
          `${complaint ?? `${cluster.name}: a run is at work on it; try again when that has ended`}\n`,
        );
        status = EXIT.wrong;
        continue;
      }
      try {
        process.stdout.write(`${(await acknowledgeCluster(cluster, admin)).join('\n')}\n`);
      } finally {
        locked.lock.release();
      }
    }
    return status;
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.wrong;
  }
}

async function lockPatiently(cluster: Cluster, config: Config): Promise<LockedCluster | null> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    const [locked] = (await lockEach([cluster], config.proxysql)).locked;
    if (locked !== undefined) return locked;
    if (performance.now() >= deadline) return null;
    await sleep(LOCK_PAUSE_MS);
  }
}

/** What was done, a line a failover. */
async function acknowledgeCluster({ name }: Cluster, admin: Session): Promise<string[]> {
  const row = (await lookAtProxysql(admin, ADMIN_TIMEOUT_MS)).memories.get(name);
  const memory = row === undefined ? null : parseMemory(row);
  const now = Date.now();
  const waiting = memory === null ? [] : unacknowledged(recoveriesOfTheDay(memory, now));
  if (memory === null || waiting.length === 0)
    return [`${name}: nothing to acknowledge, no failover holds up the next`];
  await admin.query(replaceMemory(acknowledging(memory, now), now), ADMIN_TIMEOUT_MS);
  await admin.query(
    acknowledgeHistory(
      waiting.map(({ id }) => id),
      now,
    ),
    ADMIN_TIMEOUT_MS,
  );
  return waiting.map((recovery) => `${name}: acknowledged ${describe(recovery)}`);
}

function describe({ id, oldPrimary, newPrimary, endedAt }: FinishedRecovery): string {
  return `the failover from ${oldPrimary} to ${newPrimary} that ended at ${new Date(endedAt).toISOString()} (${id})`;
}
