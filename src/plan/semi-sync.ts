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

/** With the candidate, before it is turned on or off there. */
export function withSemiSyncBefore(
  { semiSyncBefore }: UnfinishedRecovery,
  { facts: { serverUuid, semiSync } }: AnsweringServer,
): UnfinishedRecovery['semiSyncBefore'] {
  const isKnown = semiSyncBefore.some((one) => one.serverUuid === serverUuid);
  if (isKnown || semiSync.naming === null) return semiSyncBefore;
  return [...semiSyncBefore, { serverUuid, sourceEnabled: semiSync.sourceEnabled }];
}

interface Promoting {
  /** The candidate applies what it received. */
  readonly apply: Step;
  /** It takes writes. */
  readonly promote: Step;
}

/** The two steps, with those that go before each. Where one fails, the candidate is left as it was: it does not become the primary. */
export function withSemiSync(
  { apply, promote }: Promoting,
  memory: ClusterMemory,
  winner: AnsweringServer,
  mustHave: GtidSet,
  followers: readonly Replica[],
  timeouts: StepTimeouts,
): Promoting & { readonly beforeApply: Step[]; readonly beforePromote: Step[] } {
  const { naming, sourceEnabled } = winner.facts.semiSync;
  const waitsInVain = naming !== null && sourceEnabled && !contains(winner.facts.gtidExecuted, mustHave);
  const isOnAtFirst = sourceEnabled && !waitsInVain;
  const beforePromote = semiSyncSteps(memory, winner, followers, timeouts, isOnAtFirst);
  const isOn = beforePromote.length > 0 ? !isOnAtFirst : isOnAtFirst;
  const back = semiSyncBack(memory, winner, isOn);
  return {
    beforeApply: waitsInVain ? [turning(naming, false, winner, WOULD_WAIT, timeouts)] : [],
    apply: { ...apply, undo: [...apply.undo, ...semiSyncBack(memory, winner, isOnAtFirst)] },
    beforePromote,
    // read_only waits for commits that are under way, and those for replicas.
    promote: { ...promote, undo: isOn ? [...back, ...promote.undo] : [...promote.undo, ...back] },
  };
}

const WOULD_WAIT = 'its applier would wait for replicas that it does not have';

/** `isOn`: whether it is on by then. */
function semiSyncBack(memory: ClusterMemory, server: AnsweringServer, isOn: boolean): string[] {
  const { naming } = server.facts.semiSync;
  return naming === null || wasOn(memory, server) === isOn ? [] : [setSemiSync(naming, !isOn)];
}

/** Whoever was to be promoted, and is not the primary, is as it was before. */
export function semiSyncBackSteps(
  { servers }: Observation,
  primary: AnsweringServer,
  memory: ClusterMemory,
  timeouts: StepTimeouts,
): Step[] {
  return servers.flatMap((server): Step[] => {
    if (!server.answers || server === primary) return [];
    const { naming, sourceEnabled } = server.facts.semiSync;
    if (naming === null || wasOn(memory, server) === sourceEnabled) return [];
    return [turning(naming, !sourceEnabled, server, 'as it was before the failover', timeouts)];
  });
}

/** Before this failover changed it. */
function wasOn({ recovery }: ClusterMemory, { facts: { serverUuid, semiSync } }: AnsweringServer): boolean {
  const before = recovery?.semiSyncBefore.find((one) => one.serverUuid === serverUuid);
  return before?.sourceEnabled ?? semiSync.sourceEnabled;
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
function semiSyncSteps(
  memory: ClusterMemory,
  winner: AnsweringServer,
  followers: readonly Replica[],
  timeouts: StepTimeouts,
  isOn: boolean,
): Step[] {
  const { naming, waitForReplicaCount } = winner.facts.semiSync;
  if (naming === null) return [];
  const should = isWanted(memory, winner) && canConfirm(winner, followers);
  if (should === isOn) return [];
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
  return primary.facts.semiSync.sourceEnabled ? [] : semiSyncSteps(memory, primary, replicas, timeouts, false);
}

/** A run that was cut off has left it on, and who was to confirm may be gone by now. */
export function semiSyncOffInVain(
  memory: ClusterMemory,
  promoted: AnsweringServer,
  followers: readonly Replica[],
  timeouts: StepTimeouts,
): Step[] {
  return promoted.facts.semiSync.sourceEnabled ? semiSyncSteps(memory, promoted, followers, timeouts, true) : [];
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
      ifItFails: 'goOnIfUndone',
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
export function semiSyncToRestore(memory: ClusterMemory, primary: AnsweringServer): SemiSyncToRestore | null {
  const own = wasOn(memory, primary) ? primary.facts.semiSync : null;
  const was = memory.semiSyncToRestore ?? memory.semiSync ?? own;
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
  return memory.semiSync !== null || winner.facts.semiSync.sourceEnabled || wasOn(memory, winner);
}

function canConfirm({ facts }: AnsweringServer, followers: readonly Replica[]): boolean {
  return couldConfirm(followers) >= facts.semiSync.waitForReplicaCount;
}

function couldConfirm(followers: readonly Replica[]): number {
  const confirming = followers.filter(({ server }) => server.facts.semiSync.replicaEnabled);
  return new Set(confirming.map(({ server }) => server)).size;
}
