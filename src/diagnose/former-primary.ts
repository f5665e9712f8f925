/** A former primary, or a server that was to be one and was given up, that answers again: whether it can follow the one that took its place. */
import {
  contains,
  countTransactions,
  type GtidSet,
  isEmpty,
  ofOtherServers,
  ofServer,
  subtract,
} from '../mysql/gtid-set.ts';
import { canFollow } from '../mysql/version.ts';
import type { FormerPrimary } from '../observe/memory.ts';
import type { AnsweringServer, Channel, Observation, ObservedServer, ServerFacts } from '../observe/observation.ts';
import { counted } from './counted.ts';
import { whyNotReplicating } from './replicating.ts';
import {
  channelsWithin,
  executedWhenSeen,
  follows,
  followsAny,
  hasPersonsOrder,
  isFailedPrimary,
  isInQuarantine,
  nameOf,
  promotedInPlaceOf,
  receivedBy,
  setAsidePrimary,
  uuidOf,
} from './topology.ts';

export interface ReturnedPrimary {
  readonly server: AnsweringServer;
  readonly remembered: FormerPrimary;
  readonly state: ReturnState;
}

/**
 * - `toRejoin`: nothing stands in its way; `channel` is the one to change, null for a new one.
 * - `follows`: it does already, by an earlier run or by a person.
 * - `diverged`: it has transactions that the primary lacks.
 * - `leftToAPerson`: nothing stands in its way, or it follows already, and a person decides what becomes of it: `autoRejoin` is false, or they
 *   have given its row another status than ONLINE. That it writes nothing is seen to all the same.
 */
type ReturnState =
  | { readonly kind: 'toRejoin'; readonly channel: Channel | null }
  | { readonly kind: 'follows' }
  | { readonly kind: 'diverged'; readonly errant: GtidSet }
  | { readonly kind: 'cannotFollow'; readonly because: string }
  | { readonly kind: 'leftToAPerson' };

export interface RejoinLimits {
  readonly autoRejoin: boolean;
}

/** A rejoin that did not work is not tried again at once. */
const TRY_AGAIN_MS = 30_000;
const FENCE_AGAIN_MS = 5000;
const LEFT_TO_A_PERSON: ReturnState = { kind: 'leftToAPerson' };

export function returnedPrimaries(
  observation: Observation,
  primary: AnsweringServer,
  { autoRejoin }: RejoinLimits,
): ReturnedPrimary[] {
  const { memory } = observation;
  if (memory === null || memory.recovery !== null) return [];
  const returned: ReturnedPrimary[] = [];
  for (const remembered of memory.setAside) {
    if (remembered.why !== 'formerPrimary') continue;
    const server = observation.servers.find((one) => isFailedPrimary(one, remembered));
    if (server === undefined || !server.answers || server === primary) continue;
    // Another host has made it the primary again.
    if (promotedInPlaceOf(observation, server, primary) !== null) continue;
    // Whom somebody let out of quarantine is a replica like any other, as soon as it follows a server.
    if (!isInQuarantine(observation, server) && followsAny(observation, server)) continue;
    const isLeft = !autoRejoin || hasPersonsOrder(observation, server);
    const state = stateOf(observation, primary, server, remembered);
    returned.push({ server, remembered, state: isLeft && isWell(state) ? LEFT_TO_A_PERSON : state });
  }
  return returned;
}

function isWell({ kind }: ReturnState): boolean {
  return kind === 'toRejoin' || kind === 'follows';
}

/** Writable, or read-only for ordinary accounts alone: that is enough where it waits for a person, and CLONE INSTANCE needs it. */
export function needsFence({ server: { facts }, state }: ReturnedPrimary): boolean {
  if (facts.superReadOnly || facts.isCloning || facts.unsupported !== null) return false;
  return !facts.readOnly || isWell(state);
}

/** Not where that was tried a moment ago in vain: a server that hangs must not hold up the others. */
export function isToFence({ at }: Observation, returned: ReturnedPrimary): boolean {
  return needsFence(returned) && !isTried(returned.remembered, at, FENCE_AGAIN_MS);
}

function isTried({ triedAt }: FormerPrimary, at: number, withinMs: number): boolean {
  return triedAt !== null && at >= triedAt && at - triedAt < withinMs;
}

/** Former primaries that take writes while the primary does not answer: started so, or thawed, and not made writable by a person since. */
export function writableFormerPrimaries(observation: Observation, primary: ObservedServer): AnsweringServer[] {
  if (primary.answers || observation.memory?.recovery != null) return [];
  return observation.servers.filter(
    (server): server is AnsweringServer =>
      server.answers &&
      !server.facts.readOnly &&
      isInQuarantine(observation, server) &&
      wasLeftWritable(observation, server) &&
      !hasFollowed(server, observation, primary) &&
      promotedInPlaceOf(observation, server, primary) === null,
  );
}

/** Another host may have made it the primary again, which it could only after it had followed the one in its place. */
function hasFollowed({ facts }: AnsweringServer, observation: Observation, primary: ObservedServer): boolean {
  const uuid = uuidOf(primary);
  const had = executedWhenSeen(observation, uuid);
  const hasOfIt = uuid !== null && !isEmpty(ofServer(facts.gtidExecuted, uuid));
  return hasOfIt && (had === null || contains(facts.gtidExecuted, had));
}

/** A person who makes it writable after it was replaced wants it so. */
function wasLeftWritable(observation: Observation, server: AnsweringServer): boolean {
  const aside = setAsidePrimary(observation, server);
  const { madeWritableByHandSecondsAgo: byHandAgo } = server.facts;
  if (aside === null || byHandAgo === null) return aside !== null;
  const { hostUptime } = observation;
  const { asideAtUptime } = aside;
  // After a reboot of this host the two cannot be compared.
  return asideAtUptime !== null && asideAtUptime <= hostUptime && hostUptime - byHandAgo * 1000 < asideAtUptime;
}

function stateOf(
  observation: Observation,
  primary: AnsweringServer,
  server: AnsweringServer,
  remembered: FormerPrimary,
): ReturnState {
  const { facts } = server;
  if (facts.isCloning) return { kind: 'cannotFollow', because: 'CLONE INSTANCE is under way there' };
  const channel = facts.channels.find((one) => follows(one, primary));
  const errant = errantOn(server, primary, channel !== undefined);
  if (!isEmpty(errant)) return { kind: 'diverged', errant };
  if (channel !== undefined) {
    const because = whyNotReplicating(channel);
    const isOurs = observation.memory?.halted.includes(facts.serverUuid) && channel.receiver === 'stopped';
    return because === null || isOurs
      ? { kind: 'follows' }
      : { kind: 'cannotFollow', because: withRemedy(because, channel) };
  }
  const because = whyNot(primary, server);
  if (because !== null) return { kind: 'cannotFollow', because };
  if (isTried(remembered, observation.at, TRY_AGAIN_MS)) {
    const at = new Date(remembered.triedAt ?? 0).toISOString();
    const because = facts.superReadOnly
      ? `told at ${at} to follow ${nameOf(primary)}`
      : `told at ${at} to be read-only`;
    return { kind: 'cannotFollow', because: `${because}, it does not yet` };
  }
  return channelToChange(observation, server);
}

/** What stands still without an error a person may have stopped, and nobody undoes that; or a restart has, with skip_replica_start. */
function withRemedy(because: string, { receiver, receiverErrno, applierError }: Channel): string {
  const isWithoutError = receiver !== 'connecting' && receiverErrno === 0 && applierError === '';
  return isWithoutError ? `${because}; where nobody has done that on purpose, START REPLICA lets it follow` : because;
}

/** What it has and the primary lacks. While it receives, its newest from the primary are newer than what the primary said of itself. */
function errantOn(server: AnsweringServer, primary: AnsweringServer, receives: boolean): GtidSet {
  const errant = subtract(receivedBy(server), primary.facts.gtidExecuted);
  if (!receives) return errant;
  return ofOtherServers(errant, primary.facts.serverUuid);
}

function whyNot(primary: AnsweringServer, { facts }: AnsweringServer): string | null {
  if (facts.unsupported !== null) return facts.unsupported;
  if (facts.gtidMode !== 'ON') return `gtid_mode is ${facts.gtidMode || 'unknown'}`;
  if (!canFollow(facts.version, primary.facts.version)) {
    return `its version ${facts.versionText} is older than ${primary.facts.versionText} of the primary`;
  }
  const because = whyEmptied(primary, facts);
  if (because !== null) return because;
  const purged = subtract(primary.facts.gtidPurged, facts.gtidExecuted);
  if (isEmpty(purged)) return null;
  return `the primary has purged ${counted(countTransactions(purged), 'transaction')} that it lacks from its binary logs`;
}

/** A CLONE INSTANCE that was broken off leaves it so, or an old backup: what bears its own server_id it takes from nobody. */
function whyEmptied(primary: AnsweringServer, { gtidExecuted, serverUuid }: ServerFacts): string | null {
  const own = subtract(ofServer(primary.facts.gtidExecuted, serverUuid), gtidExecuted);
  if (!isEmpty(own)) {
    return `it has lost ${counted(countTransactions(own), 'transaction')} of its own, and replication does not bring those back`;
  }
  const isEmptied =
    isEmpty(gtidExecuted) && !isEmpty(ofOtherServers(primary.facts.gtidExecuted, primary.facts.serverUuid));
  return isEmptied ? 'it has been emptied: gtid_executed is empty' : null;
}

/** The one that leads to a server of this cluster, else the default one; never one by which it is fed from outside. */
function channelToChange(observation: Observation, server: AnsweringServer): ReturnState {
  const [own] = channelsWithin(observation, server);
  if (own !== undefined) return { kind: 'toRejoin', channel: own };
  const outside = server.facts.channels.find(({ name }) => name === '');
  if (outside === undefined) return { kind: 'toRejoin', channel: null };
  return {
    kind: 'cannotFollow',
    because: `its default channel leads out of this cluster, to ${outside.source.host}:${outside.source.port}`,
  };
}

/** Whether it can be treated as a replica from now on: it receives from the primary, writes nothing and has nothing of its own. */
export function isReplicaAgain(returned: ReturnedPrimary, primary: AnsweringServer): boolean {
  const { server, state } = returned;
  if (state.kind !== 'follows' || needsFence(returned)) return false;
  return server.facts.channels.some((channel) => follows(channel, primary) && channel.receiver === 'connected');
}
