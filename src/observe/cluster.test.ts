import { describe, expect, test } from 'vitest';
import { known, READER, row, SHOP, uuid, WRITER } from '../../test/observations/observation.ts';
import type { Cluster } from '../config/cluster.ts';
import { type OpenSession, Unanswered } from '../mysql/session.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { lookAtCluster } from './cluster.ts';
import { type ClusterMemory, emptyMemory } from './memory.ts';
import type { Observation } from './observation.ts';
import type { ProxysqlFacts } from './proxysql.ts';

const TIMEOUTS = { connectTimeoutMs: 10, readTimeoutMs: 10 };

/** Each server says its server_uuid. */
const ANSWERS: OpenSession = async ({ host }) => {
  const variables = JSON.stringify({ server_uuid: uuid(host), version: '8.4.6' });
  const nothing = { rows: [], affectedRows: 0 };
  return {
    query: async () => nothing,
    queryEach: async () => [{ ...nothing, rows: [{ variables }] }, nothing, nothing],
    close: () => {},
  };
};

/** ProxySQL has these as writers; a, b and c are remembered under the name of the cluster. */
function lookWith(inProxysql: readonly string[], elsewhere: Partial<ProxysqlFacts> = {}): Promise<Observation> {
  const rows = inProxysql.map((name) => row(WRITER, name));
  const memory = { ...emptyMemory(SHOP.name), primary: known('a'), servers: ['a', 'b', 'c'].map(known) };
  const proxysql = {
    memoryRows: rows,
    runtimeRows: rows,
    diskRows: [],
    replicationHostgroups: [],
    hasPeers: false,
    memories: new Map([[SHOP.name, { cluster: SHOP.name, memory: JSON.stringify(memory) }]]),
    lastSeen: new Map([
      [
        SHOP.name,
        { cluster: SHOP.name, server_uuid: 'x', seen_at: '2030-01-01', host_uptime_ms: '1', gtid_executed: '' },
      ],
    ]),
    ...elsewhere,
  };
  const open = () => Promise.reject(new Unanswered('refused', 'connect ECONNREFUSED'));
  return lookAtCluster(SHOP, proxysql, open, TIMEOUTS, { at: 0, hostUptime: 0 }, []);
}

function namesIn({ servers }: Observation): string[] {
  return servers.map(({ endpoints: [{ host }] }) => host).sort();
}

test.each([['A', 'd'], ['c']])(
  'servers that are remembered are looked at too, while ProxySQL has one of them',
  async (...names) => {
    const observation = await lookWith(names);
    expect(namesIn(observation)).toEqual(expect.arrayContaining(['b', 'c']));
    expect(observation.memory?.primary).toEqual(known('a'));
  },
);

test('a server goes by the name that ProxySQL has for it now, in its upper and lower case', async () => {
  const { servers } = await lookWith(['A', 'c']);
  expect(servers.map(({ endpoints }) => endpoints.map(({ host }) => host))).toEqual([['A'], ['c'], ['b']]);
});

test('where the name of the cluster stands for other servers by now, nothing of the former ones is believed', async () => {
  const observation = await lookWith(['d', 'e']);
  expect(namesIn(observation)).toEqual(['d', 'e']);
  expect(observation).toMatchObject({ memory: null, lastSeen: null });
});

test('where a person has taken all rows out, what is remembered still counts', async () => {
  expect((await lookWith([])).memory?.primary).toEqual(known('a'));
});

describe('rows of other hostgroups that a LOAD would take out', () => {
  const own = row(WRITER, 'a');
  const deleted = async (memoryRows: readonly ServerRow[], runtimeRows: readonly ServerRow[], paired = false) => {
    const pairs = paired ? [{ writerHostgroup: 30, readerHostgroup: 31, comment: 'other' }] : [];
    const observation = await lookWith(['a'], { memoryRows, runtimeRows, replicationHostgroups: pairs });
    return observation.deletedElsewhere;
  };

  test('are those that somebody has deleted and not loaded yet', async () => {
    expect(await deleted([own, row(30, 'd')], [own, row(30, 'd')])).toEqual([]);
    expect(await deleted([own, row(31, 'd')], [own, row(30, 'd')])).toEqual([row(30, 'd')]);
    expect(await deleted([], [own, row(30, 'a'), row(30, 'd')])).toEqual([row(30, 'a'), row(30, 'd')]);
  });

  test('are not those that ProxySQL’s monitor has moved', async () => {
    expect(await deleted([own, row(31, 'd')], [own, row(30, 'd')], true)).toEqual([]);
    expect(await deleted([own], [own, row(30, 'd')], true)).toEqual([row(30, 'd')]);
  });
});

describe('what stands under another name', () => {
  const before = { ...emptyMemory('old'), primary: known('a'), servers: ['a', 'b'].map(known) };
  const rowOf = (memory: ClusterMemory) =>
    [memory.cluster, { cluster: memory.cluster, memory: JSON.stringify(memory) }] as const;

  const look = async (
    memories: readonly ClusterMemory[],
    configured: readonly Cluster[] = [SHOP],
    rows: readonly ServerRow[] = ['a', 'b'].map((name) => row(WRITER, name)),
    cluster: Cluster = SHOP,
  ) => {
    const proxysql = {
      memoryRows: rows,
      runtimeRows: rows,
      diskRows: [],
      replicationHostgroups: [],
      hasPeers: false,
      memories: new Map(memories.map(rowOf)),
      lastSeen: new Map(),
    };
    const { memory, formerName } = await lookAtCluster(
      cluster,
      proxysql,
      ANSWERS,
      TIMEOUTS,
      { at: 0, hostUptime: 0 },
      configured,
    );
    return { primary: memory?.primary ?? null, cluster: memory?.cluster ?? null, formerName };
  };
  const STOCK = { ...SHOP, name: 'stock', writerHostgroup: 30, readerHostgroup: 40, quarantineHostgroup: 9030 };
  const shared = { ...before, servers: ['a', 'b', 'f'].map(known) };
  const NOTHING = { primary: null, cluster: null, formerName: null };

  test('is this cluster’s where nobody has that name any more, and the servers are the same', async () => {
    expect(await look([before])).toEqual({ primary: known('a'), cluster: 'shop', formerName: 'old' });
  });

  test.each([
    ['where another cluster has that name', [before], [SHOP, { ...SHOP, name: 'old' }]],
    [
      'where a server has another server_uuid now',
      [{ ...before, servers: [known('a'), { ...known('b'), serverUuid: 'x' }] }],
      [SHOP],
    ],
    ['where two names may be meant', [before, { ...before, cluster: 'older' }], [SHOP]],
    ['where it is of other servers', [{ ...before, servers: [known('d')] }], [SHOP]],
  ])('is not %s', async (_, memories, configured) => {
    expect(await look(memories, configured)).toEqual(NOTHING);
  });

  test('is no part’s of a cluster that was split', async () => {
    const whole = { ...before, servers: ['a', 'b', 'c'].map(known) };
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(30, 'c'), row(40, 'd')];
    for (const part of [SHOP, STOCK]) expect(await look([whole], [SHOP, STOCK], rows, part)).toEqual(NOTHING);
  });

  test('is not a cluster’s that shares a replica with that of another config file', async () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'f'), row(30, 'c'), row(40, 'f')];
    expect(await look([shared], [STOCK], rows, STOCK)).toEqual(NOTHING);
  });

  test('is this cluster’s where a replica of it reads for another one too, and where one is in no hostgroup', async () => {
    const rows = [row(WRITER, 'a'), row(READER, 'f'), row(30, 'c'), row(40, 'f')];
    expect(await look([shared], [SHOP, STOCK], rows)).toMatchObject({ primary: known('a'), formerName: 'old' });
  });

  test('is nobody’s where two clusters have its servers', async () => {
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(30, 'a'), row(40, 'b')];
    for (const one of [SHOP, STOCK]) expect(await look([before], [SHOP, STOCK], rows, one)).toEqual(NOTHING);
  });

  test('is not where something stands under its own name', async () => {
    const own = { ...before, cluster: SHOP.name, primary: known('b') };
    expect(await look([before, own])).toEqual({ primary: known('b'), cluster: 'shop', formerName: null });
  });
});
