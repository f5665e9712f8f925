/** What a plan is made of, in lists that a test can compare. */
import { diagnose } from '../../src/diagnose/diagnose.ts';
import type { Observation } from '../../src/observe/observation.ts';
import { planFor } from '../../src/plan/plan.ts';
import { isRefusal, type Plan, type Refusal, type Step } from '../../src/plan/steps.ts';
import { LIMITS, SETTINGS } from './settings.ts';

/** @throws where nothing is planned, or it is refused. */
export function planOf(observation: Observation): Plan {
  return planned(planFor(observation, diagnose(observation, LIMITS), SETTINGS));
}

/** @throws where nothing is planned, or it is refused. */
export function planned(plan: Plan | Refusal | null): Plan {
  if (plan === null || isRefusal(plan)) throw new Error(`no plan: ${JSON.stringify(plan)}`);
  return plan;
}

type Stages = Pick<Plan, 'stages'>;

export function titlesOf({ stages }: Stages): string[] {
  return stages.map(({ title }) => title);
}

export function stepsOf({ stages }: Stages): Step[] {
  return stages.flatMap(({ steps }) => steps);
}

/** Statements that change something, in order; those of one stage together. */
export function statementsOf(plan: Stages): string[] {
  return stepsOf(plan).flatMap(({ statements }) => statements);
}
