/**
 * What V8 made of the program when it compiled it, kept in a file beside the program: a run that ProxySQL starts need not compile it
 * again. It saves time and nothing else; without it everything works the same.
 */
import type { Config } from '../config/schema.ts';
import { recordCondition, rememberHealthy } from '../record/record.ts';
import { look } from '../run/cluster-run.ts';
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
  await doAsARunDoes(args, config);
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

/** V8 compiles a function when it is first called: a look as every run takes one, which writes nothing. */
async function doAsARunDoes(args: Arguments, config: Config): Promise<void> {
  await Promise.all([import('./run.ts'), import('./run-locked.ts')]);
  try {
    const world = await openWorld(config);
    const clusters = await chooseClusters(config, args.cluster, world.admin);
    await Promise.all(clusters.map((cluster) => lookAndForget(cluster, config, world)));
  } catch {
    // What is the matter the runs will say.
  }
}

async function lookAndForget(cluster: Parameters<typeof look>[0], config: Config, world: World): Promise<void> {
  const { observation, diagnosis } = await look(cluster, config, world);
  const admin = { ...world.admin, query: async () => ({ rows: [], affectedRows: 0 }) };
  const remembered = rememberHealthy(observation, diagnosis);
  await recordCondition(observation, remembered, null, { ...world, admin }, { say: () => {} });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
