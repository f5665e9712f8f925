/** The steps of a failover from the moment at which the new primary takes writes, whichever run has come so far. */
import { connectedReplicasOf, isQuarantined, nameOf, type Replica, rowsOfServer } from '../diagnose/topology.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { AnsweringServer, Observation } from '../observe/observation.ts';
import { rewriteStatements } from '../proxysql/rewrite.ts';
import type { ServerRow } from '../proxysql/server-rows.ts';
import { rememberStopped, stoppedApplierOf, withHalted } from './halted.ts';
import { isLoaded, nameIn } from './hostgroups.ts';
import { semiSyncBackSteps, semiSyncCheck } from './semi-sync.ts';
import { type Stage, type Step, stage } from './steps.ts';
import { repointStep, type StepTimeouts, stillWritableStep } from './steps-on-mysql.ts';
import { loadStep, prepareStep, rememberStep, saveStep } from './steps-on-proxysql.ts';

interface Promotion {
  readonly winner: AnsweringServer;
  /** Who is to follow it, as far as they can. */
  readonly replicas: readonly Replica[];
  /** What is written down by then, and what will be when all is done. */
  readonly memory: ClusterMemory;
  readonly memoryAfter: ClusterMemory;
  /** The cluster's rows in mysql_servers by then, and in the end. */
  readonly rowsInMemory: readonly ServerRow[];
  readonly rowsAfter: readonly ServerRow[];
  /** False where a person has made it read-only since. */
  readonly takesWrites: boolean;
}

export function afterPromotion(observation: Observation, promotion: Promotion, timeouts: StepTimeouts): Stage[] {
  const { winner, replicas, memory, rowsInMemory, rowsAfter, takesWrites } = promotion;
  const { cluster } = observation;
  const bound = timeouts.statementTimeoutMs;
  const inMemory = rewriteStatements(rowsInMemory, rowsAfter).length === 0;
  const done = inMemory && isOnlyWriter(observation, winner) && isLoaded(observation, rowsAfter);
  const prepare = prepareStep(`write down ${nameOf(winner)} as the writer`, cluster, rowsInMemory, rowsAfter, bound);
  const load = loadStep(`make ${nameOf(winner)} the writer`, cluster, rowsAfter);
  const followers = followersOf(observation, winner, replicas);
  return [
    stage('rewrite the hostgroups', done ? [] : [prepare]),
    stage('look at the new primary', done || !takesWrites ? [] : [livesBeforeLoad(observation, promotion, timeouts)]),
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
    stage('look at the new primary', takesWrites ? [livesAtTheEnd(observation, promotion, followers, timeouts)] : []),
  ];
}

/** One that has died before its rows were loaded has taken no writes from here: another one is promoted in its place. */
function livesBeforeLoad(observation: Observation, { winner, memory }: Promotion, timeouts: StepTimeouts): Step {
  const says = `remember that ${nameOf(winner)} was told to take writes`;
  return {
    ...stillWritableStep(winner, `see that ${nameOf(winner)} takes writes, before ProxySQL sends it any`),
    orElse: rememberStep(says, orderedTo(memory, observation.hostUptime), observation.at, timeouts.statementTimeoutMs),
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
  { winner, memory, memoryAfter }: Promotion,
  followers: readonly Replica[],
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

/** Whom it promotes is told to take writes; `downAtUptime`: of this host, where it did not say that it does, else null. */
export function orderedTo(memory: ClusterMemory, downAtUptime: number | null): ClusterMemory {
  return { ...memory, recovery: memory.recovery && { ...memory.recovery, isOrdered: true, downAtUptime } };
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
export function whoConfirms(
  observation: Observation,
  winner: AnsweringServer,
  replicas: readonly Replica[],
): Replica[] {
  return [...followersOf(observation, winner, replicas), ...connectedReplicasOf(observation, winner)];
}

function isOnlyWriter(observation: Observation, winner: AnsweringServer): boolean {
  const writers = observation.runtimeRows.filter((row) => row.hostgroup === observation.cluster.writerHostgroup);
  return writers.length === 1 && rowsOfServer(writers, winner).length === 1;
}
