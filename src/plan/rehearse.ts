/** A rehearsal: the observation as it would be if the primary died now. */
import { follows } from '../diagnose/topology.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';

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
