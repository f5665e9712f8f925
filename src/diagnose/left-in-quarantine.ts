/** The primary in office, whom ProxySQL Cluster has left in quarantine here: with the rows of a failover that another host has called off. */
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { hasLasted } from './readers.ts';
import type { Situation } from './situation.ts';
import { followsAny, hasPersonsOrder, isInQuarantine, isKeptOut, knownPrimary, uuidOf } from './topology.ts';
import { isHeld, type QuorumMode } from './voters.ts';

/** Null too until it has lasted: the right rows, with all that were the primary's, may be on their way. */
export function leftInQuarantine(s: Situation): AnsweringServer | null {
  const { observation, limits, primary, writable, withdrawn, rivals } = s;
  const server = primary?.server;
  if (!server?.answers || server.facts.readOnly || followsAny(observation, server)) return null;
  const isUndisputed = [...writable, ...withdrawn].every((one) => one === server) && rivals.length === 0;
  const isLeft =
    isUndisputed &&
    isPutThereByOthers(observation, server, limits.quorum) &&
    hasNoWriter(observation) &&
    isAloneThere(observation, server) &&
    isHeld(observation, server) &&
    hasLasted(observation.memory?.primaryOutSince ?? null, observation.at);
  return isLeft ? server : null;
}

/** As whoever was the primary at this host's last look, and is in quarantine now. */
function isPutThereByOthers(observation: Observation, server: AnsweringServer, quorum: QuorumMode): boolean {
  const { memory, hasPeers } = observation;
  if (!hasPeers || quorum === 'any' || memory === null || memory.recovery !== null) return false;
  return (
    server === knownPrimary(observation) &&
    isInQuarantine(observation, server) &&
    !hasPersonsOrder(observation, server) &&
    !memory.strangers.includes(uuidOf(server) ?? '')
  );
}

/** A run that cannot tell which of two is the primary takes both out of the writer hostgroup: then a person decides. */
function isAloneThere(observation: Observation, server: AnsweringServer): boolean {
  const strangers = observation.memory?.strangers ?? [];
  return observation.servers.every(
    (other) => other === server || !isKeptOut(observation, other) || strangers.includes(uuidOf(other) ?? ''),
  );
}

function hasNoWriter({ cluster, memoryRows, runtimeRows }: Observation): boolean {
  return ![...memoryRows, ...runtimeRows].some(({ hostgroup }) => hostgroup === cluster.writerHostgroup);
}
