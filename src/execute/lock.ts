/**
 * One run at a time on a host: a listening Unix socket in Linux's abstract namespace (unix(7)). The kernel gives the name to one
 * process, at once, and frees it when that process ends in whatever way: no file is left behind that could block every later run.
 */
import { createServer, type Server } from 'node:net';
import type { Cluster } from '../config/cluster.ts';
import { type Endpoint, endpointName } from '../mysql/session.ts';

interface Lock {
  release(): void;
}

export interface LockedCluster {
  readonly cluster: Cluster;
  readonly lock: Lock;
}

/** Those of the clusters that no other run on this host is at work on; locked until released, or until the process ends. */
export async function lockEach(clusters: readonly Cluster[], proxysql: Endpoint): Promise<LockedCluster[]> {
  const locks = await Promise.all(clusters.map(({ name }) => takeLock(`${endpointName(proxysql)}/${name}`)));
  return clusters.flatMap((cluster, index) => {
    const lock = locks[index] ?? null;
    return lock === null ? [] : [{ cluster, lock }];
  });
}

/** What a Unix socket's path can hold; the kernel is given no more, so what differs after that is the same name (unix(7), sun_path). */
const LONGEST_NAME = 107;

async function socketName(name: string): Promise<string> {
  const path = `\0proxysql-failover/${name}`;
  if (Buffer.byteLength(path) <= LONGEST_NAME) return path;
  const { createHash } = await import('node:crypto');
  return `\0proxysql-failover/${createHash('sha256').update(name).digest('hex')}`;
}

/** Null where another run holds it. */
async function takeLock(name: string): Promise<Lock | null> {
  const path = await socketName(name);
  return new Promise((resolve, reject) => {
    const server: Server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
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
