/** The steps that finish a promotion which an earlier run could not. */
import type { ActionOf } from '../diagnose/diagnosis.ts';
import { hasServed } from '../diagnose/has-served.ts';
import {
  channelsWithin,
  isFailedPrimary,
  nameOf,
  receivedBy,
  replicasOf,
  replicasOfFailed,
} from '../diagnose/topology.ts';
import { contains } from '../mysql/gtid-set.ts';
import { memoryOf } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { afterPromotion, whoConfirms } from './after-promotion.ts';
import { effectiveRows, handOver } from './hostgroups.ts';
import { finished } from './recovery.ts';
import { semiSyncOffInVain } from './semi-sync.ts';
import { type Plan, PROMOTES_NOBODY, stage, stages } from './steps.ts';
import { applyStep, makeWritableStep, type StepTimeouts } from './steps-on-mysql.ts';

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
        {
          winner,
          replicas,
          memory,
          memoryAfter,
          rowsInMemory: observation.memoryRows,
          rowsAfter,
          takesWrites: !staysReadOnly,
        },
        timeouts,
      ),
    ]),
  };
}
