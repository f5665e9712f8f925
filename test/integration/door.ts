/** A door before ProxySQL's admin interface: everything passes, until it closes on a statement and says so. */
import { openTcpProxy, type TcpProxy } from '../lab/tcp-proxy.ts';
import { statementIn } from './statement-in.ts';

export interface Door extends Pick<TcpProxy, 'address' | 'port' | 'close'> {
  /** The statements that do more than read, in order. */
  readonly seen: () => readonly string[];
}

/** `before`: statement `number` does not get through; `after`: its answer does not. Then `shut` is called. */
export async function openDoor(
  to: { readonly address: string; readonly port: number },
  number: number | null,
  side: 'before' | 'after',
  shut: () => void,
): Promise<Door> {
  const seen: string[] = [];
  const { address, port, close } = await openTcpProxy(to, (client, server) => {
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
  });
  return { address, port, close, seen: () => seen };
}
