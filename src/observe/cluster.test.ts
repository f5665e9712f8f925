import { expect, test } from 'vitest';
import { known, row, SHOP, WRITER } from '../../test/observations/observation.ts';
import { Unanswered } from '../mysql/session.ts';
import { lookAtCluster } from './cluster.ts';
import { emptyMemory } from './memory.ts';
import type { Observation } from './observation.ts';

const TIMEOUTS = { connectTimeoutMs: 10, readTimeoutMs: 10 };

/** ProxySQL has these as writers; a, b and c are remembered under the name of the cluster. */
function lookWith(inProxysql: readonly string[]): Promise<Observation> {
  const rows = inProxysql.map((name) => row(WRITER, name));
  const memory = { ...emptyMemory(SHOP.name), primary: known('a'), servers: ['a', 'b', 'c'].map(known) };
  const proxysql = {
    memoryRows: rows,
    runtimeRows: rows,
    diskRows: [],
    replicationHostgroups: [],
    memories: new Map([[SHOP.name, { cluster: SHOP.name, memory: JSON.stringify(memory) }]]),
    lastSeen: new Map([
      [
        SHOP.name,
        { cluster: SHOP.name, server_uuid: 'x', seen_at: '2030-01-01', host_uptime_ms: '1', gtid_executed: '' },
      ],
    ]),
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

test('where the name of the cluster stands for other servers by now, nothing of the former ones is believed', async () => {
  const observation = await lookWith(['d', 'e']);
  expect(namesIn(observation)).toEqual(['d', 'e']);
  expect(observation).toMatchObject({ memory: null, lastSeen: null });
});

test('where a person has taken all rows out, what is remembered still counts', async () => {
  expect((await lookWith([])).memory?.primary).toEqual(known('a'));
});
