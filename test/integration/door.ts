/** A door before ProxySQL's admin interface: everything passes, until it closes on a statement and says so. */
import { connect, createServer, type Socket } from 'node:net';
import { giveBackAddress, takeAddress } from '../lab/loopback.ts';

export interface Door {
  readonly address: string;
  readonly port: number;
  /** The statements that do more than read, in order. */
  readonly seen: () => readonly string[];
  readonly close: () => void;
}

/** Packet header, then the command (MySQL Source Documentation, COM_QUERY). */
const HEADER_BYTES = 4;
const COM_QUERY = 3;

/** `before`: statement `number` does not get through; `after`: its answer does not. Then `shut` is called. */
export async function openDoor(
  to: { readonly host: string; readonly port: number },
  number: number | null,
  side: 'before' | 'after',
  shut: () => void,
): Promise<Door> {
  const { address, port } = await takeAddress(6032);
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const listener = createServer((client) => {
    const server = connect(to);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    let closing = false;
    client.on('data', (bytes) => {
      if (closing) return;
      const text = statementIn(bytes);
      if (text !== null && !/^(SELECT|SHOW)\s/.test(text)) seen.push(text);
      if (text !== null && seen.at(-1) === text && seen.length === number) {
        closing = true;
        if (side === 'before') return shut();
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (closing) shut();
      else client.write(bytes);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    address,
    port,
    seen: () => seen,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      giveBackAddress(address);
    },
  };
}

function statementIn(bytes: Buffer): string | null {
  return bytes[HEADER_BYTES] === COM_QUERY && bytes[HEADER_BYTES - 1] === 0
    ? bytes.subarray(HEADER_BYTES + 1).toString('utf8')
    : null;
}
