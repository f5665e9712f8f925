/** The steps of a failover. */
import type { DiagnosisName } from '../diagnose/diagnosis.ts';
import {
  fartherReplicas,
  followsAny,
  knownPrimary,
  knownServer,
  nameOf,
  type Replica,
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
import { afterPromotion, orderedTo, whoConfirms } from './after-promotion.ts';
import { type Choice, chooseCandidate } from './candidate.ts';
import { withHalted } from './halted.ts';
import { effectiveRows, handOver, isOf, rowsAfterSuccession, rowsWithout } from './hostgroups.ts';
import { describeLoss, whyTooMuchIsLost } from './loss.ts';
import { withoutChosen, withPassedOver } from './passed-over.ts';
import { beginRecovery, failedOf, finished } from './recovery.ts';
import { withSemiSync, withSemiSyncBefore } from './semi-sync.ts';
import { type Plan, type Refusal, type Step, stage, stages } from './steps.ts';
import {
  applyStep,
  fenceStep,
  fetchStep,
  makeWritableStep,
  type StepTimeouts,
  stopReceiverStep,
} from './steps-on-mysql.ts';
import { rememberStep, rewriteStep, saveStep, writersIn } from './steps-on-proxysql.ts';
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
      ...withoutChosen(recovery, winner, mustHave),
      promoting: knownServer(winner),
      takesWrites: false,
      isOrdered: false,
      isUntold: false,
      semiSyncBefore: withSemiSyncBefore(recovery, winner),
      loss,
    },
  };
  // Before the order goes out: a run that is killed with it under way cannot say so.
  const ordered = orderedTo(promoting, null);
  const isReady = donor === null && contains(winner.facts.gtidExecuted, mustHave);
  const untold: ClusterMemory = {
    ...promoting,
    recovery: promoting.recovery && { ...promoting.recovery, isUntold: true },
  };
  const passingOver = (step: Step, after: ClusterMemory, ifItFails: Step['ifItFails']): Step => {
    const isUntried = equals === 'untried';
    const orElse = passOverStep(after, winner, choice, observation, settings);
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
        rememberStep(
          `remember that ${nameOf(winner)} is to be promoted`,
          isReady ? ordered : promoting,
          observation.at,
          bound,
        ),
      ]),
      stage('semi-sync', semiSync.beforeApply),
      {
        ...stage('apply', [passingOver(semiSync.apply, untold, 'lookAgain')]),
        // That may have taken long, and the old primary may be back.
        ...(isReady ? {} : { thenLookAgain: 'always' }),
      },
      stage('semi-sync', semiSync.beforePromote),
      {
        ...stage('promote', [
          passingOver(semiSync.promote, orderedTo(promoting, observation.hostUptime), 'lookAgainIfRefused'),
        ]),
        underLock: true,
      },
      ...afterPromotion(
        observation,
        { winner, replicas, memory: ordered, memoryAfter, rowsInMemory: inMemory, rowsAfter, takesWrites: true },
        settings,
      ),
    ]),
  };
}

/** The one that this ProxySQL still has, where its successor has died before this host has seen that one as the primary. */
function primaryBefore(observation: Observation, oldPrimary: ObservedServer): ObservedServer[] {
  const recorded = observation.memory?.recovery == null ? knownPrimary(observation) : null;
  return recorded === null || recorded === oldPrimary || followsAny(observation, recorded) ? [] : [recorded];
}

/** For the next choice, in this run or the next. */
function passOverStep(
  promoting: ClusterMemory,
  winner: AnsweringServer,
  { equals, mustHave }: Extract<Choice, { readonly kind: 'chosen' }>,
  observation: Observation,
  timeouts: StepTimeouts,
): Step {
  const { recovery } = promoting;
  const isApplying = recovery?.isUntold === true && !contains(winner.facts.gtidExecuted, mustHave);
  const memory = {
    ...promoting,
    recovery: recovery && { ...recovery, ...withPassedOver(recovery, winner, equals, isApplying) },
  };
  const says = `remember that ${nameOf(winner)} could not be made the primary`;
  return rememberStep(says, memory, observation.at, timeouts.statementTimeoutMs);
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
