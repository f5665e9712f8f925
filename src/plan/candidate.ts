/** Which replica takes over. Pure: sets of transactions decide, then the operator's rules, then a stable order. */
import type { PromotionRule } from '../config/cluster.ts';
import { KEEP_OUT } from '../diagnose/advice.ts';
import { counted } from '../diagnose/counted.ts';
import {
  isApart,
  isKeptOut,
  isQuarantined,
  nameOf,
  type Replica,
  receivedBy,
  rowsOfServer,
} from '../diagnose/topology.ts';
import {
  contains,
  countTransactions,
  formatGtidSet,
  type GtidSet,
  isEmpty,
  ofServer,
  ofServers,
  parseGtidSet,
  subtract,
  unionOf,
  uuidIn,
} from '../mysql/gtid-set.ts';
import { canFollow } from '../mysql/version.ts';
import type { AnsweringServer, Channel, Observation } from '../observe/observation.ts';
import { placeAmongPassedOver } from './passed-over.ts';
import { ruleOf } from './promotion-rules.ts';
import { cannotBeStopped } from './unstoppable.ts';

export type Choice =
  | {
      readonly kind: 'chosen';
      readonly candidate: Replica;
      /** The server that holds more and may not be promoted: the candidate fetches the rest from it first. */
      readonly donor: AnsweringServer | null;
      /** What the candidate must have executed before it may take writes. */
      readonly mustHave: GtidSet;
      /** The same, and what only servers have that are apart, or that a person keeps out: nothing is fetched from them. */
      readonly received: GtidSet;
      /** Should this one fail: whether another one that may be promoted has the same, and was not tried yet. */
      readonly equals: 'untried' | 'tried' | 'none';
      readonly verdicts: readonly CandidateVerdict[];
    }
  | {
      readonly kind: 'none';
      readonly because: string;
      readonly advice: string;
      readonly verdicts: readonly CandidateVerdict[];
    };

export interface CandidateVerdict {
  readonly server: string;
  readonly chosen: boolean;
  /** Why it was chosen, or why not. */
  readonly because: string;
}

interface Contender {
  readonly replica: Replica;
  readonly received: GtidSet;
  /** Why it can never be the primary; null where it can. */
  readonly barred: string | null;
  /** Its place among those that could not be made the primary, -1 where it is behind nobody for that. */
  readonly passedOver: number;
  /** When it was tried it had not applied everything. */
  readonly wasSlow: boolean;
  readonly rule: PromotionRule;
  /** How many of the other replicas could not follow it: it has purged what they lack. */
  readonly leavesBehind: number;
  readonly unapplied: bigint;
}

const RULE_ORDER: readonly PromotionRule[] = ['prefer', 'neutral', 'preferNot', 'never'];

/**
 * Chooses among the replicas of a dead primary. `farther` are servers behind a replica: never candidates, but nothing that one of
 * them has may be lost.
 */
export function chooseCandidate(
  observation: Observation,
  replicas: readonly Replica[],
  farther: readonly Replica[],
): Choice {
  const all = [...replicas, ...farther];
  const apart = all.filter(({ server }) => isApart(observation, server) || isKeptOut(observation, server));
  const received = comparableSets(all, apart);
  const setOf = (replica: Replica): GtidSet => received.get(replica) ?? new Map();
  const within = all.filter((replica) => !apart.includes(replica));
  const mustHave = unionOf(...within.map(setOf));
  const contenders = within
    .map((replica) => contenderOf(observation, replica, replicas, setOf(replica), mustHave))
    .sort(byPreference);
  const eligible = contenders.filter((contender) => contender.barred === null);
  if (eligible.length === 0) {
    return {
      kind: 'none',
      because: 'no replica can be the primary',
      advice: 'remove what bars one of them, then the next run promotes it',
      verdicts: contenders.map((one) => verdict(one, false, one.barred ?? '')),
    };
  }
  const split = firstDivergence(contenders);
  if (split !== null) return diverged(contenders, split[0], split[1]);

  const best = eligible.filter((one) => eligible.every((other) => contains(one.received, other.received)));
  const winner = best[0];
  if (winner === undefined) throw new Error('sets that do not diverge have a largest one');
  const complete = contains(winner.received, mustHave);
  const donor = complete ? null : findDonor(contenders, winner, mustHave);
  if (typeof donor === 'string') {
    return {
      kind: 'none',
      because: donor,
      advice: `make that server a possible primary, or let the candidate fetch the transactions from it by hand. If they may go: ${KEEP_OUT}`,
      verdicts: contenders.map((one) => verdict(one, false, one.barred ?? donor)),
    };
  }
  return {
    kind: 'chosen',
    candidate: winner.replica,
    donor,
    mustHave,
    received: unionOf(mustHave, ...apart.map(setOf)),
    equals: equalsOf(winner, best),
    verdicts: [
      ...contenders.map((one) =>
        one === winner
          ? verdict(one, true, [whyChosen(one, eligible, donor), ...errantSpread(observation, contenders)].join('; '))
          : verdict(one, false, whyNot(one, winner)),
      ),
      ...apart.map((replica) =>
        verdict(
          { replica },
          false,
          replica.server.facts.readOnly ? 'it is in quarantine' : 'it takes writes beside this cluster',
        ),
      ),
    ],
  };
}

function equalsOf(winner: Contender, best: readonly Contender[]): 'untried' | 'tried' | 'none' {
  const others = best.filter((one) => one !== winner);
  if (others.length === 0) return 'none';
  return others.some(({ passedOver }) => passedOver < 0) ? 'untried' : 'tried';
}

/**
 * What each replica has of this cluster's transactions. A multi-source replica also has another cluster's, and one apart its own: of
 * their sets only the UUIDs count that came over this channel or that a replica with one source has too.
 */
function comparableSets(replicas: readonly Replica[], apart: readonly Replica[]): Map<Replica, GtidSet> {
  const single = replicas.filter((replica) => replica.server.facts.channels.length === 1 && !apart.includes(replica));
  const ours = new Set<string>();
  for (const { server } of single) for (const key of receivedBy(server).keys()) ours.add(uuidIn(key));
  for (const { channel } of replicas) {
    for (const key of channel.retrieved.keys()) ours.add(uuidIn(key));
    if (channel.sourceUuid !== '') ours.add(channel.sourceUuid);
  }
  return new Map(
    replicas.map((replica) => {
      const all = receivedBy(replica.server);
      const set = single.includes(replica) ? all : ofServers(all, ours);
      return [replica, set];
    }),
  );
}

function contenderOf(
  observation: Observation,
  replica: Replica,
  replicas: readonly Replica[],
  received: GtidSet,
  mustHave: GtidSet,
): Contender {
  const rule = ruleOf(observation.cluster, replica.server);
  const recovery = observation.memory?.recovery ?? null;
  const barred = replicas.includes(replica)
    ? whyBarred(observation, replica, replicas, received, rule)
    : 'it follows another replica, not the primary';
  return {
    replica,
    received,
    rule,
    barred,
    passedOver: placeAmongPassedOver(recovery, replica.server, mustHave),
    wasSlow: recovery?.stillApplying.includes(replica.server.facts.serverUuid) === true,
    leavesBehind: replicas.filter((other) => other.server !== replica.server && isLeftBehind(other, replica)).length,
    unapplied: countTransactions(subtract(received, replica.server.facts.gtidExecuted)),
  };
}

/** A source gives a replica nothing where it has purged anything that this one lacks. */
function isLeftBehind({ server, channel }: Replica, source: Replica): boolean {
  return channel.autoPosition && !contains(receivedBy(server), source.server.facts.gtidPurged);
}

function whyBarred(
  observation: Observation,
  replica: Replica,
  replicas: readonly Replica[],
  received: GtidSet,
  rule: PromotionRule,
): string | null {
  const { server, channel } = replica;
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (rule === 'never') return "its promotion rule is 'never'";
  if (facts.gtidMode !== 'ON') return `gtid_mode is ${facts.gtidMode || 'unknown'}`;
  if (!channel.autoPosition) return 'it replicates by position (SOURCE_AUTO_POSITION is 0)';
  if (!facts.logBin) return 'it has no binary log (log_bin is OFF)';
  if (!facts.logReplicaUpdates) return 'log_replica_updates is OFF';
  if (facts.offlineMode) return 'offline_mode is ON';
  if (channel.filters.length > 0) return filters(channel);
  if (channel.delaySeconds > 0) return `it is delayed by ${channel.delaySeconds} s (SOURCE_DELAY)`;
  if (isQuarantined(observation, server)) return 'it is in quarantine';
  const rows = rowsOfServer(observation.memoryRows, server);
  if (rows.length + rowsOfServer(observation.runtimeRows, server).length === 0) return 'ProxySQL does not know it';
  const offline = rows.find((row) => row.status !== 'ONLINE');
  if (offline !== undefined) return `somebody set it ${offline.status} in ProxySQL`;
  if (channel.applierError !== '' && channel.applier === 'stopped' && !contains(facts.gtidExecuted, received)) {
    return `its applier is broken: ${channel.applierError}`;
  }
  if (cannotBeStopped(observation, replica)) return 'its receiver could not be stopped';
  const older = replicas.find(
    (other) => other.server !== server && !canFollow(other.server.facts.version, facts.version),
  );
  if (older !== undefined) {
    return `its version ${facts.versionText} is newer than ${nameOf(older.server)} (${older.server.facts.versionText}), which would have to follow it`;
  }
  return null;
}

/** It has executed every GTID and lacks data all the same; in its binary log the transactions are empty. */
function filters(channel: Channel): string {
  return `it filters what it replicates (${channel.filters.join('; ')})`;
}

function byPreference(a: Contender, b: Contender): number {
  if (a.passedOver !== b.passedOver) return a.passedOver - b.passedOver;
  const rule = RULE_ORDER.indexOf(a.rule) - RULE_ORDER.indexOf(b.rule);
  if (rule !== 0) return rule;
  // It would bring another cluster's transactions along.
  const sources = Math.sign(a.replica.server.facts.channels.length - b.replica.server.facts.channels.length);
  if (sources !== 0) return sources;
  if (a.leavesBehind !== b.leavesBehind) return a.leavesBehind - b.leavesBehind;
  if (a.unapplied !== b.unapplied) return a.unapplied < b.unapplied ? -1 : 1;
  return nameOf(a.replica.server) < nameOf(b.replica.server) ? -1 : 1;
}

function firstDivergence(contenders: readonly Contender[]): [Contender, Contender] | null {
  for (const [index, a] of contenders.entries()) {
    for (const b of contenders.slice(index + 1)) {
      if (!contains(a.received, b.received) && !contains(b.received, a.received)) return [a, b];
    }
  }
  return null;
}

function diverged(contenders: readonly Contender[], a: Contender, b: Contender): Choice {
  const [nameA, nameB] = [nameOf(a.replica.server), nameOf(b.replica.server)];
  const onlyA = formatGtidSet(subtract(a.received, b.received));
  const onlyB = formatGtidSet(subtract(b.received, a.received));
  const because = `${nameA} and ${nameB} have diverged: only ${nameA} has ${onlyA}, only ${nameB} has ${onlyB}`;
  return {
    kind: 'none',
    because,
    advice: `decide whose transactions may go: see them with mysqlbinlog --include-gtids. ${KEEP_OUT}, and the next run goes on without it`,
    verdicts: contenders.map((one) => verdict(one, false, one.barred ?? because)),
  };
}

/** The server to fetch from, or the sentence that says why there is none. */
function findDonor(contenders: readonly Contender[], winner: Contender, mustHave: GtidSet): AnsweringServer | string {
  const holders = contenders.filter((one) => contains(one.received, mustHave));
  const reasons: string[] = [];
  for (const holder of holders) {
    const reason = whyNoDonor(holder, winner);
    if (reason === null) return holder.replica.server;
    reasons.push(`${nameOf(holder.replica.server)} cannot give them: ${reason}`);
  }
  const missing = subtract(mustHave, winner.received);
  return (
    `${nameOf(winner.replica.server)} lacks ${counted(countTransactions(missing), 'transaction')} (${formatGtidSet(missing)}), and ` +
    `${reasons.join('; ')}`
  );
}

function whyNoDonor({ replica: { server, channel }, received }: Contender, winner: Contender): string | null {
  const { facts } = server;
  if (facts.unsupported !== null) return facts.unsupported;
  if (!facts.logBin) return 'it has no binary log';
  if (!facts.logReplicaUpdates) return 'log_replica_updates is OFF';
  if (facts.gtidMode !== 'ON') return `gtid_mode is ${facts.gtidMode}`;
  if (facts.offlineMode) return 'offline_mode is ON';
  if (channel.filters.length > 0) return filters(channel);
  if (channel.delaySeconds > 0 && !contains(facts.gtidExecuted, received))
    return 'it is delayed and has not applied them';
  if (channel.applier === 'stopped' && !contains(facts.gtidExecuted, received)) {
    return channel.applierError === '' ? 'its applier is stopped' : `its applier is broken: ${channel.applierError}`;
  }
  if (!canFollow(winner.replica.server.facts.version, facts.version))
    return `its version ${facts.versionText} is newer`;
  if (!isEmpty(subtract(facts.gtidPurged, winner.received))) return 'it has purged them from its binary log';
  return null;
}

function verdict({ replica }: Pick<Contender, 'replica'>, chosen: boolean, because: string): CandidateVerdict {
  return { server: nameOf(replica.server), chosen, because };
}

function whyChosen(winner: Contender, eligible: readonly Contender[], donor: AnsweringServer | null): string {
  const rivals = eligible.filter((one) => one !== winner);
  if (donor !== null) return `it is the best that may be promoted; it fetches the rest from ${nameOf(donor)} first`;
  if (rivals.length === 0) return 'it has everything that was received, and no other replica can be the primary';
  const equals = rivals.filter((one) => contains(one.received, winner.received));
  if (equals.length === 0) return 'it has everything that was received, and more than every other replica';
  if (equals.some((one) => one.rule === winner.rule))
    return `it has everything that was received${preferenceOf(winner)}, and comes first`;
  return `it has everything that was received${preferenceOf(winner)}`;
}

/**
 * What a replica wrote itself, and nobody else was seen to have: its set contains all others', and every server gets them. One sentence for
 * each server that wrote some.
 */
function errantSpread({ lastSeen }: Observation, contenders: readonly Contender[]): string[] {
  const had = parseGtidSet(lastSeen?.gtidExecuted ?? '');
  return contenders.flatMap((one) => {
    const { server } = one.replica;
    const others = contenders.filter((other) => other !== one).map(({ received }) => received);
    const own = subtract(ofServer(one.received, server.facts.serverUuid), unionOf(had, ...others));
    if (isEmpty(own)) return [];
    const number = counted(countTransactions(own), 'transaction');
    return [`with it come ${number} that ${nameOf(server)} wrote itself: ${formatGtidSet(own)}`];
  });
}

function preferenceOf({ rule }: Contender): string {
  return rule === 'neutral' ? '' : `, its promotion rule is '${rule}'`;
}

function whyNot(one: Contender, winner: Contender): string {
  if (one.barred !== null) return one.barred;
  const missing = subtract(winner.received, one.received);
  if (!isEmpty(missing))
    return `it lacks ${counted(countTransactions(missing), 'transaction')} (${formatGtidSet(missing)})`;
  if (one.passedOver >= 0)
    return `it has the same transactions, and ${one.wasSlow ? 'had not applied all of them' : 'could not be made the primary'} when it was tried`;
  if (one.rule !== winner.rule) return `it has the same transactions, its promotion rule is '${one.rule}'`;
  if (one.leavesBehind > winner.leavesBehind)
    return `it has the same transactions, and has purged what ${counted(one.leavesBehind, 'replica')} ${one.leavesBehind === 1 ? 'lacks' : 'lack'}`;
  if (one.unapplied > winner.unapplied)
    return `it has the same transactions, ${one.unapplied} of them still to be applied`;
  return 'it has the same transactions and comes later in order';
}
