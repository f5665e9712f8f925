// A network of hosts, one a namespace, behind a bridge of this machine: packets from one to another can be dropped. Needs root and iproute2.
import { join } from 'node:path';
import { addressDirectory, claim, release } from './lab-files.ts';
import { findOnPath, runToEnd } from './processes.ts';

/** Where a server runs instead of on a loopback address of this machine. */
export interface ServerHost {
  readonly address: string;
  readonly port: number;
  /** A command that runs the command after it there. */
  readonly within: readonly string[];
}

export interface Network<Name extends string> {
  readonly description: string;
  readonly host: (name: Name) => ServerHost;
  /** From now on packets from one to the other get lost, nobody is told. `here` is this machine outside the namespaces. */
  readonly drop: (from: Name | 'here', to: Name | 'here') => Promise<void>;
  /** Nothing gets lost any more; connections that were not given up go on. */
  readonly heal: () => Promise<void>;
  readonly destroy: () => Promise<void>;
}

/** Of 198.18.0.0/15, which is set aside for tests of networks (RFC 2544). */
const BLOCKS = 256;
/** Of no network card: what is sent there over the bridge is lost. */
const NOBODY = '02:00:00:00:00:01';

/** A reason in words where this machine cannot. */
export async function openNetwork<Name extends string>(names: readonly Name[]): Promise<Network<Name> | string> {
  if (findOnPath('ip') === undefined) return 'ip (iproute2) is missing';
  const block = claimBlock();
  if (block === undefined) return 'no free block of addresses';
  const bridge = `pflab${block}`;
  const namespaces = names.map((name) => `${bridge}-${name}`);
  const namespaceOf = (name: Name) => `${bridge}-${name}`;
  const addressOf = (name: Name | 'here') => `198.18.${block}.${name === 'here' ? 1 : names.indexOf(name) + 2}`;
  const ip = (...args: string[]) => runToEnd(['ip', ...args]);
  const ports = names.map((_, index) => `${bridge}p${index}`);
  /** What lives on in a namespace keeps it, and its port with it, alive under no name. */
  const remove = async () => {
    for (const namespace of namespaces) await ip('netns', 'del', namespace).catch(() => undefined);
    for (const link of [...ports, bridge]) await ip('link', 'del', link).catch(() => undefined);
  };
  const destroy = async () => {
    await remove();
    release(claimOf(block));
  };

  try {
    // A run that was killed has left them behind.
    await remove();
    await ip('link', 'add', bridge, 'type', 'bridge');
    await ip('addr', 'add', `${addressOf('here')}/24`, 'dev', bridge);
    await ip('link', 'set', bridge, 'up');
    for (const [index, name] of names.entries()) {
      const namespace = namespaceOf(name);
      const port = ports[index] ?? bridge;
      await ip('netns', 'add', namespace);
      await ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      await ip('link', 'set', port, 'master', bridge, 'up');
      await ip('-n', namespace, 'addr', 'add', `${addressOf(name)}/24`, 'dev', 'eth0');
      await ip('-n', namespace, 'link', 'set', 'lo', 'up');
      await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    }
    await expectReaches([], addressOf(names[0] ?? 'here'));
    for (const [index, name] of names.slice(1).entries()) {
      await expectReaches(['ip', 'netns', 'exec', namespaceOf(name)], addressOf(names[index] ?? 'here'));
    }
  } catch (error) {
    await destroy();
    return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
  }

  const deaf: (() => Promise<unknown>)[] = [];
  return {
    description: `network namespaces behind ${bridge}, ${addressOf('here')}/24`,
    host: (name) => ({
      address: addressOf(name),
      port: 3306,
      within: ['ip', 'netns', 'exec', namespaceOf(name)],
    }),
    drop: async (from, to) => {
      const [where, device] = from === 'here' ? [[], bridge] : [['-n', namespaceOf(from)], 'eth0'];
      const neighbour = [addressOf(to), 'dev', device];
      await ip(...where, 'neigh', 'replace', ...neighbour, 'lladdr', NOBODY, 'nud', 'permanent');
      deaf.push(() => ip(...where, 'neigh', 'del', ...neighbour));
    },
    heal: async () => {
      for (const hear of deaf.splice(0)) await hear();
    },
    destroy,
  };
}

function claimOf(block: number): string {
  return join(addressDirectory(), `network-${block}`);
}

function claimBlock(): number | undefined {
  for (let block = 0; block < BLOCKS; block += 1) if (claim(claimOf(block))) return block;
  return undefined;
}

/** Nothing listens on port 1: a host that is there refuses. */
async function expectReaches(within: readonly string[], address: string): Promise<void> {
  const script =
    `const socket = require('node:net').connect({ host: '${address}', port: 1, timeout: 3000 });` +
    "socket.on('error', ({ code }) => { console.log(code); process.exit(); });" +
    "socket.on('timeout', () => { console.log('no answer'); process.exit(); });";
  const [file = process.execPath, ...args] = [...within, process.execPath, '-e', script];
  const said = (await runToEnd([file, ...args])).trim();
  if (said !== 'ECONNREFUSED') throw new Error(`the hosts of a network do not reach one another: ${said}`);
}
