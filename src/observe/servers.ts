/** All servers of one cluster, asked concurrently: those ProxySQL names, those remembered, and those they lead to. */
import { type Endpoint, type OpenSession, sameEndpoint } from '../mysql/session.ts';
import type { KnownServer } from './memory.ts';
import type { AnsweringServer, ObservedServer, SilentServer } from './observation.ts';
import { type LookTimeouts, lookAtServer } from './server.ts';

/** A name may lead to a server that leads to another; more than this many hops is no topology we act in. */
const MAX_HOPS = 3;

export interface ServersToLookAt {
  /** In the order in which ProxySQL lists them. */
  readonly inProxysql: readonly Endpoint[];
  readonly remembered: readonly KnownServer[];
}

/** Observes every server once; two names that lead to one server_uuid become one server with two endpoints. */
export async function lookAtServers(
  wanted: ServersToLookAt,
  open: OpenSession,
  timeouts: LookTimeouts,
): Promise<ObservedServer[]> {
  let servers: ObservedServer[] = [];
  let next = distinct([...wanted.inProxysql, ...wanted.remembered]);
  for (let hop = 0; hop < MAX_HOPS && next.length > 0; hop += 1) {
    const looks = await Promise.all(next.map((endpoint) => lookAtServer(endpoint, open, timeouts)));
    servers = mergeByUuid([...servers, ...looks], wanted.remembered);
    next = leadsFrom(servers, wanted.inProxysql);
  }
  return servers;
}

/** Of names that differ in upper and lower case, the first. */
function distinct(endpoints: readonly Endpoint[]): Endpoint[] {
  return endpoints
    .filter((endpoint, index) => endpoints.findIndex((other) => sameEndpoint(other, endpoint)) === index)
    .map(({ host, port }) => ({ host, port }));
}

function mergeByUuid(looks: readonly ObservedServer[], remembered: readonly KnownServer[]): ObservedServer[] {
  const answering = new Map<string, AnsweringServer>();
  const silent: SilentServer[] = [];
  for (const look of looks) {
    if (!look.answers) {
      silent.push(look);
      continue;
    }
    const known = answering.get(look.facts.serverUuid);
    answering.set(
      look.facts.serverUuid,
      known ? { ...known, endpoints: [...known.endpoints, ...look.endpoints] } : look,
    );
  }
  const merged: ObservedServer[] = [...answering.values()];
  for (const server of silent) {
    const serverUuid = server.serverUuid ?? uuidOf(server, [...answering.values()], remembered);
    const sameServer = serverUuid === null ? -1 : merged.findIndex((other) => uuidOfServer(other) === serverUuid);
    const other = merged[sameServer];
    if (other === undefined) merged.push({ ...server, serverUuid });
    else merged[sameServer] = { ...other, endpoints: [...other.endpoints, ...server.endpoints] };
  }
  return merged;
}

function uuidOfServer(server: ObservedServer): string | null {
  return server.answers ? server.facts.serverUuid : server.serverUuid;
}

/** What a server that does not answer is called: from an earlier look, else from a replica that was connected to it. */
function uuidOf(
  server: SilentServer,
  answering: readonly AnsweringServer[],
  remembered: readonly KnownServer[],
): string | null {
  const known = remembered.find((one) => server.endpoints.some((endpoint) => sameEndpoint(one, endpoint)));
  if (known !== undefined) return known.serverUuid;
  for (const { facts } of answering) {
    for (const channel of facts.channels) {
      if (channel.sourceUuid !== '' && server.endpoints.some((endpoint) => sameEndpoint(channel.source, endpoint))) {
        return channel.sourceUuid;
      }
    }
  }
  return null;
}

/** Servers nobody has asked yet: replicas attached to ProxySQL's servers, and the source of a replica that follows no known server. */
function leadsFrom(servers: readonly ObservedServer[], inProxysql: readonly Endpoint[]): Endpoint[] {
  const asked = servers.flatMap((server) => server.endpoints);
  const uuids = new Set(servers.map(uuidOfServer));
  const leads: Endpoint[] = [];
  for (const server of servers) {
    if (!server.answers) continue;
    if (server.endpoints.some((endpoint) => inProxysql.some((listed) => sameEndpoint(listed, endpoint)))) {
      for (const replica of server.facts.attachedReplicas) {
        if (replica.host !== '' && !uuids.has(replica.serverUuid))
          leads.push({ host: replica.host, port: replica.port });
      }
    }
    const followsKnownServer = server.facts.channels.some(
      ({ source, sourceUuid }) => uuids.has(sourceUuid) || asked.some((endpoint) => sameEndpoint(endpoint, source)),
    );
    // A writable server with a source of its own is a primary that is fed from outside the cluster.
    if (!followsKnownServer && server.facts.readOnly) leads.push(...server.facts.channels.map(({ source }) => source));
  }
  return distinct(leads).filter((lead) => !asked.some((endpoint) => sameEndpoint(endpoint, lead)));
}
