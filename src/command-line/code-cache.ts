/**
 * What V8 made of the program when it compiled it, kept in a file beside the program: a run that ProxySQL starts need not compile it
 * again. It saves time and nothing else; without it everything works the same.
 */

import type { Cluster } from '../config/cluster.ts';
import type { Config } from '../config/schema.ts';
import { lockEach } from '../execute/lock.ts';
import { messageOf } from '../message-of.ts';
import { type OpenSession, type Session, Unanswered } from '../mysql/session.ts';
import { READS } from '../mysql/session-cache.ts';
import { look, runCluster } from '../run/cluster-run.ts';
import type { World } from '../run/world.ts';
import type { Arguments } from './arguments.ts';
import { chooseClusters } from './choose-clusters.ts';
import { openWorld } from './connect.ts';

/** The loader's side of it (src/bundle/loader.ts): it alone has the compiled program in its hands. */
export interface CodeCache {
  readonly file: string;
  /** Whether this process was started from it. */
  readonly isUsed: boolean;
  /** Writes what has been compiled so far. @throws where the file cannot be written. */
  save(): void;
  /** @throws where a file that is there cannot be removed. */
  remove(): void;
}

/** @returns One line on what became of it; that it cannot be written is nothing to fail for. */
export async function saveCodeCache(cache: CodeCache, args: Arguments, config: Config): Promise<string> {
  await runWithTiedHands(args, config);
  try {
    cache.save();
    return `${cache.file} written: the compiled program, runs start faster with it`;
  } catch (error) {
    return `${cache.file} not written, each run compiles the program itself: ${messageOf(error)}`;
  }
}

/** @returns One line on what became of it. */
export function removeCodeCache(cache: CodeCache): string {
  try {
    cache.remove();
    return `${cache.file} removed`;
  } catch (error) {
    return `${cache.file} not removed, nothing uses it any more: ${messageOf(error)}`;
  }
}

/** V8 compiles a function when it is first called: so this does all that a healthy run does, but with its hands tied. */
async function runWithTiedHands(args: Arguments, config: Config): Promise<void> {
  await Promise.all([import('./run.ts'), import('./run-locked.ts')]);
  try {
    const world = await openWorld(config);
    const admin = readsOnly(world.admin);
    const open: OpenSession = async (endpoint, timeoutMs) => readsOnly(await world.open(endpoint, timeoutMs));
    const clusters = await chooseClusters(config, args.cluster, admin);
    const { locked } = await lockEach(clusters, config.proxysql);
    await Promise.all(clusters.map((cluster) => runIfHealthy(cluster, config, { ...world, admin, open })));
    for (const { lock } of locked) lock.release();
  } catch {
    // What is the matter the runs will say.
  }
}

async function runIfHealthy(cluster: Cluster, config: Config, world: World): Promise<void> {
  const { diagnosis } = await look(cluster, config, world);
  if (diagnosis.name === 'healthy') await runCluster(cluster, config, world, { say: () => {} });
}

function readsOnly<Kind extends Session>(session: Kind): Kind {
  const query: Session['query'] = async (sql, timeoutMs) => {
    if (READS.test(sql)) return session.query(sql, timeoutMs);
    throw new Unanswered('serverError', 'install only looks');
  };
  return { ...session, query };
}
