/**
 * Who holds a lock, and for how long: the holder tells whoever connects to the lock's socket. One that was stopped (Ctrl-Z) or hangs does
 * not, and holds the lock for ever.
 */
import { connect, type Socket } from 'node:net';

export type Holder =
  | { readonly kind: 'atWork'; readonly pid: number; readonly heldMs: number }
  /** It has the socket and does not answer; the pid is null where this user may not see it. */
  | { readonly kind: 'silent'; readonly pid: number | null }
  /** It has ended meanwhile. */
  | { readonly kind: 'gone' };

const PATIENCE_MS = 500;

/** @param since When the lock was taken, by `process.uptime()`, in s: it costs nothing that a run has no use for. */
export function answerWho(socket: Socket, since: number): void {
  // Whoever asked may have ended.
  socket.on('error', () => {});
  socket.write(`${process.pid} ${Math.round((process.uptime() - since) * 1000)}\n`);
  socket.destroySoon();
}

export async function askWho(path: string): Promise<Holder> {
  const answer = await askForAnswer(path);
  if (answer === null) return { kind: 'silent', pid: await (await import('./socket-owner.ts')).pidOfListener(path) };
  const [, pid, heldMs] = /^(\d+) (\d+)\n$/.exec(answer) ?? [];
  return pid === undefined ? { kind: 'gone' } : { kind: 'atWork', pid: Number(pid), heldMs: Number(heldMs) };
}

/** Empty where nobody listens any more; null where nobody answers. */
function askForAnswer(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    let answer = '';
    const end = (result: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(end, PATIENCE_MS, null);
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    // Its queue of connections is full: so many have asked before, and none was answered.
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'EAGAIN' ? null : ''));
    socket.on('end', () => end(answer));
  });
}
