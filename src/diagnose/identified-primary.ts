/** Which server is the primary: the first of an ordered list of rules that names exactly one. */
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import {
  followsAny,
  isBehind,
  isFailedPrimary,
  isInWriterHostgroup,
  isKnownAs,
  isQuarantined,
  isReplicating,
  isWritableByAccident,
  recordedPrimary,
  replicasOf,
  rowsOfServer,
  successorOf,
  tellsOfPrimary,
  writableServers,
} from './topology.ts';

export interface IdentifiedPrimary {
  readonly server: ObservedServer;
  /** The rule that named it, as a sentence for a person. */
  readonly because: string;
}

/** The rules that name the primary; the first that names exactly one server decides. */
const RULES: readonly { readonly says: string; readonly named: (observation: Observation) => ObservedServer[] }[] = [
  {
    says: 'the replicas of the one before follow it, and have what it has written since',
    named: (observation) => {
      const successor = observation.memory?.recovery == null ? successorOf(observation) : null;
      return successor === null || isQuarantined(observation, successor) ? [] : [successor];
    },
  },
  {
    says: 'it is writable and was the primary at the last look',
    named: (observation) => {
      const known = observation.memory?.recovery?.promoting ?? observation.memory?.primary;
      return known
        ? writableServers(observation).filter(
            (server) => isKnownAs(server, known) && !isWritableByAccident(observation, server),
          )
        : [];
    },
  },
  {
    says: 'it is writable and replicas follow it',
    named: (observation) =>
      writableServers(observation).filter(
        (server) =>
          replicasOf(observation, server).some((replica) => tellsOfPrimary(observation, server, replica)) &&
          !isWritableByAccident(observation, server) &&
          !isOnlyAReplica(observation, server),
      ),
  },
  {
    // A person has put it there, or ProxySQL Cluster has brought the rows of the host that finished.
    says: 'it is writable and the writer in place of the one that failed',
    named: (observation) => {
      const failed = observation.memory?.recovery?.failedPrimary;
      const old = observation.servers.find((server) => failed !== undefined && isFailedPrimary(server, failed));
      if (old === undefined || !isQuarantined(observation, old)) return [];
      return writableServers(observation).filter(
        (server) => isInWriterHostgroup(observation, server) && !followsAny(observation, server),
      );
    },
  },
  {
    says: 'an unfinished failover began when it was the primary',
    named: (observation) => {
      const failed = observation.memory?.recovery?.failedPrimary;
      if (!failed) return [];
      return observation.servers.filter((server) => isFailedPrimary(server, failed));
    },
  },
  {
    says: 'every replica that answers follows it',
    named: (observation) =>
      observation.servers.filter(
        (server) =>
          !isQuarantined(observation, server) &&
          replicasOf(observation, server).length > 0 &&
          !followsAny(observation, server) &&
          mayBeTheTop(observation, server),
      ),
  },
  {
    says: 'it is writable and in the writer hostgroup',
    named: (observation) => writableServers(observation).filter((server) => isInWriterHostgroup(observation, server)),
  },
  {
    says: 'it was the primary at the last look',
    named: (observation) => {
      const known = observation.memory?.primary;
      return known ? observation.servers.filter((server) => isKnownAs(server, known)) : [];
    },
  },
  {
    says: 'it is the only server in the writer hostgroup',
    named: (observation) =>
      observation.servers.filter(
        (server) => isInWriterHostgroup(observation, server) && !followsAny(observation, server),
      ),
  },
];

/** Null where no rule names exactly one server. */
export function identifyPrimary(observation: Observation): IdentifiedPrimary | null {
  for (const rule of RULES) {
    const [server, ...others] = rule.named(observation);
    if (server !== undefined && others.length === 0) return { server, because: rule.says };
  }
  return null;
}

/** Whoever takes over from the recorded primary has stopped replicating, and has all that one has, where it answers. */
function isOnlyAReplica(observation: Observation, server: AnsweringServer): boolean {
  const known = observation.memory?.primary ?? null;
  if (known === null || isKnownAs(server, known)) return false;
  const recorded = recordedPrimary(observation);
  return isReplicating(observation, server) || (recorded !== null && isBehind(server, recorded));
}

/** A dead replica that others follow looks like a dead primary, once the primary above it has fallen silent or read-only. */
function mayBeTheTop(observation: Observation, server: ObservedServer): boolean {
  const { cluster, memory, memoryRows, runtimeRows, servers } = observation;
  if (memory?.primary != null) return isKnownAs(server, memory.primary);
  // By a name that ProxySQL does not know it may be the writer itself.
  if (rowsOfServer([...memoryRows, ...runtimeRows], server).length === 0) return true;
  const isWriter = (row: ServerRow) => row.hostgroup === cluster.writerHostgroup;
  const writers = (runtimeRows.some(isWriter) ? runtimeRows : memoryRows).filter(isWriter);
  return !servers.some(
    (other) => other !== server && rowsOfServer(writers, other).length > 0 && !followsAny(observation, other),
  );
}
