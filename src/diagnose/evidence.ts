/** The facts behind a diagnosis, as sentences for a person. */
import { countTransactions, formatGtidSet, type GtidSet } from '../mysql/gtid-set.ts';
import { endpointName } from '../mysql/session.ts';
import type { AnsweringServer, ObservedServer } from '../observe/observation.ts';
import { counted } from './counted.ts';
import type { ErrantReplica } from './errant.ts';
import type { ReturnedPrimary } from './former-primary.ts';
import type { MovedPrimary, Proof, Rival } from './moved-primary.ts';
import { confirming } from './semi-sync-waits.ts';
import type { Situation } from './situation.ts';
import { nameOf, type Replica } from './topology.ts';

export function hostgroupEvidence({ observation: { cluster, replicationHostgroups } }: Situation): string[] {
  const { writerHostgroup, readerHostgroup, quarantineHostgroup } = cluster;
  return replicationHostgroups.flatMap((pair) => {
    const hostgroups = [pair.writerHostgroup, pair.readerHostgroup];
    const name = `mysql_replication_hostgroups has (${hostgroups.join(', ')})`;
    if (hostgroups.includes(quarantineHostgroup))
      return [`${name}, and ${quarantineHostgroup} is meant for quarantine`];
    if (!hostgroups.includes(writerHostgroup) && !hostgroups.includes(readerHostgroup)) return [];
    if (pair.writerHostgroup === writerHostgroup && pair.readerHostgroup === readerHostgroup) return [];
    return [`${name}, the cluster has (${writerHostgroup}, ${readerHostgroup})`];
  });
}

export function semiSyncEvidence({ primary, replicas }: Situation): string[] {
  if (primary?.server.answers !== true) return [];
  const { waitForReplicaCount, waitingSessions } = primary.server.facts.semiSync;
  return [
    `${counted(waitingSessions, 'commit')} on ${nameOf(primary.server)} waiting (semi-sync): ${confirming(replicas).length} connected that confirm, ${waitForReplicaCount} needed`,
  ];
}

export function readOnlyEvidence(server: AnsweringServer): string {
  return `${nameOf(server)}: read_only is ${onOff(server)}`;
}

function onOff({ facts }: AnsweringServer): string {
  return facts.readOnly ? 'ON' : 'OFF';
}

export function primaryEvidence({ primary }: Situation): string[] {
  if (primary === null) return [];
  const { server, because } = primary;
  const state = server.answers
    ? `MySQL ${server.facts.versionText}, read_only is ${onOff(server)}`
    : `does not answer (${server.reason}): ${server.message}`;
  return [`${nameOf(server)} is the primary because ${because}`, `${nameOf(server)} ${state}`];
}

export function movedEvidence({ replicas }: Situation, { primary, former, proof }: MovedPrimary): string[] {
  const state = former.answers
    ? former.facts.readOnly
      ? 'read-only'
      : 'read_only is OFF too'
    : `does not answer (${former.reason}): ${former.message}`;
  return [
    `${readOnlyEvidence(primary)}, it follows no server`,
    proofEvidence(proof),
    `${nameOf(former)}, which this ProxySQL has as the primary: ${state}`,
    ...replicas.map(describeReplica),
  ];
}

function proofEvidence(proof: Proof): string {
  return proof.kind === 'followed'
    ? `${proof.agreeing} of ${proof.voters} servers are it or connected to it`
    : `this program has made it writable, on another host, ${Math.round(proof.secondsAgo)} s ago`;
}

export function replicaEvidence({ replicas }: Situation): string[] {
  return replicas.map(describeReplica);
}

export function askedInVainEvidence({ askedInVain }: Situation): string[] {
  return askedInVain.map(({ server, channel: { heardSecondsAgo } }) => {
    const heard = heardSecondsAgo === null ? '' : `; it last heard from the primary ${heardSecondsAgo} s ago`;
    return `${nameOf(server)} could not be asked: see why STOP REPLICA IO_THREAD fails or hangs there${heard}`;
  });
}

export function describeReturned({ server, state }: ReturnedPrimary): string {
  const name = readOnlyEvidence(server);
  switch (state.kind) {
    case 'toRejoin':
      return `${name}, it has nothing that the primary lacks`;
    case 'follows':
      return `${name}, it follows the primary`;
    case 'diverged':
      return `${name}, ${errantText(state.errant)}`;
    case 'cannotFollow':
      return `${name}, ${state.because}`;
    case 'leftToAPerson':
      return `${name}, it has nothing that the primary lacks and is left to a person`;
  }
}

export function describeErrant({ server, errant }: ErrantReplica): string {
  return `${nameOf(server)}: ${errantText(errant)}`;
}

function errantText(errant: GtidSet): string {
  return `${counted(countTransactions(errant), 'transaction')} that the primary lacks: ${formatGtidSet(errant)}`;
}

export function describeReplica({ server, channel }: Replica): string {
  const lag = channel.lagSeconds === null ? '' : `, ${channel.lagSeconds} s behind`;
  const error = channel.receiverError === '' ? '' : ` (${channel.receiverError})`;
  return `replica ${nameOf(server)}: receiver ${channel.receiver}${error}, applier ${channel.applier}${lag}`;
}

export function silentEvidence({ silent }: Situation): string[] {
  return silent.map((server) => `${nameOf(server)} does not answer (${server.reason}): ${server.message}`);
}

export function unsupportedEvidence({ unsupported }: Situation): string[] {
  return unsupported.map((server) => `${nameOf(server)}: ${server.facts.unsupported ?? ''}`);
}

export function quarantineEvidence({ observation }: Situation): string[] {
  const rows = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.quarantineHostgroup);
  return rows.map(
    (row) => `${endpointName({ host: row.hostname, port: row.port })} is in quarantine (hostgroup ${row.hostgroup})`,
  );
}

export function followingEvidence(server: ObservedServer): string[] {
  if (!server.answers) return [];
  const sources = server.facts.channels.map(({ source }) => endpointName(source));
  return [`${readOnlyEvidence(server)}, follows ${sources.join(', ') || 'no server'}`];
}

export function rivalEvidence({ server, followers }: Rival): string[] {
  if (server.answers) return followingEvidence(server);
  const names = followers.map(({ server: follower }) => nameOf(follower)).join(', ');
  const why = names === '' ? 'it has become a writer here' : `followed by ${names}`;
  return [`${nameOf(server)} does not answer (${server.reason}), ${why}`];
}

export function comparisonEvidence({ comparison: { onlyReplicas, onlyPrimary } }: Situation): string[] {
  return [
    `only the replicas have ${formatGtidSet(onlyReplicas) || 'nothing'}`,
    `only the primary has ${formatGtidSet(onlyPrimary) || 'nothing'}`,
  ];
}

export function recoveryEvidence({ observation }: Situation): string {
  const unfinished = observation.memory?.recovery ?? null;
  return unfinished === null
    ? 'no failover is unfinished'
    : `failover ${unfinished.id} began at ${new Date(unfinished.startedAt).toISOString()} and is not finished`;
}
