/** Replicas whose receiver could not be stopped: a failover goes on without them. */
import { type Replica, startedAt } from '../diagnose/topology.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';

/** After so long it is tried again: a person may have mended it. */
const TRY_AGAIN_MS = 60_000;

/** It was tried a moment ago, in this process of its server, and its receiver runs still. */
export function cannotBeStopped(observation: Observation, { server, channel }: Replica): boolean {
  if (channel.receiver === 'stopped') return false;
  const tried = observation.memory?.recovery?.unstoppable.find(
    ({ serverUuid }) => serverUuid === server.facts.serverUuid,
  );
  if (tried === undefined || startedAt(observation, server) > tried.at) return false;
  return Math.abs(observation.at - tried.at) < TRY_AGAIN_MS;
}

/** The recovery with these among those that could not be stopped. */
export function withUnstoppable(
  recovery: UnfinishedRecovery,
  them: readonly Replica[],
  at: number,
): UnfinishedRecovery {
  const uuids = them.map(({ server }) => server.facts.serverUuid);
  const others = recovery.unstoppable.filter(({ serverUuid }) => !uuids.includes(serverUuid));
  return { ...recovery, unstoppable: [...others, ...uuids.map((serverUuid) => ({ serverUuid, at }))] };
}
