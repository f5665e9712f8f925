/**
 * One run at a time on a host: a listening Unix socket in Linux's abstract namespace (unix(7)). The kernel gives the name to one
 * process, at once, and frees it when that process ends in whatever way: no file is left behind that could block every later run.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, endpointName } from '../mysql/session.ts';
import { answerWho, askWho, type Holder } from './lock-holder.ts';

interface Lock {
  release(): void;
}

export interface LockedCluster {
  readonly cluster: Cluster;
  readonly lock: Lock;
}

export interface Locks {
  /** Until released, or until the process ends. */
  readonly locked: readonly LockedCluster[];
  /** Those that another run on this host is at work on. */
  readonly held: readonly Cluster[];
}

export async function lockEach(clusters: readonly Cluster[], proxysql: Endpoint): Promise<Locks> {
  const locks = await Promise.all(clusters.map((cluster) => takeLock(socketPath(cluster, proxysql))));
  return {
    locked: clusters.flatMap((cluster, index) => {
      const lock = locks[index] ?? null;
      return lock === null ? [] : [{ cluster, lock }];
    }),
    held: clusters.filter((_, index) => locks[index] === null),
  };
}

/** Who is at work on a cluster that could not be locked. */
export async function holderOf(cluster: Cluster, proxysql: Endpoint): Promise<Holder> {
  return askWho(socketPath(cluster, proxysql));
}

/** What a Unix socket's path can hold; the kernel is given no more, so what differs after that is the same name (unix(7), sun_path). */
const LONGEST_NAME = 107;

function socketPath(cluster: Cluster, proxysql: Endpoint): string {
  const name = `${endpointName(proxysql)}/${cluster.name}`;
  const path = `\0proxysql-failover/${name}`;
  if (Buffer.byteLength(path) <= LONGEST_NAME) return path;
  return `\0proxysql-failover/${createHash('sha256').update(name).digest('hex')}`;
}

/** Null where another run holds it. */
function takeLock(path: string): Promise<Lock | null> {
  return new Promise((resolve, reject) => {
    const since = process.uptime();
    const server: Server = createServer((socket) => answerWho(socket, since));
    // Every one: also a later connection that cannot be accepted, which is no reason to end.
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ path }, () => {
      // The lock itself is no reason for the process to stay.
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}
