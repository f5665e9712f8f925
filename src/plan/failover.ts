/** The steps of a failover, and of finishing one that an earlier run could not. */
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import {
  channelsWithin,
  fartherReplicas,
  followsAny,
  isFailedPrimary,
  isKnownAs,
  isQuarantined,
  knownServer,
  nameOf,
  type Replica,
  receivedBy,
  replicasOf,
  replicasOfFailed,
  rowsOfServer,
} from '../diagnose/topology.ts';
import { contains } from '../mysql/gtid-set.ts';
import { type Endpoint, sameEndpoint } from '../mysql/session.ts';
import {
  asFormerPrimary,
  type ClusterMemory,
  type FailedPrimary,
  givingUpChosen,
  memoryOf,
  type UnfinishedRecovery,
} from '../observe/memory.ts';
import type { AnsweringServer, Observation, ObservedServer } from '../observe/observation.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import { rowKey, type ServerRow, sameRow } from '../proxysql/server-rows.ts';
import { chooseCandidate } from './candidate.ts';
import { rememberStopped, stoppedApplierOf, withHalted } from './halted.ts';
import { effectiveRows, isOf, rowsAfterSuccession, rowsWithout } from './hostgroups.ts';
import { describeLoss, whyTooMuchIsLost } from './loss.ts';
import { settingsOf } from './receiver-settings.ts';
import { semiSyncCheck, semiSyncSteps, semiSyncToRestore } from './semi-sync.ts';
import { type Plan, PROMOTES_NOBODY, type Refusal, type Stage, type Step, stage, stages } from './steps.ts';
import {
  applyStep,
  fenceStep,
  fetchStep,
  makeWritableStep,
  repointStep,
  type StepTimeouts,
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
  diagnosis: Diagnosis,
  oldPrimary: ObservedServer,
  settings: FailoverSettings,
): Plan | Refusal {
  const replicas = replicasOfFailed(observation, oldPrimary);
  const choice = chooseCandidate(observation, replicas, fartherReplicas(observation, oldPrimary, replicas));
  if (choice.kind === 'none') return { refused: choice.because, advice: choice.advice, verdicts: choice.verdicts };

  const { candidate, donor, mustHave, equals } = choice;
  const winner = candidate.server;
  const memory = memoryOf(observation);
  const oldEndpoints = endpointsOfOld(observation, oldPrimary);
  const recovery = memory.recovery ?? beginRecovery(observation, diagnosis, oldPrimary, oldEndpoints);
  const promotion = { oldPrimary, failed: recovery.failedPrimary, newPrimary: winner, mustHave };
  const tooMuch = whyTooMuchIsLost(observation, promotion, settings.allowDataLoss);
  if (tooMuch !== null) return { ...tooMuch, verdicts: choice.verdicts };
  const loss = describeLoss(observation, promotion);
  const toStop = replicas.filter(
    (replica) => replica.channel.receiver !== 'stopped' && !cannotBeStopped(observation, replica),
  );
  const begun: ClusterMemory = { ...memory, halted: withHalted(memory, toStop), recovery };
  const promoting: ClusterMemory = {
    ...givingUpChosen(begun, winner.facts.serverUuid, observation.hostUptime),
    halted: withHalted(begun, [candidate]),
    haltedAppliers: [...new Set([...memory.haltedAppliers, winner.facts.serverUuid])],
    recovery: {
      ...recovery,
      promoting: knownServer(winner),
      loss,
    },
  };
  const passingOver = (step: Step, ifItFails: Step['ifItFails']): Step => {
    if (equals === 'none') return step;
    const isUntried = equals === 'untried';
    const orElse = passOverStep(promoting, winner, isUntried, observation, settings);
    return { ...step, orElse, ifItFails: isUntried ? ifItFails : 'stop' };
  };
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const serves = stillServes(observation, oldEndpoints);
  const withdrawn = serves ? rowsWithout(oldEndpoints, now, observation.cluster) : now;
  const inMemory = serves ? withdrawn : observation.memoryRows;
  const rowsAfter = rowsAfterSuccession(
    { oldPrimary: oldEndpoints, newPrimary: winner.endpoints, before: recovery.rowsBefore },
    withdrawn,
    observation.cluster,
  );
  const bound = settings.statementTimeoutMs;
  const stillAnswers = oldPrimary.answers ? [fenceStep(oldPrimary, settings)] : [];
  return {
    says: `promote ${nameOf(winner)} in place of ${nameOf(oldPrimary)}`,
    loss,
    verdicts: choice.verdicts,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: finished(observation, promoting, winner, replicas),
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
          toStop.map((one) => ({
            ...stopReceiverStep(one, settings),
            orElse: rememberStep(
              `remember that the receiver of ${nameOf(one.server)} could not be stopped`,
              { ...begun, recovery: withUnstoppable(recovery, one, observation.at) },
              observation.at,
              bound,
            ),
          })),
        ),
        thenLookAgain: 'always',
      },
      stage('remember', [
        rememberStep(`remember that ${nameOf(winner)} is to be promoted`, promoting, observation.at, bound),
      ]),
      stage('apply', [
        donor === null
          ? passingOver(applyStep(candidate, mustHave, settings), 'lookAgain')
          : fetchStep(candidate, donor, mustHave, settings),
      ]),
      stage('semi-sync', semiSyncSteps(memory, winner, followersOf(observation, winner, replicas), settings)),
      {
        ...stage('promote', [passingOver(makeWritableStep(winner, candidate.channel, settings), 'lookAgainIfRefused')]),
        underLock: true,
      },
      ...afterPromotion(observation, winner, replicas, promoting, inMemory, rowsAfter, settings),
    ]),
  };
}

/** The next choice, in this run or the next, begins with another server that has the same; where all were tried, with the first of them. */
function passOverStep(
  promoting: ClusterMemory,
  winner: AnsweringServer,
  isAnotherUntried: boolean,
  observation: Observation,
  timeouts: StepTimeouts,
): Step {
  const { recovery } = promoting;
  const tried = isAnotherUntried ? (recovery?.passedOver ?? []) : [];
  const passedOver = [...tried, winner.facts.serverUuid];
  const memory = { ...promoting, recovery: recovery && { ...recovery, passedOver } };
  const says = `remember that ${nameOf(winner)} could not be made the primary`;
  return rememberStep(says, memory, observation.at, timeouts.statementTimeoutMs);
}

/** The promoted server has left its old source behind: there is only the way forward. */
export function planFinish(observation: Observation, timeouts: StepTimeouts): Plan | null {
  const memory = memoryOf(observation);
  const { recovery } = memory;
  if (recovery === null || recovery.promoting === null) return null;
  const { promoting, failedPrimary } = recovery;
  const winner = observation.servers.find((server) => isKnownAs(server, promoting));
  if (winner === undefined || !winner.answers) return null;
  const oldPrimary = observation.servers.find((server) => isFailedPrimary(server, failedPrimary));
  const oldEndpoints = [...failedPrimary.endpoints, ...(oldPrimary?.endpoints ?? [])];
  const now = effectiveRows(observation.memoryRows, observation.runtimeRows);
  const rowsAfter = rowsAfterSuccession(
    { oldPrimary: oldEndpoints, newPrimary: winner.endpoints, before: recovery.rowsBefore },
    now,
    observation.cluster,
  );
  const { readOnly, superReadOnly } = winner.facts;
  const [oldChannel = null] = channelsWithin(observation, winner);
  const isPromoted = !readOnly && !superReadOnly && oldChannel === null;
  const left = oldPrimary === undefined ? [] : replicasOfFailed(observation, oldPrimary);
  // One that has received from the old primary again in the meantime may hold what the new one lacks.
  const safe = left.filter(({ server }) => contains(winner.facts.gtidExecuted, receivedBy(server)));
  const halfway = replicasOf(observation, winner).filter(({ channel }) => channel.receiver !== 'connected');
  return {
    says: `finish the promotion of ${nameOf(winner)}`,
    ...PROMOTES_NOBODY,
    rowsBefore: now,
    rowsAfter,
    memoryAfter: finished(observation, memory, winner, [...safe, ...halfway]),
    stages: stages([
      {
        ...stage('promote', isPromoted ? [] : [makeWritableStep(winner, oldChannel, timeouts)]),
        underLock: true,
      },
      ...afterPromotion(
        observation,
        winner,
        [...safe, ...halfway],
        memory,
        observation.memoryRows,
        rowsAfter,
        timeouts,
      ),
    ]),
  };
}

function afterPromotion(
  observation: Observation,
  winner: AnsweringServer,
  replicas: readonly Replica[],
  memory: ClusterMemory,
  rowsInMemory: readonly ServerRow[],
  rowsAfter: readonly ServerRow[],
  timeouts: StepTimeouts,
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
    stage('load', done ? [] : [load]),
    ...rememberStopped(
      memory,
      followers.filter(({ channel }) => channel.receiver !== 'stopped'),
      observation,
      timeouts,
    ),
    stage(
      'repoint',
      followers.map((replica) => repointStep(replica, winner, stoppedApplierOf(memory, replica), timeouts)),
    ),
    stage('semi-sync', semiSyncCheck(memory, winner, followers, timeouts)),
    // Where it could not be saved before, the failover is not finished; writes may wait for the replicas (semi-sync), they go first.
    stage('save', [saveStep(cluster, [winner.endpoints[0]], bound)]),
  ];
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

/** Halted is then only who did not answer: the others have a source again. */
export function finished(
  observation: Observation,
  memory: ClusterMemory,
  winner: AnsweringServer,
  replicas: readonly Replica[],
): ClusterMemory {
  const running = [winner, ...replicas.map(({ server }) => server)].map(({ facts }) => facts.serverUuid);
  const failed = memory.recovery === null ? [] : [memory.recovery.failedPrimary];
  const former = [...failed, ...leftByOthers(observation, memory, winner, replicas)].map((one) =>
    asFormerPrimary(one, observation.hostUptime),
  );
  const others = memory.setAside.filter(
    (one) => !isFailedPrimary(winner, one) && !former.some((old) => isSame(old, one)),
  );
  const still = (halted: readonly string[]) => halted.filter((serverUuid) => !running.includes(serverUuid));
  return {
    ...memory,
    primary: knownServer(winner),
    primaryStartedAt: winner.facts.processStartedAt,
    semiSyncToRestore: semiSyncToRestore(memory),
    halted: still(memory.halted),
    haltedAppliers: still(memory.haltedAppliers),
    setAside: [...others, ...former],
    // Whoever lost the old primary has to find the new one first.
    troubledReaders: [],
    receiverSettings: settingsOf(
      replicas.filter(({ server }) => server !== winner),
      memory.receiverSettings,
    ),
    recovery: null,
  };
}

/**
 * Who followed at the last healthy look, and follows nobody now or does not answer: a run on another host may have been about to promote
 * it, and died when it had forgotten its source.
 */
function leftByOthers(
  observation: Observation,
  { servers, recovery, troubledReaders }: ClusterMemory,
  winner: AnsweringServer,
  replicas: readonly Replica[],
): FailedPrimary[] {
  return observation.servers.flatMap((server): FailedPrimary[] => {
    const known = servers.find((one) => isKnownAs(server, one));
    if (known === undefined || server === winner || replicas.some((replica) => replica.server === server)) return [];
    if (troubledReaders.some((one) => one.serverUuid === known.serverUuid && one.endedAt == null)) return [];
    if (recovery !== null && isFailedPrimary(server, recovery.failedPrimary)) return [];
    if (isQuarantined(observation, server) || followsAny(observation, server)) return [];
    return [{ serverUuid: known.serverUuid, endpoints: server.endpoints }];
  });
}

function isSame(a: FailedPrimary, b: FailedPrimary): boolean {
  if (a.serverUuid !== null && b.serverUuid !== null) return a.serverUuid === b.serverUuid;
  return a.endpoints.some((endpoint) => b.endpoints.some((other) => sameEndpoint(endpoint, other)));
}

export function beginRecovery(
  observation: Observation,
  diagnosis: Diagnosis,
  oldPrimary: ObservedServer,
  endpoints: readonly [Endpoint, ...Endpoint[]],
): UnfinishedRecovery {
  return {
    id: `${observation.cluster.name}-${new Date(observation.at).toISOString()}`,
    startedAt: observation.at,
    diagnosis: diagnosis.name,
    failedPrimary: {
      serverUuid: oldPrimary.answers ? oldPrimary.facts.serverUuid : oldPrimary.serverUuid,
      endpoints,
    },
    rowsBefore: rowsBefore(observation, endpoints),
    promoting: null,
    passedOver: [],
    unstoppable: [],
    loss: null,
    isPlannedChange: false,
  };
}

/** ProxySQL's monitor takes a dead writer for a reader after some misses; what memory says of its roles is older and right. */
function rowsBefore({ cluster, memoryRows, runtimeRows }: Observation, oldPrimary: readonly Endpoint[]): ServerRow[] {
  const ofOld = (rows: readonly ServerRow[]) => rows.filter((row) => isOf(row, oldPrimary));
  const isWriter = (row: ServerRow) => row.hostgroup === cluster.writerHostgroup;
  const configured = ofOld(memoryRows);
  const now = effectiveRows(memoryRows, runtimeRows);
  if (!configured.some(isWriter)) return now;
  const own = ofOld(runtimeRows).some(isWriter) ? ofOld(now) : configured;
  return [...own, ...now.filter((row) => !isOf(row, oldPrimary))];
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

/** A run may be killed between the rewrite and its LOAD, and ProxySQL's monitor may have made the same server the writer. */
export function isLoaded({ runtimeRows }: Observation, rows: readonly ServerRow[]): boolean {
  const atRuntime = new Map(runtimeRows.map((row) => [rowKey(row), row]));
  return rows.every((row) => {
    const loaded = atRuntime.get(rowKey(row));
    return loaded !== undefined && sameRow({ ...loaded, status: row.status }, row);
  });
}

function isOnlyWriter(observation: Observation, winner: AnsweringServer): boolean {
  const writers = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.writerHostgroup);
  return writers.length === 1 && rowsOfServer(writers, winner).length === 1;
}
