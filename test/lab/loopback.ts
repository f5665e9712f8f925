// Addresses of 127.0.0.0/8, one a server, never the same for two runs on this machine.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { addressDirectory, claim, release } from './lab-files.ts';

const held: { block: string; next: number }[] = [];

process.on('exit', () => {
  for (const { block } of held) release(blockPath(block));
});

function blockPath(block: string): string {
  return join(addressDirectory(), block);
}

/** Blocks are 127.a.b.0/24; a from 64 to 126 keeps clear of 127.0.0.x and of what people type by hand. */
function claimBlock(): { block: string; next: number } {
  const start = Math.floor(Math.random() * 63 * 255);
  for (let i = 0; i < 63 * 255; i++) {
    const n = (start + i) % (63 * 255);
    const block = `127.${64 + Math.floor(n / 255)}.${n % 255}`;
    if (claim(blockPath(block))) {
      const claimed = { block, next: 1 };
      held.push(claimed);
      return claimed;
    }
  }
  throw new Error('no free block of loopback addresses');
}

/** True when `port` of `address` can be bound now. */
export function canBind(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const released: string[] = [];

/**
 * A loopback address that nobody else on this machine uses, and a port free on it.
 * The port is `port` itself unless something listens on it on every address; then it is `port` + 10000.
 */
export async function takeAddress(port: number): Promise<{ address: string; port: number }> {
  for (let attempt = 0; attempt < 600; attempt++) {
    let address = released.shift();
    if (address === undefined) {
      const last = held.at(-1);
      const block = last === undefined || last.next > 254 ? claimBlock() : last;
      address = `${block.block}.${block.next++}`;
    }
    if (await canBind(address, port)) return { address, port };
    if (attempt % 3 === 2 && (await canBind(address, port + 10_000))) return { address, port: port + 10_000 };
  }
  throw new Error(`no loopback address with port ${port} or ${port + 10_000} free`);
}

/** Gives an address back for the next server of this process. */
export function giveBackAddress(address: string): void {
  released.push(address);
}
