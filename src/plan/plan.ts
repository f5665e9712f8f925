/** From a diagnosis to ordered steps. Pure; what the observation shows to be done already is left out. */
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import type { Observation } from '../observe/observation.ts';
import { planAsking } from './ask.ts';
import { planFailover, planFinish } from './failover.ts';
import { planFencing, planWithdrawal } from './fence.ts';
import { planReturn, planStrays, planWritableAgain } from './repair.ts';
import type { Plan, Refusal } from './steps.ts';
import type { StepTimeouts } from './steps-on-mysql.ts';

/** A plan, a refusal with its reason, or null where nothing is to be done. */
export function planFor(observation: Observation, diagnosis: Diagnosis, timeouts: StepTimeouts): Plan | Refusal | null {
  const { primary } = diagnosis;
  switch (diagnosis.action) {
    case 'none':
      return null;
    case 'askReplicas':
      return primary === null ? null : planAsking(observation, primary, timeouts);
    case 'failOver':
      return primary === null ? null : planFailover(observation, diagnosis, primary, timeouts);
    case 'finishPromotion':
      return planFinish(observation, timeouts);
    case 'takePrimaryBack':
      return primary?.answers ? planReturn(observation, primary, timeouts) : null;
    case 'makePrimaryWritable':
      return primary?.answers ? planWritableAgain(observation, primary, timeouts) : null;
    case 'withdrawWriters':
      return planWithdrawal(observation, timeouts);
    case 'fence':
      return planFencing(observation, timeouts);
    case 'repointStrays':
      return primary?.answers ? planStrays(observation, primary, timeouts) : null;
  }
}
