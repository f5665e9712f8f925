// A TCP proxy before a server that can be shut for one direction: what is sent arrives and is not answered, or does not arrive.
import { connect, createServer, type Socket } from 'node:net';
import { giveBackAddress, takeAddress } from './loopback.ts';

export interface OneWayGate {
  readonly address: string;
  readonly port: number;
  /** From now on nothing passes in this direction, as where packets are dropped; nobody is told. */
  readonly shut: (direction: 'there' | 'back') => void;
  /** What was held back goes on. */
  readonly open: () => void;
  readonly close: () => void;
}

export async function openOneWayGate(to: { readonly address: string; readonly port: number }): Promise<OneWayGate> {
  const { address, port } = await takeAddress(to.port);
  /** Those that are read from in this direction. */
  const read = { there: new Set<Socket>(), back: new Set<Socket>() };
  const shut = new Set<'there' | 'back'>();
  const listener = createServer((client) => {
    const server = connect({ host: to.address, port: to.port });
    const ways = [
      ['there', client, server],
      ['back', server, client],
    ] as const;
    for (const [direction, from, peer] of ways) {
      read[direction].add(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => peer.write(bytes));
      from.on('close', () => {
        read[direction].delete(from);
        peer.destroy();
      });
      if (shut.has(direction)) from.pause();
    }
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    address,
    port,
    shut: (direction) => {
      shut.add(direction);
      for (const socket of read[direction]) socket.pause();
    },
    open: () => {
      shut.clear();
      for (const socket of [...read.there, ...read.back]) socket.resume();
    },
    close: () => {
      for (const socket of [...read.there, ...read.back]) socket.destroy();
      listener.close();
      giveBackAddress(address);
    },
  };
}
