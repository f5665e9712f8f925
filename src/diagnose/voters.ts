/** The servers whose word counts where several ProxySQL hosts could act: the majorities of any two hosts need a server in common. */
import { endpointName } from '../mysql/session.ts';
import type { KnownServer } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import {
  connectedReplicasOf,
  isFailedPrimary,
  isKeptOut,
  isKnownAs,
  isQuarantined,
  rowsOfServer,
  uuidOf,
} from './topology.ts';

/** `majority`: more than half of the voters. `any`: one is enough; safe only where no other host runs this program. */
export type QuorumMode = 'majority' | 'any';

/**
 * Whose word on who is the primary counts: every server of the last healthy look, or of this one where there was none, without replicas of a
 * replica that is not `gone`, those in quarantine, and `gone`. Also one of ProxySQL's that has never answered this host: it may answer another.
 */
export function votersOf(observation: Observation, gone: readonly ObservedServer[]): KnownServer[] {
  return knownWithout(observation, gone, (server) => isOut(observation, server));
}

/**
 * Whose locks count: the voters; and those in quarantine here that answer, as on another host one may not be in quarantine, or that followed
 * the primary at the last healthy look, unless a person keeps them there. Where one host counts a server that answers it and another does not
 * count it, their majorities still have a server in common.
 */
export function lockersOf(observation: Observation, gone: readonly ObservedServer[]): KnownServer[] {
  const followers = observation.memory?.followers ?? [];
  return knownWithout(observation, gone, (server) => {
    const isHere = server.answers || (followers.includes(uuidOf(server) ?? '') && !isKeptOut(observation, server));
    return !isHere && isOut(observation, server);
  });
}

/** A replica of a replica keeps its source in a failover: nothing there would tell another host that one has been. */
function isFarther({ memory }: Observation, { serverUuid }: KnownServer, gone: readonly ObservedServer[]): boolean {
  if (memory === null || serverUuid === memory.primary?.serverUuid || memory.followers.includes(serverUuid))
    return false;
  const sources = memory.farther.filter((one) => one.serverUuid === serverUuid).map(({ sourceUuid }) => sourceUuid);
  return sources.length > 0 && !gone.some((server) => sources.includes(uuidOf(server) ?? ''));
}

/** A failed primary is in quarantine by the program's own doing: it counts again as soon as it answers. */
function isOut(observation: Observation, server: ObservedServer): boolean {
  const failed = observation.memory?.recovery?.failedPrimary ?? null;
  return failed !== null && isFailedPrimary(server, failed) ? !server.answers : isQuarantined(observation, server);
}

function knownWithout(
  observation: Observation,
  gone: readonly ObservedServer[],
  isLeftOut: (server: ObservedServer) => boolean,
): KnownServer[] {
  return nearIn(observation, gone)
    .filter((one) => {
      const server = observation.servers.find((other) => isKnownAs(other, one));
      return server === undefined || !(gone.includes(server) || isLeftOut(server));
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** All but the replicas of a replica that is not `gone`. */
function nearIn(observation: Observation, gone: readonly ObservedServer[]): KnownServer[] {
  return allKnown(observation).filter((one) => !isFarther(observation, one, gone));
}

/** Every server of the last healthy look, or of this one where there was none; and those that have never answered. */
function allKnown({ memory, servers, memoryRows, runtimeRows }: Observation): readonly KnownServer[] {
  const known = memory !== null && memory.servers.length > 0 ? memory.servers : servers.filter(hasUuid).map(asKnown);
  const rows = [...memoryRows, ...runtimeRows];
  const neverSeen = servers.filter(
    (server) =>
      !hasUuid(server) && rowsOfServer(rows, server).length > 0 && !known.some((one) => isKnownAs(server, one)),
  );
  return [...known, ...neverSeen.map(asKnown)];
}

function hasUuid(server: ObservedServer): boolean {
  return uuidOf(server) !== null;
}

/** How many of the voters are among the servers. */
export function agreeingOf(voters: readonly KnownServer[], servers: readonly ObservedServer[]): number {
  return voters.filter((voter) => servers.some((server) => isKnownAs(server, voter))).length;
}

export function neededOf(voters: readonly unknown[], mode: QuorumMode): number {
  return mode === 'any' ? 1 : Math.floor(voters.length / 2) + 1;
}

/**
 * Whether most of the servers are with the primary. While they are not, another host may promote one of them, and there one that is silent and
 * in quarantine here may answer and count.
 */
export function isHeld(observation: Observation, primary: AnsweringServer): boolean {
  const voters = nearIn(observation, []);
  const replicas = connectedReplicasOf(observation, primary).map(({ server }) => server);
  return agreeingOf(voters, [primary, ...replicas]) >= neededOf(voters, 'majority');
}

/** Those without a uuid by their names. */
function keyOf(one: KnownServer): string {
  return one.serverUuid + endpointName(one);
}

function asKnown(server: ObservedServer): KnownServer {
  return { ...server.endpoints[0], serverUuid: uuidOf(server) ?? '' };
}
