/** What a run leaves behind in ProxySQL's `disk` schema. Nothing is written where nothing changed. */
import type { Cluster } from '../config/cluster.ts';
import type { Diagnosis, DiagnosisName } from '../diagnose/diagnosis.ts';
import { hasStayedDown } from '../diagnose/has-served.ts';
import { replacedBy } from '../diagnose/moved-primary.ts';
import { stillToRestore } from '../diagnose/semi-sync-to-restore.ts';
import { confirming } from '../diagnose/semi-sync-waits.ts';
import type { Limits } from '../diagnose/situation.ts';
import {
  channelsWithin,
  connectedReplicasOf,
  fartherReplicas,
  hasRestarted,
  hasRestartedSinceLastSeen,
  isFailedPrimary,
  isInQuarantine,
  isKnownAs,
  knownPrimary,
  knownServer,
  type Replica,
  replicasOf,
  rowsOfServer,
  SAME_PROCESS_MS,
  sourceUuidOf,
  uuidOf,
} from '../diagnose/topology.ts';
import { isHeld } from '../diagnose/voters.ts';
import { wasAskedInVain } from '../diagnose/witnesses.ts';
import { amissWriters, areAmiss } from '../diagnose/writer-hostgroup.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import { endpointName, type Session, Unanswered } from '../mysql/session.ts';
import { FOLLOWED, recoveriesOfTheDay, withFinished } from '../observe/finished-recoveries.ts';
import { CREATE_LAST_SEEN_TABLE, replaceLastSeen } from '../observe/last-seen.ts';
import {
  type AskedReplica,
  type ClusterMemory,
  CREATE_STATE_TABLE,
  type KnownServer,
  memoryOf,
  renameMemory,
  replaceMemory,
  type UnfinishedRecovery,
} from '../observe/memory.ts';
import type { AnsweringServer, Channel, Observation, ObservedServer, SemiSync } from '../observe/observation.ts';
import { beginRecovery } from '../plan/recovery.ts';
import { CREATE_HISTORY_TABLE, type HistoryEntry, replaceHistoryEntry } from './history.ts';
import type { Journal } from './journal.ts';
import { rememberReaders, sinceThen } from './remember-readers.ts';

/** A trouble that lasts is said again after this long. */
const SAY_AGAIN_MS = 60_000;
const WRITE_TIMEOUT_MS = 5000;

/** Diagnoses in which one server is writable and nobody disputes that it is the primary. */
const PRIMARY_IS_SETTLED: readonly DiagnosisName[] = [
  'healthy',
  'primaryWithoutReplicas',
  'replicaBroken',
  'semiSyncToRestore',
  'primaryNotWriterAtRuntime',
  'readOnlyWriter',
  'writesWaitForReplicas',
  'replicaLagging',
  'errantTransactions',
  'formerPrimaryDiverged',
  'formerPrimaryCannotFollow',
  'unsupportedServer',
  'serverInQuarantine',
];

export interface Recorder {
  readonly admin: Session;
  readonly wallClock: () => number;
}

export interface Condition {
  readonly says: string;
  readonly advice: string;
  readonly evidence: readonly string[];
  readonly verdicts: readonly { readonly server: string; readonly because: string }[];
}

/** The memory with what this look adds to it: who is the primary, every server that has to follow it, and how the readers do. */
export function rememberHealthy(observation: Observation, { name, primary }: Diagnosis, limits: Limits): ClusterMemory {
  const known = memoryOf(observation);
  const memory = {
    ...known,
    lastSeen: PRIMARY_IS_SETTLED.includes(name) ? null : observation.lastSeen,
    finished: recoveriesOfTheDay(known, observation.at),
    primaryWasReadOnly: known.primaryWasReadOnly || isReadOnlyByHand(observation, name, primary),
    recovery: whileDown(withWrites(known.recovery, observation, name), observation),
    primaryWasSilent: primary === null || !primary.answers,
    primaryOutSince: name === 'primaryNotInWriterHostgroup' ? sinceThen(known.primaryOutSince, observation.at) : null,
  };
  if (primary === null || !primary.answers || !PRIMARY_IS_SETTLED.includes(name)) return memory;
  // This ProxySQL has yet to follow: until then it must know whom it has to take out.
  if (replacedBy(observation, primary) !== null) return memory;
  // Where a failover is unfinished and another server is the primary all the same, a person has taken over.
  if (memory.recovery !== null && isFailedPrimary(primary, memory.recovery.failedPrimary)) return memory;
  const servers = observation.servers
    .filter((server) => server === primary || isOfCluster(observation, server, primary.facts.attachedReplicas))
    .flatMap((server): KnownServer[] => {
      const serverUuid = uuidOf(server);
      return serverUuid === null ? [] : [{ ...server.endpoints[0], serverUuid }];
    })
    .sort((a, b) => (a.serverUuid < b.serverUuid ? -1 : 1));
  const asked = memory.asked.filter(mayStopYet(observation, primary));
  const isStopped = stillStopped(observation, ({ receiver }) => receiver === 'connected');
  const halted = memory.halted.filter((halt) => isStopped(halt) || asked.some(({ serverUuid }) => serverUuid === halt));
  const haltedAppliers = memory.haltedAppliers.filter(
    stillStopped(observation, ({ applier }) => applier === 'running'),
  );
  const readOnly = observation.servers.filter((server) => server.answers && server.facts.readOnly).map(uuidOf);
  const givenUp = memory.givenUp.filter((serverUuid) => !readOnly.includes(serverUuid));
  const readers = rememberReaders(known, observation, primary, limits);
  const seenBefore = memory.primary?.serverUuid === primary.facts.serverUuid ? memory.primaryStartedAt : null;
  const started = primary.facts.processStartedAt;
  const isSameStart = seenBefore !== null && Math.abs(started - seenBefore) <= SAME_PROCESS_MS;
  return {
    ...memory,
    ...readers,
    finished: withBrought(memory, observation, primary),
    primary: knownServer(primary),
    primaryStartedAt: isSameStart ? seenBefore : started,
    primaryWasReadOnly: false,
    followers: connectedReplicasOf(observation, primary)
      .map(({ server }) => server.facts.serverUuid)
      .sort(),
    farther: [...connectedFarther(observation, primary), ...leftOver(primary)]
      .flatMap(({ server, channel }) => {
        const sourceUuid = sourceUuidOf(observation, channel);
        return sourceUuid === null ? [] : [{ serverUuid: server.facts.serverUuid, sourceUuid }];
      })
      .sort((a, b) => (a.serverUuid + a.sourceUuid < b.serverUuid + b.sourceUuid ? -1 : 1)),
    readsOnPrimary: memory.readsOnPrimary && isReader(observation, primary),
    writersAmissSince: areAmiss(amissWriters(observation, primary))
      ? sinceThen(memory.writersAmissSince, observation.at)
      : null,
    semiSync: howItWaits(observation, primary),
    semiSyncToRestore: stillToRestore(memory, primary),
    servers,
    halted,
    haltedAppliers,
    asked,
    givenUp,
    recovery: null,
  };
}

function isReader({ cluster, memoryRows }: Observation, server: ObservedServer): boolean {
  return rowsOfServer(memoryRows, server).some((row) => row.hostgroup === cluster.readerHostgroup);
}

function connectedFarther(observation: Observation, primary: AnsweringServer): Replica[] {
  return fartherReplicas(observation, primary, connectedReplicasOf(observation, primary)).filter(
    ({ channel }) => channel.receiver === 'connected',
  );
}

/** Its own channels, though it is the primary. */
function leftOver(server: AnsweringServer): Replica[] {
  return server.facts.channels.map((channel) => ({ server, channel }));
}

/** ProxySQL Cluster may have brought the rows of another host's failover before this one could follow: it counts here too. */
function withBrought(
  memory: ClusterMemory,
  observation: Observation,
  primary: AnsweringServer,
): ClusterMemory['finished'] {
  const old = knownPrimary(observation);
  const isPromoted = primary.facts.promotedSecondsAgo !== null;
  if (old === null || old === primary || !isPromoted || !isInQuarantine(observation, old)) return memory.finished;
  const recovery = beginRecovery(observation, FOLLOWED, old, old.endpoints);
  return withFinished(memory, { ...recovery, promoting: knownServer(primary) }, observation.at).finished;
}

function howItWaits(observation: Observation, primary: AnsweringServer): ClusterMemory['semiSync'] {
  const { semiSync } = primary.facts;
  const {
    sourceEnabled,
    sourceActive: isActive,
    waitForReplicaCount,
    timeoutMs,
    waitsWithoutReplicas,
    clients,
  } = semiSync;
  if (!sourceEnabled) return null;
  const unknownReplicas = Math.max(0, clients - confirming(replicasOf(observation, primary)).length);
  return { waitForReplicaCount, timeoutMs, waitsWithoutReplicas, isActive, unknownReplicas };
}

/** Clients of another host may write there from now on. */
function withWrites(
  recovery: UnfinishedRecovery | null,
  { cluster, servers, runtimeRows }: Observation,
  name: DiagnosisName,
): UnfinishedRecovery | null {
  const promoting = recovery?.promoting ?? null;
  const server = promoting === null ? undefined : servers.find((one) => isKnownAs(one, promoting));
  if (recovery === null || server === undefined) return recovery;
  const isSeen = name === 'unfinishedPromotion' && server.answers && !server.facts.readOnly;
  // ProxySQL's monitor takes it out of there when it does not answer.
  const isServed = rowsOfServer(runtimeRows, server).some((row) => row.hostgroup === cluster.writerHostgroup);
  const takesWrites = isSeen || (name === 'promotedServerLost' && isServed);
  return { ...recovery, takesWrites: recovery.takesWrites || takesWrites };
}

const WORTH_WRITING_MS = 2000;

/** Who was told to take writes, and has been down ever since. */
function whileDown(recovery: UnfinishedRecovery | null, observation: Observation): UnfinishedRecovery | null {
  if (recovery?.promoting == null || !recovery.isOrdered) return recovery;
  const { promoting } = recovery;
  const server = observation.servers.find((one) => isKnownAs(one, promoting));
  if (server === undefined || !hasStayedDown(observation, server)) return recovery;
  // Not written down at every look.
  if (observation.hostUptime - (recovery.downAtUptime ?? 0) < WORTH_WRITING_MS) return recovery;
  return { ...recovery, downAtUptime: observation.hostUptime };
}

/** MySQL says so, or it is in the same process in which it was seen writable: its my.cnf has not done it. */
function isReadOnlyByHand(observation: Observation, name: DiagnosisName, primary: ObservedServer | null): boolean {
  const recorded = observation.memory?.primary ?? null;
  if (name !== 'primaryReadOnly' || recorded === null || !primary?.answers) return false;
  return isKnownAs(primary, recorded) && (primary.facts.isReadOnlyByHand || !hasRestarted(observation, primary));
}

/** A receiver that hangs may carry out late what it was told. */
function mayStopYet(observation: Observation, primary: AnsweringServer): (asked: AskedReplica) => boolean {
  const unstopped = replicasOf(observation, primary).filter((replica) => wasAskedInVain(replica, observation));
  return ({ serverUuid }) => unstopped.some(({ server }) => server.facts.serverUuid === serverUuid);
}

/** Whether the server of that server_uuid is yet to be seen with `runs`. What a multi-source server receives from other clusters does not matter. */
function stillStopped(observation: Observation, runs: (channel: Channel) => boolean): (serverUuid: string) => boolean {
  return (serverUuid) => {
    const server = observation.servers.find((one) => uuidOf(one) === serverUuid);
    if (server === undefined || !server.answers) return true;
    const ours = channelsWithin(observation, server);
    return ours.length === 0 || !ours.every(runs);
  };
}

function isOfCluster(
  observation: Observation,
  server: ObservedServer,
  attached: readonly { readonly serverUuid: string }[],
): boolean {
  if (rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], server).length > 0) return true;
  const uuid = uuidOf(server);
  return (server.answers && server.facts.channels.length > 0) || attached.some(({ serverUuid }) => serverUuid === uuid);
}

/** Says a condition when it begins, once a minute while it lasts, and when it ends; writes the memory if it changed. */
export async function recordCondition(
  observation: Observation,
  remembered: ClusterMemory,
  condition: Condition | null,
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  const now = recorder.wallClock();
  const before = remembered.condition;
  const memory: ClusterMemory = { ...remembered, condition: lastingCondition(before, condition, now) };
  if (condition !== null && memory.condition?.lastSaid === now) {
    const since = before?.diagnosis === condition.says ? ` (since ${new Date(before.since).toISOString()})` : '';
    const advice = condition.advice === '' ? '' : `; what to do: ${condition.advice}`;
    journal.say('warn', `${condition.says}${since}${advice}`, { evidence: condition.evidence });
    for (const { server, because } of condition.verdicts)
      journal.say('info', `candidate ${server}: not chosen, ${because}`);
  }
  if (condition === null && before !== null) {
    journal.say('info', `over, it lasted ${Math.round((now - before.since) / 1000)} s: ${before.diagnosis}`);
  }
  await writeNewMemory(observation, memory, recorder, journal);
}

/** Nothing where it is what the look has found. */
export async function writeNewMemory(
  observation: Observation,
  memory: ClusterMemory,
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  if (JSON.stringify(memory) !== JSON.stringify(observation.memory)) await writeMemory(memory, recorder, journal);
}

/**
 * What the primary has now, so that a later run can tell what is missing. Nothing is written where it has nothing new, unless it waits for
 * replicas: then it counts when it was last seen to (see loss.ts); or a server has restarted, or a receiver has met an error: then it
 * counts that it was seen well since.
 */
export async function recordLastSeen(
  observation: Observation,
  { name, primary }: Diagnosis,
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  if (primary?.answers && PRIMARY_IS_SETTLED.includes(name)) {
    await recordSeen(observation, primary, recorder, journal);
  }
}

/** The same of a server that was seen to be the primary. */
export async function recordSeen(
  observation: Observation,
  primary: AnsweringServer,
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  const { cluster, lastSeen, at, hostUptime, servers } = observation;
  const { serverUuid } = primary.facts;
  const gtidExecuted = formatGtidSet(primary.facts.gtidExecuted);
  const hasSeenRestart = servers.some((server) => server.answers && hasRestartedSinceLastSeen(observation, server));
  const before = lastSeen?.serverUuid === serverUuid ? lastSeen : null;
  const isNews =
    before === null || before.gtidExecuted !== gtidExecuted || hasSeenRestart || isMissedBySome(observation, primary);
  if (!isNews && at - before.at < worthFor(primary.facts.semiSync)) return;
  const heldAtUptime = before === null || isHeld(observation, primary) ? hostUptime : before.heldAtUptime;
  const statement = replaceLastSeen(cluster.name, { serverUuid, at, heldAtUptime, gtidExecuted });
  // What comes from the memory on disk says nothing of the table.
  const hasTable = lastSeen !== null && lastSeen !== observation.memory?.lastSeen;
  await write(hasTable ? [statement] : [CREATE_LAST_SEEN_TABLE, statement], recorder, journal);
}

/** What their receivers met was before this host saw the primary: if that one dies now, it proves nothing. */
function isMissedBySome(observation: Observation, primary: AnsweringServer): boolean {
  return replicasOf(observation, primary).some(
    ({ channel }) => channel.receiver !== 'connected' && channel.receiverErrno !== 0,
  );
}

/** So long, in ms, what was seen need not be written again; a commit that waits meanwhile may have done so since before. */
function worthFor({ sourceEnabled, sourceActive, waitingSessions, timeoutMs }: SemiSync): number {
  return sourceEnabled && sourceActive && waitingSessions === 0 ? timeoutMs / 4 : Number.POSITIVE_INFINITY;
}

/** Of a cluster that has another name now: what stands under the old one is taken over. */
export async function takeOverMemory(
  { cluster: { name }, formerName }: Observation,
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  if (formerName === null) return;
  journal.say(
    'info',
    `goes on with what is remembered of '${formerName}': its servers are these, and no cluster has that name`,
  );
  await write([renameMemory(formerName, name)], recorder, journal);
}

export function writeMemory(memory: ClusterMemory, recorder: Recorder, journal: Journal): Promise<void> {
  return write([CREATE_STATE_TABLE, replaceMemory(memory, recorder.wallClock())], recorder, journal);
}

function lastingCondition(
  before: ClusterMemory['condition'],
  condition: Condition | null,
  now: number,
): ClusterMemory['condition'] {
  if (condition === null) return null;
  if (before === null || before.diagnosis !== condition.says)
    return { diagnosis: condition.says, since: now, lastSaid: now };
  return now - before.lastSaid >= SAY_AGAIN_MS ? { ...before, lastSaid: now } : before;
}

export async function recordHistory(
  recovery: UnfinishedRecovery,
  outcome: HistoryEntry['outcome'],
  cluster: Cluster,
  story: readonly string[],
  recorder: Recorder,
  journal: Journal,
): Promise<void> {
  const entry: HistoryEntry = {
    id: recovery.id,
    cluster: cluster.name,
    startedAt: recovery.startedAt,
    endedAt: recorder.wallClock(),
    outcome,
    diagnosis: recovery.diagnosis,
    oldPrimary: endpointName(recovery.failedPrimary.endpoints[0]),
    loss: recovery.loss,
    newPrimary: outcome === 'called off' || recovery.promoting === null ? null : endpointName(recovery.promoting),
    story,
  };
  await write([CREATE_HISTORY_TABLE, replaceHistoryEntry(entry)], recorder, journal);
}

/** A record that cannot be written must not undo what was done: it is said instead. */
async function write(statements: readonly string[], recorder: Recorder, journal: Journal): Promise<void> {
  try {
    for (const statement of statements) await recorder.admin.query(statement, WRITE_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    journal.say('error', `could not be recorded in ProxySQL: ${error.message}`);
  }
}
