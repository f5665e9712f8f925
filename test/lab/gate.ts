// A way to a server that can be shut: whoever is told the gate's address instead of the server's can be cut off from it.
import type { Socket } from 'node:net';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

type Direction = 'there' | 'back';

export interface Gate extends Pick<TcpProxy, 'address' | 'port' | 'close'> {
  /** From now on nothing passes, or nothing in this direction, as where packets are dropped; nobody is told. */
  readonly shut: (...directions: readonly Direction[]) => void;
  /** What was held back goes on. */
  readonly open: () => void;
}

export async function openGate(to: { readonly address: string; readonly port: number }): Promise<Gate> {
  /** Those that are read from in this direction. */
  const read = { there: new Set<Socket>(), back: new Set<Socket>() };
  const shut = new Set<Direction>();
  const { address, port, close } = await openTcpProxy(to, (client, server) => {
    const ways = [
      ['there', client, server],
      ['back', server, client],
    ] as const;
    for (const [direction, from, other] of ways) {
      read[direction].add(from);
      from.on('data', (bytes) => other.write(bytes));
      from.on('close', () => read[direction].delete(from));
      if (shut.has(direction)) from.pause();
    }
  });
  return {
    address,
    port,
    close,
    shut: (...directions) => {
      for (const direction of directions.length === 0 ? (['there', 'back'] as const) : directions) {
        shut.add(direction);
        for (const socket of read[direction]) socket.pause();
      }
    },
    open: () => {
      shut.clear();
      for (const socket of [...read.there, ...read.back]) socket.resume();
    },
  };
}
