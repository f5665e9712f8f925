/**
 * One run at a time on a host: a listening Unix socket in Linux's abstract namespace (unix(7)). The kernel gives the name to one
 * process, at once, and frees it when that process ends in whatever way: no file is left behind that could block every later run.
 */
import { createServer, type Server } from 'node:net';

export interface Lock {
  release(): void;
}

/** Null where another run holds it. */
export function takeLock(name: string): Promise<Lock | null> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ path: `\0proxysql-failover/${name}` }, () => {
      // The lock itself is no reason for the process to stay.
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}
