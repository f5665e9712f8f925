/** What a run would do, given what it sees. */
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { DiagnosisName } from '../../src/diagnose/diagnosis.ts';
import type { Observation } from '../../src/observe/observation.ts';
import { decide } from '../../src/plan/decide.ts';
import { stepsOf, titlesOf } from './plan.ts';
import { CONFIG, LIMITS } from './settings.ts';

export interface Told {
  readonly name: DiagnosisName;
  readonly says: string;
  readonly advice: string | null;
  /** Null where nothing is done. */
  readonly plan: string | null;
  readonly loss: string | null;
  readonly stages: readonly string[];
  readonly statementsOn: (server: string) => readonly string[];
}

export function told(observation: Observation): Told {
  const diagnosis = diagnose(observation, LIMITS);
  const { plan, refusal } = decide(observation, diagnosis, CONFIG);
  const steps = plan === null ? [] : stepsOf(plan);
  return {
    name: diagnosis.name,
    says: diagnosis.says,
    advice: refusal?.advice ?? diagnosis.advice,
    plan: refusal === null ? (plan?.says ?? null) : null,
    loss: plan?.loss ?? null,
    stages: plan === null ? [] : titlesOf(plan),
    statementsOn: (server) =>
      steps.flatMap(({ on, statements }) => (on.kind === 'mysql' && on.server === `${server}:3306` ? statements : [])),
  };
}
