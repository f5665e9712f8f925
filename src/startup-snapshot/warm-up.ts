/** What a process does before `install` keeps it as the startup snapshot. */

import type { Arguments } from '../command-line/arguments.ts';
import { chooseClusters } from '../command-line/choose-clusters.ts';
import { openWorld } from '../command-line/connect.ts';
import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { lockEach } from '../execute/lock.ts';
import { type OpenSession, type Session, Unanswered } from '../mysql/session.ts';
import { READS } from '../mysql/session-cache.ts';
import { look, runCluster } from '../run/cluster-run.ts';
import type { World } from '../run/world.ts';

/**
 * V8 compiles a function when it is first called: so this does all that a healthy run does, but with its hands tied. It leaves nothing
 * open: neither a connection nor a lock could be kept.
 */
export async function warmUp(args: Arguments, config: Config): Promise<void> {
  const { poolSize } = Buffer;
  // Else passwords would stay in the memory that Node shares out among small buffers.
  Buffer.poolSize = 0;
  await Promise.all([import('../command-line/run.ts'), import('../command-line/run-locked.ts')]);
  const sessions = new Set<Session>();
  try {
    const world = await openWorld(config);
    const admin = readsOnly(world.admin, sessions);
    const open: OpenSession = async (endpoint, timeoutMs) => {
      // Node can keep nothing that has used TLS.
      if (config.mysql.sslMode !== 'DISABLED') throw new Unanswered('serverError', 'install opens no TLS connection');
      return readsOnly(await world.open(endpoint, timeoutMs), sessions);
    };
    const clusters = await chooseClusters(config, args.cluster, admin);
    const { locked } = await lockEach(clusters, config.proxysql);
    try {
      await Promise.all(clusters.map((cluster) => runIfHealthy(cluster, config, { ...world, admin, open })));
    } finally {
      for (const { lock } of locked) lock.release();
    }
  } catch {
    // What is the matter the runs will say.
  }
  for (const session of sessions) session.close();
  Buffer.poolSize = poolSize;
}

async function runIfHealthy(cluster: Cluster, config: Config, world: World): Promise<void> {
  const { diagnosis } = await look(cluster, config, world);
  if (diagnosis.name === 'healthy') await runCluster(cluster, config, world, { say: () => {} });
}

function readsOnly<Kind extends Session>(session: Kind, sessions: Set<Session>): Kind {
  sessions.add(session);
  const query: Session['query'] = async (sql, timeoutMs) => {
    if (READS.test(sql)) return session.query(sql, timeoutMs);
    throw new Unanswered('serverError', 'install only looks');
  };
  return { ...session, query };
}
