/**
 * Semi-synchronous replication through a failover: the new primary waits for replicas where the old one did, and never for a confirmation
 * that cannot come.
 */
import { counted } from '../diagnose/counted.ts';
import type { ActionOf } from '../diagnose/diagnosis.ts';
import { nameOf, type Replica } from '../diagnose/topology.ts';
import { contains, type GtidSet } from '../mysql/gtid-set.ts';
import { type SemiSyncNaming, setSemiSync, setSemiSyncSource, showSemiSyncClients } from '../mysql/statements.ts';
import type { ClusterMemory, SemiSyncToRestore, UnfinishedRecovery } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { leavingRows } from './hostgroups.ts';
import { type Plan, type Step, stage } from './steps.ts';
import { onServer, type StepTimeouts } from './steps-on-mysql.ts';

/** With the candidate where its applier has commits ahead that would wait for replicas, which it does not have. */
export function withSemiSyncOff(
  { semiSyncOff }: UnfinishedRecovery,
  { server: { facts } }: Replica,
  mustHave: GtidSet,
): readonly string[] {
  if (!facts.semiSync.sourceEnabled || contains(facts.gtidExecuted, mustHave)) return semiSyncOff;
  return [...new Set([...semiSyncOff, facts.serverUuid])];
}

/** Before the candidate applies what it received. */
export function semiSyncOffSteps(memory: ClusterMemory, winner: AnsweringServer, timeouts: StepTimeouts): Step[] {
  const { naming, sourceEnabled } = winner.facts.semiSync;
  if (naming === null || !sourceEnabled || !isTurnedOff(memory, winner)) return [];
  return [turning(naming, false, winner, 'its applier would wait for replicas that it does not have', timeouts)];
}

/** For a candidate that does not become the primary. */
export function semiSyncOnAgain(memory: ClusterMemory, server: AnsweringServer): string[] {
  const { naming } = server.facts.semiSync;
  return naming !== null && isTurnedOff(memory, server) ? [setSemiSync(naming, true)] : [];
}

/** The failover is called off: who was to be promoted is as it was before. */
export function semiSyncBackSteps(
  memory: ClusterMemory,
  servers: readonly AnsweringServer[],
  timeouts: StepTimeouts,
): Step[] {
  return servers.flatMap((server): Step[] => {
    const { naming, sourceEnabled } = server.facts.semiSync;
    if (naming === null || sourceEnabled || !isTurnedOff(memory, server)) return [];
    return [turning(naming, true, server, 'as it was before the failover', timeouts)];
  });
}

function isTurnedOff({ recovery }: ClusterMemory, { facts }: AnsweringServer): boolean {
  return recovery?.semiSyncOff.includes(facts.serverUuid) === true;
}

function turning(
  naming: SemiSyncNaming,
  on: boolean,
  server: AnsweringServer,
  because: string,
  timeouts: StepTimeouts,
): Step {
  return {
    says: `turn semi-sync ${on ? 'on' : 'off'} on ${nameOf(server)}: ${because}`,
    on: onServer(server),
    statements: [setSemiSync(naming, on)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: null,
    undo: [],
    ifItFails: 'goOn',
  };
}

/** Before the server takes writes. Nothing where it is as it should be, or the plugin is not installed. */
export function semiSyncSteps(
  memory: ClusterMemory,
  winner: AnsweringServer,
  followers: readonly Replica[],
  timeouts: StepTimeouts,
): Step[] {
  const { naming, sourceEnabled } = winner.facts.semiSync;
  if (naming === null) return [];
  const should = isWanted(memory, winner) && canConfirm(winner, followers);
  if (should === (sourceEnabled && !isTurnedOff(memory, winner))) return [];
  const { waitForReplicaCount } = winner.facts.semiSync;
  const because = `${couldConfirm(followers)} of its replicas can confirm, ${waitForReplicaCount} have to`;
  return [turning(naming, should, winner, because, timeouts)];
}

/**
 * A primary that was restarted waits for replicas as before, though its my.cnf does not say so. Whether it is turned off for want of
 * replicas is for its own rpl_semi_sync_source_timeout: they are about to connect again.
 */
export function semiSyncAgain(
  memory: ClusterMemory,
  primary: AnsweringServer,
  replicas: readonly Replica[],
  timeouts: StepTimeouts,
): Step[] {
  return primary.facts.semiSync.sourceEnabled ? [] : semiSyncSteps(memory, primary, replicas, timeouts);
}

/** When the others follow: a replica that could not be repointed confirms nothing, and writes must not wait for it. */
export function semiSyncCheck(
  memory: ClusterMemory,
  winner: AnsweringServer,
  followers: readonly Replica[],
  timeouts: StepTimeouts,
): Step[] {
  const { naming, waitForReplicaCount } = winner.facts.semiSync;
  if (naming === null || !isWanted(memory, winner) || !canConfirm(winner, followers)) return [];
  return [
    {
      says: `see that ${counted(waitForReplicaCount, 'replica')} of ${nameOf(winner)} can confirm (semi-sync), else turn it off`,
      on: onServer(winner),
      statements: [],
      timeoutMs: timeouts.statementTimeoutMs,
      verify: confirms(naming, waitForReplicaCount),
      undo: [setSemiSync(naming, false)],
      ifItFails: 'goOn',
    },
  ];
}

/**
 * A former primary before it becomes a replica: it confirms where confirmations are waited for. As a source it would let its own applier
 * wait for replicas that it no longer has.
 */
export function semiSyncReplicaSteps(
  memory: ClusterMemory,
  servers: readonly AnsweringServer[],
  timeouts: StepTimeouts,
): Step[] {
  return servers.flatMap((server): Step[] => {
    const { naming, replicaNaming, sourceEnabled, replicaEnabled } = server.facts.semiSync;
    const statements = [
      ...(naming !== null && sourceEnabled ? [setSemiSync(naming, false)] : []),
      ...(replicaNaming !== null && !replicaEnabled && (memory.semiSync ?? memory.semiSyncToRestore) !== null
        ? [setSemiSync(replicaNaming, true)]
        : []),
    ];
    if (statements.length === 0) return [];
    return [
      {
        says: `make ${nameOf(server)} a replica in semi-sync`,
        on: onServer(server),
        statements,
        timeoutMs: timeouts.statementTimeoutMs,
        verify: null,
        undo: [],
        ifItFails: 'goOn',
      },
    ];
  });
}

/**
 * What a failover may have to leave undone, until its outcome is in force again: also of a failover before this one. Where the old primary
 * did not wait any more, it is what the new one would wait for by its own configuration.
 */
export function semiSyncToRestore(
  { semiSync, semiSyncToRestore: before }: ClusterMemory,
  { facts }: AnsweringServer,
): SemiSyncToRestore | null {
  const was = before ?? semiSync ?? (facts.semiSync.sourceEnabled ? facts.semiSync : null);
  return was === null ? null : { waitForReplicaCount: was.waitForReplicaCount, left: null };
}

/** As many replicas as before the failover are connected and confirm: the primary waits for them again. */
export function planSemiSync(
  observation: Observation,
  { primary, naming, waitForReplicaCount }: ActionOf<'restoreSemiSync'>,
  timeouts: StepTimeouts,
): Plan {
  const { sourceEnabled, waitForReplicaCount: now } = primary.facts.semiSync;
  const says = `let ${nameOf(primary)} wait for ${counted(waitForReplicaCount, 'replica')} again (semi-sync)`;
  const step: Step = {
    says,
    on: onServer(primary),
    statements: [setSemiSyncSource(naming, waitForReplicaCount, true)],
    timeoutMs: timeouts.statementTimeoutMs,
    verify: confirms(naming, waitForReplicaCount),
    undo: [setSemiSyncSource(naming, now, sourceEnabled)],
    ifItFails: 'stop',
  };
  return { says, ...leavingRows(observation), memoryAfter: null, stages: [stage('semi-sync', [step])] };
}

function confirms(naming: SemiSyncNaming, least: number): Step['verify'] {
  return {
    query: showSemiSyncClients(naming),
    expect: { kind: 'atLeast', column: 'Value', least },
    withinMs: CONFIRMS_WITHIN_MS,
  };
}

/** A replica that has connected asks for confirmations in the same breath. */
const CONFIRMS_WITHIN_MS = 500;

/** The old primary waited for its replicas when it was last seen well, or this server would by its own configuration. */
function isWanted(memory: ClusterMemory, winner: AnsweringServer): boolean {
  return memory.semiSync !== null || winner.facts.semiSync.sourceEnabled || isTurnedOff(memory, winner);
}

function canConfirm({ facts }: AnsweringServer, followers: readonly Replica[]): boolean {
  return couldConfirm(followers) >= facts.semiSync.waitForReplicaCount;
}

function couldConfirm(followers: readonly Replica[]): number {
  return followers.filter(({ server }) => server.facts.semiSync.replicaEnabled).length;
}
