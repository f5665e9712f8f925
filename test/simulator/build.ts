/** From a scenario to the models it is played with. */
import { parse } from 'valibot';
import type { Cluster } from '../../src/config/cluster.ts';
import { type Config, configSchema } from '../../src/config/schema.ts';
import { type GtidSet, parseGtidSet } from '../../src/mysql/gtid-set.ts';
import type { ServerRow } from '../../src/proxysql/server-rows.ts';
import { ModelChannel } from './channel.ts';
import type { Hooks } from './hooks.ts';
import { hostOf, ModelServer, nameOf, uuidOf } from './mysql-server.ts';
import { REPLICATION_PASSWORD } from './mysql-statements.ts';
import { Network } from './network.ts';
import { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { Story } from './story.ts';
import type { Universe } from './universe.ts';
import { VirtualTime } from './virtual-time.ts';

export const WRITER = 10;
export const READER = 20;
const QUARANTINE = 9010;
const FOREIGN = 77;

export const SECRETS = ['admin-secret-1', 'mysql-secret-2', REPLICATION_PASSWORD] as const;

export function configOf({ quorum, recoveryPeriodBlockMs }: Scenario): Config {
  const [admin, mysql, replication] = SECRETS;
  return parse(configSchema, {
    proxysql: { user: 'radmin', password: admin },
    mysql: { user: 'failover', password: mysql },
    replication: { user: 'repl', password: replication },
    backendConnectTimeoutMs: 1000,
    backendReadTimeoutMs: 1000,
    applyTimeoutMs: 6000,
    reconnectTimeoutMs: 300,
    repointTimeoutMs: 4000,
    failoverTimeoutMs: 20_000,
    quorum,
    recoveryPeriodBlockMs,
    ...(recoveryPeriodBlockMs === 0 ? { maxFailoversPerDay: 0 } : {}),
  });
}

export function clusterOf({ servers }: Scenario): Cluster {
  return {
    name: 'shop',
    writerHostgroup: WRITER,
    readerHostgroup: READER,
    quarantineHostgroup: QUARANTINE,
    promotionRules: Object.fromEntries(servers.map(({ name, rule }) => [`${hostOf(name)}:3306`, rule])),
  };
}

/** Every server has its own comment and settings, every role its own weight; one serves another cluster as well. */
export function rowsOf({ servers, layout }: Scenario): ServerRow[] {
  const rows = servers.map((server, index): ServerRow => {
    const isPrimary = index === 0;
    return {
      hostgroup: isPrimary ? WRITER : READER,
      hostname: hostOf(server.name),
      port: 3306,
      gtidPort: 0,
      status: 'ONLINE',
      weight: isPrimary ? 100 : 10 * index,
      compression: index % 2,
      maxConnections: isPrimary ? 500 : 1000,
      maxReplicationLag: 0,
      useSsl: index === 1 ? 1 : 0,
      maxLatencyMs: 10 * index,
      comment: `the server ${server.name}, it's ours`,
    };
  });
  const [primary, second] = rows;
  if (primary === undefined) return [];
  if (layout !== 'plain' && layout !== 'monitoredMoves') rows.push({ ...primary, hostgroup: READER, weight: 1 });
  if (second !== undefined) rows.push({ ...second, hostgroup: FOREIGN, weight: 3, comment: 'of another cluster' });
  return rows.sort((a, b) => a.hostgroup - b.hostgroup || (a.hostname < b.hostname ? -1 : 1));
}

export function newUniverse(seed: number, servers: ReadonlyMap<string, ModelServer>, tellsStory: boolean): Universe {
  const time = new VirtualTime();
  const random = new Random(seed);
  return {
    time,
    random,
    network: new Network(time, random),
    story: new Story(time, tellsStory),
    servers,
    serverAt: ({ host }) => servers.get(nameOf(host)) ?? null,
    woke: false,
  };
}

/** Puts the servers into `servers`, replicating from the first transaction on; the first is the primary. */
export function addServers(
  scenario: Scenario,
  servers: Map<string, ModelServer>,
  universe: Universe,
  hooks: Hooks,
): void {
  const [primary] = scenario.servers;
  if (primary === undefined) throw new Error('a scenario needs a server');
  const executed: GtidSet = parseGtidSet(`${uuidOf(primary.name)}:1-1000`);
  for (const plan of scenario.servers) {
    const semiSync =
      scenario.semiSync === null ? null : { sourceEnabled: true, replicaEnabled: true, ...scenario.semiSync };
    const server = new ModelServer(
      { ...plan, netTimeoutMs: scenario.netTimeoutMs, semiSync },
      executed,
      universe,
      hooks,
    );
    servers.set(plan.name, server);
  }
  for (const plan of scenario.servers) {
    const server = servers.get(plan.name);
    if (server === undefined) continue;
    if (plan.follows === null) {
      server.setReadOnly(false, false, null);
      continue;
    }
    const { connectRetryMs, retryCount, netTimeoutMs, heartbeatSeconds } = scenario;
    const source = { host: hostOf(plan.follows), port: 3306 };
    const channel = new ModelChannel('', server, source, { connectRetryMs, retryCount, netTimeoutMs, delayMs: 0 });
    channel.heartbeatSeconds = heartbeatSeconds;
    server.channels.set('', channel);
    channel.startReceiver();
    channel.startApplier();
  }
}
