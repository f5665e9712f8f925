// Whether a Docker engine runs here. Testcontainers itself is only loaded when one does: it takes a while and talks.
import { createConnection } from 'node:net';

const defaultSocket = '/var/run/docker.sock';

function answers(target: { path: string } | { host: string; port: number }, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(target);
    const end = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('GET /_ping HTTP/1.0\r\n\r\n'));
    socket.once('data', (data) => end(String(data).startsWith('HTTP/1.')));
  });
}

/** True when a Docker engine answers on DOCKER_HOST (unix: or tcp:) or on the usual socket, within 800 ms. */
export async function dockerEngineRuns(): Promise<boolean> {
  const host = process.env.DOCKER_HOST ?? '';
  const tcp = /^tcp:\/\/([^:/]+):(\d+)/.exec(host);
  if (tcp !== null) return answers({ host: tcp[1] ?? '', port: Number(tcp[2]) }, 800);
  return answers({ path: host.startsWith('unix://') ? host.slice('unix://'.length) : defaultSocket }, 800);
}
