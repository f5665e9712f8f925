// Packets are dropped between hosts in network namespaces; where this machine has none (LAB_NETWORK=proxies: as if), TCP proxies hold back what is sent.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openGate } from '../lab/gate.ts';
import { attachReplica, isReplicating } from '../lab/mysql-cluster.ts';
import type { MysqlServer } from '../lab/mysql-server.ts';
import { findMysqld } from '../lab/mysqld-source.ts';
import { openNetwork } from '../lab/network-namespaces.ts';
import { waitUntil } from '../lab/wait.ts';
import { logOf } from './log.ts';
import { QUARANTINE, READER, serversIn, WRITER } from './places.ts';
import { expectPrimary } from './roles.ts';
import { type Ended, openScene, type Scene } from './scene.ts';
import { ordersOf, replicaStatus, uuidOf } from './servers.ts';
import { beyondMemory } from './watch.ts';

type Name = 'a' | 'b' | 'c';
/** `here`: the host of ProxySQL, and of this program. */
type Host = Name | 'here';

interface Wires {
  readonly description: string;
  readonly scene: Scene<Name>;
  /** Where this host finds server a. */
  readonly wayToA: (from: Host) => { readonly address: string; readonly port: number };
  /** What one sends the other gets lost from now on; a is one of the two. */
  readonly drop: (from: Host, to: Host) => Promise<void>;
  readonly heal: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SERVERS: readonly Name[] = ['a', 'b', 'c'];
const OTHERS: readonly Host[] = ['here', 'b', 'c'];

async function inNamespaces(): Promise<Wires | string> {
  if (process.env.LAB_NETWORK === 'proxies') return 'LAB_NETWORK=proxies';
  if ((await findMysqld()).from === 'docker') return 'MySQL runs in containers';
  const network = await openNetwork(SERVERS);
  if (typeof network === 'string') return network;
  try {
    const [a, b, c] = [network.host('a'), network.host('b'), network.host('c')];
    const scene = await openScene({
      a: { host: a },
      b: { host: b, source: 'a' },
      c: { host: c, source: 'a' },
    });
    const close = async () => {
      await scene.destroy();
      await network.destroy();
    };
    return { ...network, scene, wayToA: () => a, close };
  } catch (error) {
    await network.destroy();
    throw error;
  }
}

async function throughGates(why: string): Promise<Wires> {
  const scene = await openScene(SERVERS);
  const a = scene.cluster.primary;
  const gates = { here: await openGate(a), b: await openGate(a), c: await openGate(a) };
  const gateOf = (host: Host) => (host === 'a' ? a : gates[host]);
  const shut = (host: Host, direction: 'there' | 'back') => {
    if (host !== 'a') gates[host].shut(direction);
  };
  return {
    description: `TCP proxies that hold back what is sent, not network namespaces: ${why}`,
    scene,
    wayToA: gateOf,
    drop: async (from, to) => (to === 'a' ? shut(from, 'there') : shut(to, 'back')),
    heal: async () => {
      for (const gate of Object.values(gates)) gate.open();
    },
    close: async () => {
      for (const gate of Object.values(gates)) gate.close();
      await scene.destroy();
    },
  };
}

let wires: Wires;
let scene: Scene<Name>;
let a: MysqlServer;
let b: MysqlServer;
let c: MysqlServer;

beforeAll(async () => {
  const namespaces = await inNamespaces();
  wires = typeof namespaces === 'string' ? await throughGates(namespaces) : namespaces;
  console.log(`cut with ${wires.description}`);
  scene = wires.scene;
  [a, b, c] = [scene.cluster.primary, scene.cluster.server('b'), scene.cluster.server('c')];
}, 300_000);
afterAll(() => wires?.close());
afterEach(() => wires.heal());

beforeEach(async () => {
  await scene.reset([
    { hostgroup: WRITER, server: wires.wayToA('here') },
    { hostgroup: READER, server: b },
    { hostgroup: READER, server: c },
  ]);
  scene.configure({
    clusters: [
      { name: 'shop', writerHostgroup: WRITER, readerHostgroup: READER, promotionRules: { [b.endpoint]: 'prefer' } },
    ],
  });
  for (const [replica, name] of [
    [b, 'b'],
    [c, 'c'],
  ] as const) {
    const { address, port } = wires.wayToA(name);
    await replica.exec('STOP REPLICA');
    await attachReplica(replica, { ...a, address, port });
    await waitUntil('it replicates', () => isReplicating(replica));
  }
  await a.exec('CREATE TABLE shop.orders (id INT PRIMARY KEY)', 'INSERT INTO shop.orders VALUES (1), (2)');
  await scene.cluster.caughtUp();
  expect(await scene.run()).toMatchObject({ status: 0, stdout: '' });
});

function seenFromHere(): string {
  const { address, port } = wires.wayToA('here');
  return `${address}:${port}`;
}

function said(ended: Ended): string {
  return logOf(ended)
    .map(({ msg }) => msg)
    .join('\n');
}

/** Run after run, as the scheduler starts them; a is never the writer meanwhile. */
async function runUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const writers = new Set<string>();
  await waitUntil(
    what,
    async () => {
      await scene.run();
      for (const table of ['mysql_servers', 'runtime_mysql_servers']) {
        writers.add((await serversIn(scene.proxysql, table, WRITER)).join());
      }
      return isSo();
    },
    40_000,
  );
  expect([...writers]).toEqual([b.endpoint]);
}

/** b has taken over, and a is in quarantine, whatever it thinks itself. */
async function expectReplaced(ended: Ended): Promise<void> {
  expect(ended, ended.stdout).toMatchObject({ status: 0 });
  // Nobody has told this host that nothing is there.
  expect(ended.stdout).toMatch(/does not answer \((timedOut|silent)\)/);
  await expectPrimary(scene, b, [c]);
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', QUARANTINE)).toEqual([seenFromHere()]);
  expect(await ordersOf(b)).toEqual([1, 2]);
  expect(await a.value('SELECT @@GLOBAL.read_only')).toBe('0');
}

async function expectFollowsAgain(): Promise<void> {
  await wires.heal();
  await runUntil('a follows b', async () => {
    const [channel] = await a.query('SHOW REPLICA STATUS');
    return channel?.Source_UUID === (await uuidOf(b)) && channel?.Replica_IO_Running === 'Yes';
  });
  expect(await a.value('SELECT @@GLOBAL.super_read_only')).toBe('1');
  await b.exec('INSERT INTO shop.orders VALUES (3)');
  await scene.cluster.caughtUp(10_000, b, [a, c]);
  for (const server of [a, c]) expect(await ordersOf(server)).toEqual([1, 2, 3]);
}

test('a primary that this host cannot reach and its replicas can is left alone, and that is said', async () => {
  await wires.drop('here', 'a');
  await wires.drop('a', 'here');
  const watch = await scene.watch();
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  expect(said(ended)).toMatch(/this host cannot reach the primary .*, its replicas can/);
  expect(
    beyondMemory(await watch.changes()).filter((change) => !/(STOP|START) REPLICA IO_THREAD/.test(change)),
  ).toEqual([]);
  for (const replica of [b, c]) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
  await a.exec('INSERT INTO shop.orders VALUES (3)');
  await scene.cluster.caughtUp(10_000, a, [b, c]);
  expect(await scene.run()).toMatchObject({ status: 3, stdout: '' });

  await wires.heal();
  await waitUntil('all is well', async () => (await scene.run()).status === 0);
  await expectPrimary(scene, { ...a, endpoint: seenFromHere() }, [b, c]);
  expect(await scene.proxysql.rows('SELECT * FROM disk.proxysql_failover_state')).toMatchObject([{ diagnosis: null }]);
});

test('the same where only its answers to this host get lost', async () => {
  await wires.drop('a', 'here');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  expect(said(ended)).toMatch(/this host cannot reach the primary .*, its replicas can/);
  expect(await serversIn(scene.proxysql, 'runtime_mysql_servers', WRITER)).toEqual([seenFromHere()]);
  for (const replica of [b, c]) expect(await replicaStatus(replica)).toMatchObject({ Replica_IO_Running: 'Yes' });
});

test('a primary that is cut off from everyone is replaced; when the cut heals it follows, and was never the writer again', async () => {
  for (const other of OTHERS) {
    await wires.drop('a', other);
    await wires.drop(other, 'a');
  }
  await expectReplaced(await scene.run());
  await expectFollowsAgain();
});

test('what was written on it meanwhile, past ProxySQL, keeps it in quarantine', async () => {
  for (const other of OTHERS) {
    await wires.drop('a', other);
    await wires.drop(other, 'a');
  }
  await expectReplaced(await scene.run());
  await a.exec('INSERT INTO shop.orders VALUES (1000)');
  await wires.heal();
  await runUntil('a is fenced', async () => (await a.value('SELECT @@GLOBAL.super_read_only')) === '1');
  const ended = await scene.run();
  expect(ended, ended.stdout).toMatchObject({ status: 3 });
  expect(said(ended)).toContain('and has transactions that');
  expect(await a.query('SHOW REPLICA STATUS')).toEqual([]);
  await expectPrimary(scene, b, [c]);
});

test('a primary whose answers get lost is replaced', async () => {
  for (const other of OTHERS) await wires.drop('a', other);
  await expectReplaced(await scene.run());
  await expectFollowsAgain();
});

test('a primary that nothing reaches any more is replaced, although it can still be heard', async () => {
  for (const other of OTHERS) await wires.drop(other, 'a');
  await expectReplaced(await scene.run());
  await expectFollowsAgain();
});
