/** A row of the diagnosis table: what it looks for in the situation, and what it says, shows and does about what it found. */
import type { Action, Diagnosis, DiagnosisName } from './diagnosis.ts';
import type { Situation } from './situation.ts';

export interface Condition {
  readonly name: DiagnosisName;
  /** Null where it does not hold. */
  readonly diagnose: (situation: Situation) => Diagnosis | null;
}

interface Row<Found> {
  readonly name: DiagnosisName;
  /** What the condition is about, where it holds: a server, servers, or nothing but that it does. */
  readonly when: (situation: Situation) => Found | null | false;
  readonly says: (situation: Situation, found: Found) => string;
  readonly evidence: (situation: Situation, found: Found) => string[];
  /** Without it, nothing is done. */
  readonly action?: (found: Found, situation: Situation) => Action;
  /** What a person can do, where nothing is done and something has to be. */
  readonly advice?: string;
}

const NOTHING_IS_DONE: Action = { kind: 'none' };

export function condition<Found>({ name, when, says, evidence, action, advice }: Row<Found>): Condition {
  return {
    name,
    diagnose: (situation) => {
      const found = when(situation);
      if (found === null || found === false) return null;
      return {
        name,
        says: says(situation, found),
        evidence: evidence(situation, found),
        action: action?.(found, situation) ?? NOTHING_IS_DONE,
        advice: advice ?? '',
        primary: situation.primary?.server ?? null,
      };
    },
  };
}

/** The list, where it has anything in it. */
export function some<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}
