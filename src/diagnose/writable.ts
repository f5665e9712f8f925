/** More than one server takes writes: which of them is the primary, worked out from who follows whom and what was recorded. */
import { isEmpty, subtract } from '../mysql/gtid-set.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { follows, isKnownAs, isWritableByAccident, replicasOf, rowsOfServer } from './topology.ts';

/**
 * - `undisputed`: at most one server takes writes, or nothing tells that the others should not.
 * - `decided`: `intruders` take writes and should not.
 * - `undecided`: ProxySQL sends writes to more than one of them, and nobody can tell which is the primary.
 */
export type WritableServers =
  | { readonly kind: 'undisputed' }
  | { readonly kind: 'decided'; readonly intruders: readonly AnsweringServer[] }
  | { readonly kind: 'undecided'; readonly writers: readonly AnsweringServer[] };

const UNDISPUTED: WritableServers = { kind: 'undisputed' };

export function judgeWritable(observation: Observation, writable: readonly AnsweringServer[]): WritableServers {
  const accidents = writable.filter((server) => isWritableByAccident(observation, server));
  if (accidents.length > 0) return { kind: 'decided', intruders: accidents };
  if (writable.length < 2 || observation.memory?.recovery != null) return UNDISPUTED;
  const legitimate = legitimateAmong(observation, writable);
  if (legitimate !== null) return { kind: 'decided', intruders: writable.filter((one) => one !== legitimate) };
  const { cluster, runtimeRows } = observation;
  const writers = writable.filter((server) =>
    rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.writerHostgroup),
  );
  return writers.length > 1 ? { kind: 'undecided', writers } : UNDISPUTED;
}

/** The one that all others follow; else the one that was recorded, where no other has a replica or a transaction that it lacks. */
function legitimateAmong(observation: Observation, writable: readonly AnsweringServer[]): AnsweringServer | null {
  const tops = writable.filter((server) => !writable.some((other) => other !== server && isReplicaOf(server, other)));
  const [only, ...more] = tops;
  if (only !== undefined && more.length === 0) return only;
  const recorded = observation.memory?.primary ?? null;
  const primary = recorded === null ? undefined : tops.find((server) => isKnownAs(server, recorded));
  if (primary === undefined) return null;
  const rivals = tops.filter((server) => server !== primary);
  const isHarmless = (rival: AnsweringServer) =>
    replicasOf(observation, rival).length === 0 &&
    isEmpty(subtract(rival.facts.gtidExecuted, primary.facts.gtidExecuted));
  return rivals.every(isHarmless) ? primary : null;
}

function isReplicaOf(server: AnsweringServer, source: AnsweringServer): boolean {
  return server.facts.channels.some((channel) => follows(channel, source));
}
