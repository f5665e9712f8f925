/** From a diagnosis to ordered steps. Pure; what the observation shows to be done already is left out. */
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { Limits } from '../diagnose/situation.ts';
import type { Observation } from '../observe/observation.ts';
import { planAsking } from './ask.ts';
import { type FailoverSettings, planFailover, planFinish } from './failover.ts';
import { planFencing, planWithdrawal } from './fence.ts';
import { planFollow } from './follow.ts';
import { planReadmission, planSettingAside } from './readers.ts';
import { planRejoin } from './rejoin.ts';
import { planReturn, planStrays, planWritableAgain } from './repair.ts';
import { planSemiSync } from './semi-sync.ts';
import type { Plan, Refusal } from './steps.ts';

export interface PlanSettings extends FailoverSettings, Limits {
  /** The account with which a server reads from its source. */
  readonly replicationUser: string;
}

/** A plan, a refusal with its reason, or null where nothing is to be done. */
export function planFor(observation: Observation, diagnosis: Diagnosis, settings: PlanSettings): Plan | Refusal | null {
  const { primary } = diagnosis;
  switch (diagnosis.action) {
    case 'none':
      return null;
    case 'askReplicas':
      return primary === null ? null : planAsking(observation, primary, settings);
    case 'failOver':
      return primary === null ? null : planFailover(observation, diagnosis, primary, settings);
    case 'finishPromotion':
      return planFinish(observation, settings);
    case 'takePrimaryBack':
      return primary?.answers ? planReturn(observation, primary, settings) : null;
    case 'makePrimaryWritable':
      return primary?.answers ? planWritableAgain(observation, primary, settings) : null;
    case 'withdrawWriters':
      return planWithdrawal(observation, settings);
    case 'follow':
      return planFollow(observation, diagnosis, settings);
    case 'fence':
      return planFencing(observation, settings);
    case 'repointStrays':
      return primary?.answers ? planStrays(observation, primary, housekeeping(settings)) : null;
    case 'rejoin':
      return primary?.answers ? planRejoin(observation, primary, housekeeping(settings)) : null;
    case 'setReadersAside':
      return primary?.answers ? planSettingAside(observation, primary, settings) : null;
    case 'readmitReaders':
      return primary?.answers ? planReadmission(observation, primary, settings) : null;
    case 'restoreSemiSync':
      return primary?.answers ? planSemiSync(observation, primary, settings) : null;
  }
}

/** While a run waits for a replica that is no hurry, nobody sees the primary die. */
const HOUSEKEEPING_MS = 2000;

function housekeeping(settings: PlanSettings): PlanSettings {
  return { ...settings, repointTimeoutMs: Math.min(settings.repointTimeoutMs, HOUSEKEEPING_MS) };
}
