/** What a failover loses, as far as anybody can know: in numbers, and before it is done. */
import { counted } from '../diagnose/counted.ts';
import {
  executedWhenSeen,
  hasRestartedSinceLastSeen,
  isFailedPrimary,
  lastSeenAs,
  nameOf,
  uuidOf,
} from '../diagnose/topology.ts';
import {
  contains,
  countTransactions,
  EMPTY_GTID_SET,
  formatGtidSet,
  type GtidSet,
  isEmpty,
  subtract,
  unionOf,
} from '../mysql/gtid-set.ts';
import type { FailedPrimary, SemiSyncWaiting } from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import type { Refusal } from './steps.ts';

/** What the new primary will have, and whom it replaces. */
export interface Promotion {
  readonly oldPrimary: ObservedServer;
  readonly failed: FailedPrimary;
  readonly newPrimary: AnsweringServer;
  readonly mustHave: GtidSet;
  /** What was seen on any server since the failover began. */
  readonly received: GtidSet;
}

/** One sentence for the record. */
export function describeLoss(observation: Observation, promotion: Promotion): string {
  const ofCandidates = describeLossOfCandidates(observation, promotion.newPrimary);
  const ofPrimary = describeLossOf(observation, promotion);
  return ofCandidates === null ? ofPrimary : `${ofCandidates}; ${ofPrimary}`;
}

/**
 * Servers that were to be promoted before, may have been told so, and are silent: another host may have sent writes there meanwhile. Null
 * where there is none.
 * `primary`: who is the primary in the end.
 */
export function describeLossOfCandidates({ memory, servers }: Observation, primary: ObservedServer): string | null {
  const { promoting = null, isUntold = false } = memory?.recovery ?? {};
  const chosen = [...(memory?.givenUp ?? []), ...(isUntold ? [] : [promoting?.serverUuid])];
  const silent = servers.filter((one) => one !== primary && !one.answers && chosen.includes(uuidOf(one) ?? ''));
  if (silent.length === 0) return null;
  const names = silent.map(nameOf).join(', ');
  return `possibly lost: what ${names} may have taken as the primary, which was to be promoted before and does not answer`;
}

function describeLossOf(observation: Observation, promotion: Promotion): string {
  const name = nameOf(promotion.oldPrimary);
  const lost = knownLost(observation, promotion);
  if (!isEmpty(lost)) {
    return `known lost: ${counted(countTransactions(lost), 'transaction')} that ${hadThem(observation, promotion, lost)}: ${formatGtidSet(lost)}`;
  }
  const known =
    lastSeenAs(observation, promotion.failed.serverUuid) === null
      ? `; what ${name} had when it was last seen is not known`
      : `; nothing that it had at ${seenAt(observation)} is missing`;
  const semiSync = observation.memory?.semiSync ?? null;
  if (semiSync === null || !semiSync.isActive) {
    return `possibly lost: what ${name} committed last and had not sent to any replica (asynchronous replication)${known}`;
  }
  const wanted = semiSync.waitForReplicaCount;
  const unheard = unheardReplicas(observation, promotion, semiSync);
  const isSafe = unheard.silent + unheard.restarted + unheard.unknown < wanted;
  const doubt = whyDoubted(observation, promotion, semiSync);
  if (isSafe && doubt !== null) {
    return `possibly lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and may have stopped that: ${doubt}${known}`;
  }
  const who = whoIsUnheard(unheard);
  if (isSafe) {
    return `nothing acknowledged is lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and ${who === '' ? 'every one answers' : `only ${who}`}${known}`;
  }
  return `possibly lost: ${name} waited for ${counted(wanted, 'replica')} (semi-sync), and ${who} that may have confirmed${known}`;
}

/** A commit may have waited at that look already; not for long, as others were confirmed since the look before. */
const CERTAIN_PART_OF_TIMEOUT = 3 / 4;

/**
 * After rpl_semi_sync_source_timeout a primary commits without its replicas, and nobody sees that where it dies before the next look. Null
 * where it was seen to wait so short a time ago that no commit can have waited for so long.
 */
function whyDoubted(
  observation: Observation,
  { failed }: Promotion,
  { timeoutMs, waitsWithoutReplicas }: SemiSyncWaiting,
): string | null {
  if (!waitsWithoutReplicas) return 'rpl_semi_sync_source_wait_no_replica is OFF';
  const { memory, at } = observation;
  const seen = lastSeenAs(observation, failed.serverUuid);
  if (seen === null || memory?.primary?.serverUuid !== failed.serverUuid) {
    return 'when it was last seen to wait is not known';
  }
  const unseenMs = at - seen.at;
  if (unseenMs >= 0 && unseenMs < timeoutMs * CERTAIN_PART_OF_TIMEOUT) return null;
  return `rpl_semi_sync_source_timeout is ${timeoutMs} ms, and nobody has seen it for ${unseenMs} ms`;
}

/** How many replicas cannot say what they have confirmed. */
interface UnheardReplicas {
  readonly silent: number;
  /** Since the primary was last seen: with relay_log_recovery that throws away what was not applied, confirmed or not. */
  readonly restarted: number;
  /** Of them this program has never known more than their number. */
  readonly unknown: number;
}

function whoIsUnheard({ silent, restarted, unknown }: UnheardReplicas): string {
  const all = [
    { count: silent, says: silent === 1 ? 'does not answer' : 'do not answer' },
    { count: restarted, says: restarted === 1 ? 'was restarted since' : 'were restarted since' },
    { count: unknown, says: 'cannot be asked' },
  ];
  return all
    .filter(({ count }) => count > 0)
    .map(({ count, says }) => `${counted(count, 'replica')} ${says}`)
    .join(', ');
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
  const isPromised = observation.memory?.semiSync?.isActive === true;
  if (isEmpty(lost) || (isPromised ? allowed === true : allowed !== false)) return null;
  return {
    refused: `${nameOf(promotion.newPrimary)} would lack ${counted(countTransactions(lost), 'transaction')} that ${hadThem(observation, promotion, lost)}: ${formatGtidSet(lost)}`,
    advice:
      'bring back the old primary or a replica that has them; or set allowDataLoss to true, and the next run promotes without them',
    verdicts: [],
  };
}

function knownLost(observation: Observation, promotion: Promotion): GtidSet {
  const { failed, oldPrimary, newPrimary, mustHave, received } = promotion;
  const had = executedWhenSeen(observation, failed.serverUuid) ?? EMPTY_GTID_SET;
  return subtract(unionOf(had, hasNow(oldPrimary), received), unionOf(mustHave, newPrimary.facts.gtidExecuted));
}

/** One that is back, and is replaced all the same. */
function hasNow(oldPrimary: ObservedServer): GtidSet {
  return oldPrimary.answers ? oldPrimary.facts.gtidExecuted : EMPTY_GTID_SET;
}

function hadThem(observation: Observation, { failed, oldPrimary }: Promotion, lost: GtidSet): string {
  const had = executedWhenSeen(observation, failed.serverUuid) ?? EMPTY_GTID_SET;
  const name = nameOf(oldPrimary);
  if (contains(hasNow(oldPrimary), lost)) return `${name} has`;
  return contains(had, lost)
    ? `${name} had at ${seenAt(observation)}`
    : `${name} is known to have had, as a replica received them`;
}

/** Of the servers that the last healthy look saw, and of those that confirmed and that it did not see. */
function unheardReplicas(
  observation: Observation,
  { failed }: Promotion,
  { unknownReplicas }: SemiSyncWaiting,
): UnheardReplicas {
  const { memory, servers } = observation;
  const old = servers.find((server) => isFailedPrimary(server, failed));
  const uuidOfOld = old ? uuidOf(old) : failed.serverUuid;
  const replicas = (memory?.servers ?? []).filter(({ serverUuid }) => serverUuid !== uuidOfOld);
  const answering = replicas.flatMap(({ serverUuid }) =>
    servers.filter((server): server is AnsweringServer => server.answers && uuidOf(server) === serverUuid),
  );
  return {
    silent: replicas.length - answering.length,
    restarted: answering.filter((server) => hasRestartedSinceLastSeen(observation, server)).length,
    unknown: unknownReplicas,
  };
}

function seenAt({ lastSeen }: Observation): string {
  return lastSeen === null ? 'its last look' : new Date(lastSeen.at).toISOString();
}
