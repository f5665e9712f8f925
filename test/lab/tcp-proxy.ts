// Connections to an address of its own go on to a server; whoever makes it says what becomes of the bytes on the way.
import { connect, createServer, type Socket } from 'node:net';
import { giveBackAddress, takeAddress } from './loopback.ts';

export interface TcpProxy {
  readonly address: string;
  readonly port: number;
  /** Both ends of every connection that is open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Cuts every connection. */
  readonly close: () => void;
}

/** `join` gets both ends of each new connection and carries bytes from one to the other; where one ends, so does the other. */
export async function openTcpProxy(
  to: { readonly address: string; readonly port: number },
  join: (client: Socket, server: Socket) => void,
): Promise<TcpProxy> {
  const { address, port } = await takeAddress(to.port);
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const server = connect({ host: to.address, port: to.port });
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        sockets.delete(end);
        other.destroy();
      });
    }
    join(client, server);
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    address,
    port,
    sockets,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      giveBackAddress(address);
    },
  };
}
