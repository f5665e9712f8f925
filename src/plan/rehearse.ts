/** A rehearsal: the observation as it would be if the primary died now. */
import { counted } from '../diagnose/counted.ts';
import { follows, receivedBy } from '../diagnose/topology.ts';
import {
  countTransactions,
  formatGtidSet,
  type GtidSet,
  isEmpty,
  parseGtidSet,
  subtract,
  unionOf,
} from '../mysql/gtid-set.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';

/** What a receiver says of a source whose port is refused. */
const CR_CONN_HOST_ERROR = 2003;

export function assumeDead(observation: Observation, primary: ObservedServer): Observation {
  const servers = observation.servers.map((server): ObservedServer => {
    if (server === primary) {
      return {
        answers: false,
        endpoints: server.endpoints,
        serverUuid: server.answers ? server.facts.serverUuid : server.serverUuid,
        reason: 'refused',
        message: 'assumed dead for this rehearsal',
      };
    }
    if (!server.answers) return server;
    const channels = server.facts.channels.map((channel) =>
      follows(channel, primary) && channel.receiver === 'connected'
        ? {
            ...channel,
            receiver: 'connecting' as const,
            receiverWaits: true,
            receiverErrno: CR_CONN_HOST_ERROR,
            receiverErrorSecondsAgo: 0,
          }
        : channel,
    );
    return { ...server, facts: { ...server.facts, channels } };
  });
  return { ...observation, servers };
}

/**
 * Servers are read one a moment after another, and while transactions arrive whoever is read last has most of them; after a death all get
 * the same. So only what somebody had at an earlier look counts: since then the others have had the time to receive it.
 */
export function withoutNewer(
  observation: Observation,
  earlier: Observation,
): { readonly observation: Observation; readonly newer: GtidSet } {
  const newer = subtract(allIn(observation), allIn(earlier));
  const { lastSeen } = observation;
  const older = lastSeen && {
    ...lastSeen,
    gtidExecuted: formatGtidSet(subtract(parseGtidSet(lastSeen.gtidExecuted), newer)),
  };
  const servers = observation.servers.map((server) => (server.answers ? olderOf(server, newer) : server));
  return { newer, observation: { ...observation, lastSeen: older, servers } };
}

function allIn({ servers, lastSeen }: Observation): GtidSet {
  return unionOf(
    parseGtidSet(lastSeen?.gtidExecuted ?? ''),
    ...servers.flatMap((server) => (server.answers ? [receivedBy(server)] : [])),
  );
}

function olderOf(server: AnsweringServer, newer: GtidSet): AnsweringServer {
  const { facts } = server;
  return {
    ...server,
    facts: {
      ...facts,
      gtidExecuted: subtract(facts.gtidExecuted, newer),
      gtidPurged: subtract(facts.gtidPurged, newer),
      channels: facts.channels.map((channel) => ({ ...channel, retrieved: subtract(channel.retrieved, newer) })),
    },
  };
}

/** Null where there is none. */
export function sayNotCounted(newer: GtidSet): string | null {
  if (isEmpty(newer)) return null;
  return `${counted(countTransactions(newer), 'transaction')} that arrived while the servers were asked, one a moment after another`;
}
