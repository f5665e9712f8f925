// A way to a server that can be shut: whoever is told the gate's address instead of the server's can be cut off from it.
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export interface Gate extends Pick<TcpProxy, 'address' | 'port' | 'close'> {
  /** From now on nothing passes in either direction, as where packets are dropped; nobody is told. */
  readonly shut: () => void;
}

export async function openGate(to: { readonly address: string; readonly port: number }): Promise<Gate> {
  let isShut = false;
  const proxy = await openTcpProxy(to, (client, server) => {
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => client.write(bytes));
    if (isShut) for (const socket of [client, server]) socket.pause();
  });
  return {
    address: proxy.address,
    port: proxy.port,
    close: proxy.close,
    shut: () => {
      isShut = true;
      for (const socket of proxy.sockets) socket.pause();
    },
  };
}
