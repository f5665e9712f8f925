/**
 * Semi-synchronous replication through a failover: the new primary waits for replicas where the old one did, and never for a confirmation
 * that cannot come.
 */
import { counted } from '../diagnose/counted.ts';
import { nameOf, type Replica } from '../diagnose/topology.ts';
import { setSemiSync, showSemiSyncClients } from '../mysql/statements.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { AnsweringServer } from '../observe/observation.ts';
import type { Step } from './steps.ts';
import { onServer, type StepTimeouts } from './steps-on-mysql.ts';

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
  if (should === sourceEnabled) return [];
  const { waitForReplicaCount } = winner.facts.semiSync;
  const because = `${confirming(followers)} of its replicas can confirm, ${waitForReplicaCount} have to`;
  return [
    {
      says: `turn semi-sync ${should ? 'on' : 'off'} on ${nameOf(winner)}: ${because}`,
      on: onServer(winner),
      statements: [setSemiSync(naming, should)],
      timeoutMs: timeouts.statementTimeoutMs,
      verify: null,
      undo: [],
      ifItFails: 'goOn',
    },
  ];
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
      verify: {
        query: showSemiSyncClients(naming),
        expect: { kind: 'atLeast', column: 'Value', least: waitForReplicaCount },
        withinMs: CONFIRMS_WITHIN_MS,
      },
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
      ...(replicaNaming !== null && !replicaEnabled && memory.semiSync !== null
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

/** A replica that has connected asks for confirmations in the same breath. */
const CONFIRMS_WITHIN_MS = 500;

/** The old primary waited for its replicas when it was last seen well, or this server would by its own configuration. */
function isWanted(memory: ClusterMemory, { facts }: AnsweringServer): boolean {
  return memory.semiSync !== null || facts.semiSync.sourceEnabled;
}

function canConfirm({ facts }: AnsweringServer, followers: readonly Replica[]): boolean {
  return confirming(followers) >= facts.semiSync.waitForReplicaCount;
}

function confirming(followers: readonly Replica[]): number {
  return followers.filter(({ server }) => server.facts.semiSync.replicaEnabled).length;
}
