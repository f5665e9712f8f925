/** The servers whose word counts where several ProxySQL hosts could act: every host has to come to the same list. */
import type { KnownServer } from '../observe/memory.ts';
import type { Observation, ObservedServer } from '../observe/observation.ts';
import { isFailedPrimary, isKnownAs, isQuarantined, uuidOf } from './topology.ts';

/** `majority`: more than half of the voters. `any`: one is enough; safe only where no other host runs this program. */
export type QuorumMode = 'majority' | 'any';

/**
 * Every server of the last healthy look, or of this one where there was none, without those in quarantine and without `gone`. Where
 * one host counts a primary that answers it and another does not count it, their majorities still have a server in common.
 */
export function votersOf(observation: Observation, gone: readonly ObservedServer[]): KnownServer[] {
  const { memory, servers } = observation;
  const failed = memory?.recovery?.failedPrimary ?? null;
  const known = memory !== null && memory.servers.length > 0 ? memory.servers : servers.flatMap(asKnown);
  return known
    .filter((one) => {
      const server = servers.find((other) => isKnownAs(other, one));
      if (server === undefined) return true;
      if (gone.includes(server)) return false;
      return failed !== null && isFailedPrimary(server, failed) ? server.answers : !isQuarantined(observation, server);
    })
    .sort((a, b) => (a.serverUuid < b.serverUuid ? -1 : 1));
}

export function neededOf(voters: readonly unknown[], mode: QuorumMode): number {
  return mode === 'any' ? 1 : Math.floor(voters.length / 2) + 1;
}

function asKnown(server: ObservedServer): KnownServer[] {
  const serverUuid = uuidOf(server);
  return serverUuid === null ? [] : [{ ...server.endpoints[0], serverUuid }];
}
