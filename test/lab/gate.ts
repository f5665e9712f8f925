// A TCP proxy before a server: whoever is told the gate's address instead of the server's can be cut off from it.
import { connect, createServer, type Socket } from 'node:net';
import { giveBackAddress, takeAddress } from './loopback.ts';

export interface Gate {
  readonly address: string;
  readonly port: number;
  /** From now on nothing passes in either direction, as where packets are dropped; nobody is told. */
  readonly shut: () => void;
  /** What was held back goes on. */
  readonly open: () => void;
  readonly close: () => void;
}

export async function openGate(to: { readonly address: string; readonly port: number }): Promise<Gate> {
  const { address, port } = await takeAddress(to.port);
  const sockets = new Set<Socket>();
  let isShut = false;
  const keep = (socket: Socket, peer: () => Socket): void => {
    sockets.add(socket);
    if (isShut) socket.pause();
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => peer().write(bytes));
    socket.on('close', () => {
      sockets.delete(socket);
      peer().destroy();
    });
  };
  const listener = createServer((client) => {
    const server = connect({ host: to.address, port: to.port });
    keep(client, () => server);
    keep(server, () => client);
    if (isShut) for (const socket of [client, server]) socket.pause();
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    address,
    port,
    shut: () => {
      isShut = true;
      for (const socket of sockets) socket.pause();
    },
    open: () => {
      isShut = false;
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      giveBackAddress(address);
    },
  };
}
