/** What a failover loses, as far as anybody can know: in numbers, and before it is done. */
import { counted } from '../diagnose/counted.ts';
import { isFailedPrimary, nameOf, uuidOf } from '../diagnose/topology.ts';
import {
  countTransactions,
  EMPTY_GTID_SET,
  formatGtidSet,
  type GtidSet,
  isEmpty,
  parseGtidSet,
  subtract,
  unionOf,
} from '../mysql/gtid-set.ts';
import type { ClusterMemory, FailedPrimary } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import type { Refusal } from './steps.ts';

/** What the new primary will have, and whom it replaces. */
export interface Promotion {
  readonly oldPrimary: ObservedServer;
  readonly failed: FailedPrimary;
  readonly newPrimary: AnsweringServer;
  readonly mustHave: GtidSet;
}

/** One sentence for the record. */
export function describeLoss(observation: Observation, promotion: Promotion): string {
  const name = nameOf(promotion.oldPrimary);
  const lost = knownLost(observation, promotion);
  if (!isEmpty(lost)) {
    return `known lost: ${counted(countTransactions(lost), 'transaction')} that ${name} had at ${seenAt(observation)}: ${formatGtidSet(lost)}`;
  }
  const known = observation.lastSeen === null ? '' : `; nothing that it had at ${seenAt(observation)} is missing`;
  const semiSync = observation.memory?.semiSync ?? null;
  if (semiSync === null) {
    return `possibly lost: what ${name} committed last and had not sent to any replica (asynchronous replication)${known}`;
  }
  const wanted = semiSync.waitForReplicaCount;
  const silent = silentReplicas(observation, promotion);
  const doubt = whyDoubted(observation, promotion, semiSync);
  if (silent < wanted && doubt !== null) {
    return `possibly lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and may have stopped that: ${doubt}${known}`;
  }
  if (silent < wanted) {
    return `nothing acknowledged is lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and ${silent === 0 ? 'every one answers' : `only ${whoDoNotAnswer(silent)}`}${known}`;
  }
  return `possibly lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and ${whoDoNotAnswer(silent)} that may have confirmed${known}`;
}

/** A commit may have waited at that look already; not for long, as others were confirmed since the look before. */
const CERTAIN_PART_OF_TIMEOUT = 3 / 4;

/**
 * After rpl_semi_sync_source_timeout a primary commits without its replicas, and nobody sees that where it dies before the next look. Null
 * where it was seen to wait so short a time ago that no commit can have waited for so long.
 */
function whyDoubted(
  { lastSeen, memory, at }: Observation,
  { failed }: Promotion,
  { timeoutMs, waitsWithoutReplicas }: NonNullable<ClusterMemory['semiSync']>,
): string | null {
  if (!waitsWithoutReplicas) return 'rpl_semi_sync_source_wait_no_replica is OFF';
  const { serverUuid } = failed;
  if (lastSeen === null || lastSeen.serverUuid !== serverUuid || memory?.primary?.serverUuid !== serverUuid) {
    return 'when it was last seen to wait is not known';
  }
  const unseenMs = at - lastSeen.at;
  if (unseenMs >= 0 && unseenMs < timeoutMs * CERTAIN_PART_OF_TIMEOUT) return null;
  return `rpl_semi_sync_source_timeout is ${timeoutMs} ms, and nobody has seen it for ${unseenMs} ms`;
}

function whoDoNotAnswer(silent: number): string {
  return `${counted(silent, 'replica')} ${silent === 1 ? 'does' : 'do'} not answer`;
}

/**
 * Under semi-sync an acknowledged transaction is promised: a failover that is known to lose one is refused unless it is allowed, also where
 * the primary may have stopped waiting.
 * Asynchronous replication promises nothing: there it is refused only where that was forbidden. `allowed`: null where nobody has said.
 */
export function whyTooMuchIsLost(
  observation: Observation,
  promotion: Promotion,
  allowed: boolean | null,
): Refusal | null {
  const lost = knownLost(observation, promotion);
  const isPromised = observation.memory?.semiSync != null;
  if (isEmpty(lost) || (isPromised ? allowed === true : allowed !== false)) return null;
  return {
    refused: `${nameOf(promotion.newPrimary)} would lack ${counted(countTransactions(lost), 'transaction')} that ${nameOf(promotion.oldPrimary)} had at ${seenAt(observation)}: ${formatGtidSet(lost)}`,
    advice:
      'bring back the old primary or a replica that has them; or set allowDataLoss to true, and the next run promotes without them',
    verdicts: [],
  };
}

function knownLost(observation: Observation, { failed, newPrimary, mustHave }: Promotion): GtidSet {
  const { lastSeen } = observation;
  if (lastSeen === null || lastSeen.serverUuid !== failed.serverUuid) return EMPTY_GTID_SET;
  return subtract(parseGtidSet(lastSeen.gtidExecuted), unionOf(mustHave, newPrimary.facts.gtidExecuted));
}

/** Of the servers that the last healthy look saw. */
function silentReplicas({ memory, servers }: Observation, { failed }: Promotion): number {
  const answering = new Set(servers.filter((server) => server.answers).map(uuidOf));
  const old = servers.find((server) => isFailedPrimary(server, failed));
  const replicas = (memory?.servers ?? []).filter(
    ({ serverUuid }) => serverUuid !== (old ? uuidOf(old) : failed.serverUuid),
  );
  return replicas.filter(({ serverUuid }) => !answering.has(serverUuid)).length;
}

function seenAt({ lastSeen }: Observation): string {
  return lastSeen === null ? 'its last look' : new Date(lastSeen.at).toISOString();
}
