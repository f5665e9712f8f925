/** From a diagnosis to ordered steps. Pure; what the observation shows to be done already is left out. */
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { Observation } from '../observe/observation.ts';
import { planAsking } from './ask.ts';
import { type FailoverSettings, planFailover } from './failover.ts';
import { planFencing, planWithdrawal } from './fence.ts';
import { planFinish } from './finish-promotion.ts';
import { planFollow } from './follow.ts';
import { planEndingReads, planReadmission, planSettingAside } from './readers.ts';
import { planRejoin, type RejoinSettings } from './rejoin.ts';
import { planRestoration, planReturn, planStrays, planWritableAgain } from './repair.ts';
import { planSemiSync } from './semi-sync.ts';
import type { Plan, Refusal } from './steps.ts';

export type PlanSettings = FailoverSettings & RejoinSettings;

/** A plan, or a refusal with its reason; null where nothing is to be done. */
export function planFor(observation: Observation, diagnosis: Diagnosis, settings: PlanSettings): Plan | Refusal | null {
  const { action } = diagnosis;
  switch (action.kind) {
    case 'none':
      return null;
    case 'askReplicas':
      return planAsking(observation, action, settings);
    case 'failOver':
      return planFailover(observation, diagnosis.name, action.primary, settings);
    case 'finishPromotion':
      return planFinish(observation, action, settings);
    case 'takePrimaryBack':
      return planReturn(observation, action, settings);
    case 'makePrimaryWritable':
      return planWritableAgain(observation, action.primary, settings);
    case 'withdrawWriters':
      return planWithdrawal(observation, action.writers, settings);
    case 'follow':
      return planFollow(observation, diagnosis.name, action.moved, settings);
    case 'fence':
      return planFencing(
        observation,
        action.servers,
        diagnosis.name === 'formerPrimaryWritable' ? housekeeping(settings) : settings,
      );
    case 'restoreRows':
      return planRestoration(observation, action, settings);
    case 'repointStrays':
      return planStrays(observation, action, housekeeping(settings));
    case 'rejoin':
      return planRejoin(observation, action, housekeeping(settings));
    case 'setReadersAside':
      return planSettingAside(observation, action, settings);
    case 'readmitReaders':
      return planReadmission(observation, action, settings);
    case 'endReadsOnPrimary':
      return planEndingReads(observation, action, settings);
    case 'restoreSemiSync':
      return planSemiSync(observation, action, settings);
  }
}

/** While a run waits for a replica that is no hurry, nobody sees the primary die. */
const HOUSEKEEPING_MS = 2000;

function housekeeping(settings: PlanSettings): PlanSettings {
  return {
    ...settings,
    statementTimeoutMs: Math.min(settings.statementTimeoutMs, HOUSEKEEPING_MS),
    repointTimeoutMs: Math.min(settings.repointTimeoutMs, HOUSEKEEPING_MS),
  };
}
