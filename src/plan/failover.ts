/** The steps of a failover, and of finishing one that an earlier run could not. */
import type { ActionOf, DiagnosisName } from '../diagnose/diagnosis.ts';
import { hasServed } from '../diagnose/has-served.ts';
import {
  channelsWithin,
  connectedReplicasOf,
  fartherReplicas,
  followsAny,
  isFailedPrimary,
  isQuarantined,
  knownPrimary,
  knownServer,
  nameOf,
  type Replica,
  receivedBy,
  replicasOf,
  replicasOfFailed,
  rowsOfServer,
} from '../diagnose/topology.ts';
import { contains, formatGtidSet, parseGtidSet, unionOf } from '../mysql/gtid-set.ts';
import type { Endpoint } from '../mysql/session.ts';
import {
  asFormerPrimary,
  type ClusterMemory,
  givingUpChosen,
  memoryOf,
  type UnfinishedRecovery,
} from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { chooseCandidate } from './candidate.ts';
import { rememberStopped, stoppedApplierOf, withHalted } from './halted.ts';
import { effectiveRows, handOver, isLoaded, isOf, nameIn, rowsAfterSuccession, rowsWithout } from './hostgroups.ts';
import { describeLoss, whyTooMuchIsLost } from './loss.ts';
import { beginRecovery, failedOf, finished } from './recovery.ts';
import { semiSyncBackSteps, semiSyncCheck, semiSyncOffInVain, withSemiSync, withSemiSyncBefore } from './semi-sync.ts';
import { type Plan, PROMOTES_NOBODY, type Refusal, type Stage, type Step, stage, stages } from './steps.ts';
import {
  applyStep,
  fenceStep,
  fetchStep,
  makeWritableStep,
  repointStep,
  type StepTimeouts,
  stillWritableStep,
  stopReceiverStep,
} from './steps-on-mysql.ts';
import { loadStep, prepareStep, rememberStep, rewriteStep, saveStep, writersIn } from './steps-on-proxysql.ts';
import { cannotBeStopped, withUnstoppable } from './unstoppable.ts';

export interface FailoverSettings extends StepTimeouts {
  /** Whether a failover may lose what is known to have been committed; null where nobody has said. */
  readonly allowDataLoss: boolean | null;
}

/** Out of the writer hostgroup first, then stop receiving, choose, apply, promote, rewrite, repoint, save. */
export function planFailover(
  observation: Observation,
  diagnosis: DiagnosisName,
  oldPrimary: ObservedServer,
  settings: FailoverSettings,
): Plan | Refusal {
  const replicas = replicasOfFailed(observation, oldPrimary);
  const choice = chooseCandidate(observation, replicas, fartherReplicas(observation, oldPrimary, replicas));
  if (choice.kind === 'none') return { refused: choice.because, advice: choice.advice, verdicts: choice.verdicts };

  const { candidate, donor, mustHave, equals } = choice;
  const received = unionOf(choice.received, parseGtidSet(observation.memory?.recovery?.received ?? ''));
  const winner = candidate.server;
  const memory = memoryOf(observation);
  const oldEndpoints = endpointsOfOld(observation, oldPrimary);
  const unseen = primaryBefore(observation, oldPrimary);
  const actual = effectiveRows(observation.memoryRows, observation.runtimeRows);
  // As if this ProxySQL had followed the one that is dead now: the place of the writer, with its weight, is handed on.
  const now = unseen.reduce(
    (rows, { endpoints }) =>
      rowsAfterSuccession(
        { oldPrimary: endpoints, newPrimary: oldEndpoints, before: rows, silent: null },
        rows,
        observation.cluster,
      ),
    actual,
  );
  const recovery: UnfinishedRecovery = {
    ...(memory.recovery ?? {
      ...beginRecovery(observation, diagnosis, oldPrimary, oldEndpoints),
      ...(unseen.length === 0 ? {} : { rowsBefore: now }),
    }),
    received: formatGtidSet(received),
  };
  const promotion = { oldPrimary, failed: recovery.failedPrimary, newPrimary: winner, mustHave, received };
  const tooMuch = whyTooMuchIsLost(observation, promotion, settings.allowDataLoss);
  if (tooMuch !== null) return { ...tooMuch, verdicts: choice.verdicts };
  const loss = describeLoss(observation, promotion);
  const toStop = replicas.filter(
    (replica) => replica.channel.receiver !== 'stopped' && !cannotBeStopped(observation, replica),
  );
  const setAside = [...memory.setAside, ...unseen.map((one) => asFormerPrimary(failedOf(one), observation.hostUptime))];
  const { lastSeen } = observation;
  const begun: ClusterMemory = { ...memory, lastSeen, halted: withHalted(memory, toStop), setAside, recovery };
  const promoting: ClusterMemory = {
    ...givingUpChosen(begun, winner.facts.serverUuid, observation.hostUptime),
    halted: withHalted(begun, [candidate]),
    haltedAppliers: [...new Set([...memory.haltedAppliers, winner.facts.serverUuid])],
    recovery: {
      ...recovery,
      promoting: knownServer(winner),
      takesWrites: false,
      isOrdered: false,
      isUntold: false,
      semiSyncBefore: withSemiSyncBefore(recovery, winner),
      loss,
    },
  };
  const ordered = orderedTo(promoting, observation);
  const untold: ClusterMemory = {
    ...promoting,
    recovery: promoting.recovery && { ...promoting.recovery, isUntold: true },
  };
  const passingOver = (step: Step, after: ClusterMemory, ifItFails: Step['ifItFails']): Step => {
    const isUntried = equals === 'untried';
    const orElse = passOverStep(after, winner, equals, observation, settings);
    return { ...step, orElse, ifItFails: isUntried ? ifItFails : 'stop' };
  };
  const apply =
    donor === null ? applyStep(candidate, mustHave, settings) : fetchStep(candidate, donor, mustHave, settings);
  const steps = { apply, promote: makeWritableStep(winner, candidate.channel, settings) };
  const confirming = whoConfirms(observation, winner, replicas);
  const semiSync = withSemiSync(steps, promoting, winner, mustHave, confirming, settings);
  const serves = stillServes(observation, oldEndpoints);
  const withdrawn = serves ? rowsWithout(oldEndpoints, now, observation.cluster) : now;
  const inMemory = serves ? withdrawn : observation.memoryRows;
  const { rowsAfter, readsOnPrimary } = handOver(
    observation,
    {
      oldPrimary: oldEndpoints,
      newPrimary: winner.endpoints,
      before: recovery.rowsBefore,
    },
    withdrawn,
  );
  const bound = settings.statementTimeoutMs;
  const rememberUnstoppable = (them: readonly Replica[]): Step =>
    rememberStep(
      `remember that the receiver of ${them.map(({ server }) => nameOf(server)).join(', ')} could not be stopped`,
      { ...begun, recovery: withUnstoppable(recovery, them, observation.at) },
      observation.at,
      bound,
    );
  const stillAnswers = oldPrimary.answers ? [fenceStep(oldPrimary, settings)] : [];
  const memoryAfter = { ...finished(observation, promoting, winner, replicas), readsOnPrimary };
  return {
    says: `promote ${nameOf(winner)} in place of ${nameOf(oldPrimary)}`,
    loss,
    verdicts: choice.verdicts,
    rowsBefore: actual,
    rowsAfter,
    memoryAfter,
    stages: stages([
      stage(
        'remember',
        memory.recovery === null || begun.halted.length > memory.halted.length
          ? [rememberStep('remember that a failover has begun', begun, observation.at, bound)]
          : [],
      ),
      stage(
        'withdraw',
        serves
          ? [
              rewriteStep(
                `take ${nameOf(oldPrimary)} out of the writer hostgroup; clients wait in ProxySQL from here on`,
                observation.cluster,
                observation.memoryRows,
                withdrawn,
              ),
            ]
          : [],
      ),
      stage('fence', stillAnswers),
      // A ProxySQL that restarts from here on must not bring the old primary back.
      stage(
        'save',
        serves || isOnDisk(observation, oldEndpoints)
          ? [saveStep(observation.cluster, writersIn(withdrawn, observation.cluster), bound)]
          : [],
      ),
      {
        ...stage(
          'stop receiving',
          toStop.map((one) => ({ ...stopReceiverStep(one, settings), orElse: rememberUnstoppable([one]) })),
        ),
        orElseTogether: (failed) => rememberUnstoppable(toStop.filter((_, index) => failed.includes(index))),
        thenLookAgain: 'always',
      },
      stage('remember', [
        rememberStep(`remember that ${nameOf(winner)} is to be promoted`, promoting, observation.at, bound),
      ]),
      stage('semi-sync', semiSync.beforeApply),
      stage('apply', [passingOver(semiSync.apply, untold, 'lookAgain')]),
      stage('semi-sync', semiSync.beforePromote),
      {
        ...stage('promote', [passingOver(semiSync.promote, ordered, 'lookAgainIfRefused')]),
        underLock: true,
      },
      ...afterPromotion(observation, winner, replicas, promoting, memoryAfter, inMemory, rowsAfter, settings, false),
    ]),
  };
}

/** Whom it promotes was told to take writes, and does not say that it does. */
function orderedTo(memory: ClusterMemory, { hostUptime }: Observation): ClusterMemory {
  return { ...memory, recovery: memory.recovery && { ...memory.recovery, isOrdered: true, downAtUptime: hostUptime } };
}

/** The one that this ProxySQL still has, where its successor has died before this host has seen that one as the primary. */
function primaryBefore(observation: Observation, oldPrimary: ObservedServer): ObservedServer[] {
  const recorded = observation.memory?.recovery == null ? knownPrimary(observation) : null;
  return recorded === null || recorded === oldPrimary || followsAny(observation, recorded) ? [] : [recorded];
}

/** The next choice, in this run or the next, begins with another server that has the same; where all were tried, with the first of them. */
function passOverStep(
  promoting: ClusterMemory,
  winner: AnsweringServer,
  equals: 'untried' | 'tried' | 'none',
  observation: Observation,
  timeouts: StepTimeouts,
): Step {
  const { recovery } = promoting;
  const tried = equals === 'untried' ? (recovery?.passedOver ?? []) : [];
  const passedOver = equals === 'none' ? (recovery?.passedOver ?? []) : [...tried, winner.facts.serverUuid];
  const memory = { ...promoting, recovery: recovery && { ...recovery, passedOver } };
  const says = `remember that ${nameOf(winner)} could not be made the primary`;
  return rememberStep(says, memory, observation.at, timeouts.statementTimeoutMs);
}

/** The promoted server has left its old source behind: there is only the way forward. */
export function planFinish(
  observation: Observation,
  { promoted: winner, recovery }: ActionOf<'finishPromotion'>,
  timeouts: StepTimeouts,
): Plan {
  const memory = memoryOf(observation);
  const { failedPrimary } = recovery;
  const oldPrimary = observation.servers.find((server) => isFailedPrimary(server, failedPrimary));
  const oldEndpoints = [...failedPrimary.endpoints, ...(oldPrimary?.endpoints ?? [])];
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const { rowsAfter, readsOnPrimary } = handOver(
    observation,
    {
      oldPrimary: oldEndpoints,
      newPrimary: winner.endpoints,
      before: recovery.rowsBefore,
    },
    now,
  );
  const { readOnly, superReadOnly, isReadOnlyByHand } = winner.facts;
  const [oldChannel = null] = channelsWithin(observation, winner);
  // A replica may have been made so long before; one that took writes as the primary a person has closed since.
  const staysReadOnly = isReadOnlyByHand && (recovery.takesWrites || hasServed(observation, winner));
  const isPromoted = !readOnly && !superReadOnly && oldChannel === null;
  const left = oldPrimary === undefined ? [] : replicasOfFailed(observation, oldPrimary);
  // One that has received from the old primary again in the meantime may hold what the new one lacks.
  const safe = left.filter(({ server }) => contains(winner.facts.gtidExecuted, receivedBy(server)));
  const halfway = replicasOf(observation, winner).filter(({ channel }) => channel.receiver !== 'connected');
  const replicas = [...safe, ...halfway];
  const memoryAfter = {
    ...finished(observation, memory, winner, replicas),
    readsOnPrimary,
    primaryWasReadOnly: staysReadOnly,
  };
  return {
    says: `finish the promotion of ${nameOf(winner)}${staysReadOnly ? ', which a person has made read-only' : ''}`,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter,
    stages: stages([
      stage('semi-sync', semiSyncOffInVain(memory, winner, whoConfirms(observation, winner, replicas), timeouts)),
      // A person may have made it writable before it had applied everything: RESET REPLICA ALL throws the relay log away.
      stage(
        'apply',
        oldChannel === null || contains(winner.facts.gtidExecuted, receivedBy(winner))
          ? []
          : [applyStep({ server: winner, channel: oldChannel }, receivedBy(winner), timeouts)],
      ),
      {
        ...stage('promote', isPromoted || staysReadOnly ? [] : [makeWritableStep(winner, oldChannel, timeouts)]),
        underLock: true,
      },
      ...afterPromotion(
        observation,
        winner,
        replicas,
        memory,
        memoryAfter,
        observation.memoryRows,
        rowsAfter,
        timeouts,
        staysReadOnly,
      ),
    ]),
  };
}

function afterPromotion(
  observation: Observation,
  winner: AnsweringServer,
  replicas: readonly Replica[],
  memory: ClusterMemory,
  memoryAfter: ClusterMemory,
  rowsInMemory: readonly ServerRow[],
  rowsAfter: readonly ServerRow[],
  timeouts: StepTimeouts,
  staysReadOnly: boolean,
): Stage[] {
  const { cluster } = observation;
  const bound = timeouts.statementTimeoutMs;
  const inMemory = rewriteStatements(rowsInMemory, rowsAfter).length === 0;
  const done = inMemory && isOnlyWriter(observation, winner) && isLoaded(observation, rowsAfter);
  const prepare = prepareStep(`write down ${nameOf(winner)} as the writer`, cluster, rowsInMemory, rowsAfter, bound);
  const load = loadStep(`make ${nameOf(winner)} the writer`, cluster, rowsAfter);
  const followers = followersOf(observation, winner, replicas);
  return [
    stage('rewrite the hostgroups', done ? [] : [prepare]),
    stage(
      'look at the new primary',
      done || staysReadOnly ? [] : [livesBeforeLoad(observation, winner, memory, timeouts)],
    ),
    stage('load', done ? [] : [load]),
    ...rememberStopped(
      memory,
      followers.filter(({ channel }) => channel.receiver !== 'stopped'),
      observation,
      timeouts,
    ),
    stage('semi-sync', semiSyncBackSteps(observation, winner, memory, timeouts)),
    stage(
      'repoint',
      followers.map((replica) => repointStep(replica, winner, stoppedApplierOf(memory, replica), timeouts)),
    ),
    stage('semi-sync', semiSyncCheck(memory, winner, whoConfirms(observation, winner, replicas), timeouts)),
    // Where it could not be saved before, the failover is not finished; writes may wait for the replicas (semi-sync), they go first.
    stage('save', [saveStep(cluster, [nameIn(rowsAfter, winner)], bound)]),
    stage(
      'look at the new primary',
      staysReadOnly ? [] : [livesAtTheEnd(observation, winner, followers, memory, memoryAfter, timeouts)],
    ),
  ];
}

/** One that has died before its rows were loaded has taken no writes from here: another one is promoted in its place. */
function livesBeforeLoad(
  observation: Observation,
  winner: AnsweringServer,
  memory: ClusterMemory,
  timeouts: StepTimeouts,
): Step {
  const says = `remember that ${nameOf(winner)} was told to take writes`;
  return {
    ...stillWritableStep(winner, `see that ${nameOf(winner)} takes writes, before ProxySQL sends it any`),
    orElse: rememberStep(says, orderedTo(memory, observation), observation.at, timeouts.statementTimeoutMs),
    // One that is silent may live on, and other hosts may send it writes: nobody is promoted in its place.
    ifItFails: 'lookAgainIfDown',
  };
}

/**
 * One that has died as the writer is a dead primary like any other: it may have what nobody else has, and the next run fails over from it.
 * This failover counts for nothing then, so that it does not hold up that one.
 */
function livesAtTheEnd(
  observation: Observation,
  winner: AnsweringServer,
  followers: readonly Replica[],
  memory: ClusterMemory,
  memoryAfter: ClusterMemory,
  timeouts: StepTimeouts,
): Step {
  const after: ClusterMemory = {
    ...memoryAfter,
    // Nobody has seen that one follow.
    halted: withHalted(memory, followers),
    haltedAppliers: memory.haltedAppliers,
    followers: [],
  };
  return {
    ...stillWritableStep(winner, `see that ${nameOf(winner)} still takes writes`),
    orElse: rememberStep(
      `remember that ${nameOf(winner)} is the primary`,
      after,
      observation.at,
      timeouts.statementTimeoutMs,
    ),
  };
}

function followersOf(observation: Observation, winner: AnsweringServer, replicas: readonly Replica[]): Replica[] {
  return replicas.filter(
    ({ server, channel }) =>
      server !== winner &&
      server.facts.unsupported === null &&
      !isQuarantined(observation, server) &&
      // By position it would start at the new source's first binary log, and skip what that has purged.
      channel.autoPosition,
  );
}

/** Who follows it when the failover is over, or by now. */
function whoConfirms(observation: Observation, winner: AnsweringServer, replicas: readonly Replica[]): Replica[] {
  return [...followersOf(observation, winner, replicas), ...connectedReplicasOf(observation, winner)];
}

/**
 * Where the old primary is known by one name to its replicas and by another to ProxySQL, and no earlier run has seen it alive, the
 * writer that does not answer and that nobody can name is the same server.
 */
function endpointsOfOld(observation: Observation, oldPrimary: ObservedServer): [Endpoint, ...Endpoint[]] {
  const [first, ...more] = oldPrimary.endpoints;
  const isListed = rowsOfServer([...observation.memoryRows, ...observation.runtimeRows], oldPrimary).length > 0;
  if (isListed) return [first, ...more];
  const nameless = observation.servers.filter(
    (server) =>
      !server.answers &&
      server.serverUuid === null &&
      rowsOfServer(observation.memoryRows, server).some((row) => row.hostgroup === observation.cluster.writerHostgroup),
  );
  return [first, ...more, ...nameless.flatMap((server) => server.endpoints)];
}

function isOnDisk({ cluster, diskRows }: Observation, oldPrimary: readonly Endpoint[]): boolean {
  return diskRows.some((row) => row.hostgroup !== cluster.quarantineHostgroup && isOf(row, oldPrimary));
}

function stillServes(observation: Observation, oldPrimary: readonly Endpoint[]): boolean {
  const rows = [...observation.memoryRows, ...observation.runtimeRows];
  return rows.some((row) => row.hostgroup !== observation.cluster.quarantineHostgroup && isOf(row, oldPrimary));
}

function isOnlyWriter(observation: Observation, winner: AnsweringServer): boolean {
  const writers = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.writerHostgroup);
  return writers.length === 1 && rowsOfServer(writers, winner).length === 1;
}
