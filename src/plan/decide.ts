/** What comes of a diagnosis: the plan, and whether it may be carried out now. The one way, for a run and for a dry run. */
import type { Config } from '../config/schema.ts';
import type { Action, Diagnosis } from '../diagnose/diagnosis.ts';
import type { Observation } from '../observe/observation.ts';
import { whyTooSoon } from './anti-flapping.ts';
import { type PlanSettings, planFor } from './plan.ts';
import { type Quorum, quorumFor, whyNoQuorum } from './quorum.ts';
import { isRefusal, type Plan, type Refusal } from './steps.ts';

export interface Decision {
  /** Null where nothing is to be done, or nothing can be. */
  readonly plan: Plan | null;
  /** Why nothing is done: beside a plan, why this one is not carried out. */
  readonly refusal: Refusal | null;
  /** Whose locks it needs; null where it concerns this ProxySQL alone. */
  readonly quorum: Quorum | null;
}

type Limits = Pick<
  Config,
  | 'autoFailover'
  | 'allowDataLoss'
  | 'quorum'
  | 'applyTimeoutMs'
  | 'repointTimeoutMs'
  | 'reconnectTimeoutMs'
  | 'recoveryPeriodBlockMs'
  | 'maxFailoversPerDay'
  | 'maxReplicationLagMs'
  | 'autoRejoin'
  | 'replication'
>;

const STATEMENT_TIMEOUT_MS = 10000;

export function decide(observation: Observation, diagnosis: Diagnosis, limits: Limits): Decision {
  const plan = planFor(observation, diagnosis, planSettings(limits));
  if (plan === null) return { plan: null, refusal: null, quorum: null };
  if (isRefusal(plan)) return { plan: null, refusal: plan, quorum: null };
  const quorum = quorumFor(observation, diagnosis, limits.quorum);
  const tooSoon = whyNotNow(observation, diagnosis, limits);
  return { plan, refusal: tooSoon ?? (quorum === null ? null : whyNoQuorum(quorum)), quorum };
}

/** What a person wants to do alone where autoFailover is false: to decide who takes writes. */
const DECIDE_WHO_WRITES: readonly Action['kind'][] = [
  'failOver',
  'askReplicas',
  'makePrimaryWritable',
  'withdrawWriters',
  'fence',
];
const LEAD_TO_FAILOVER: readonly Action['kind'][] = ['failOver', 'askReplicas'];

function whyNotNow(observation: Observation, { action, name }: Diagnosis, limits: Limits): Refusal | null {
  // A promotion that this program gave up is its own to undo, and what it has begun it ends.
  const isBegun = action.kind === 'failOver' && observation.memory?.recovery != null;
  const isForAPerson = DECIDE_WHO_WRITES.includes(action.kind) && name !== 'givenUpServerWritable' && !isBegun;
  if (limits.autoFailover || !isForAPerson) {
    return LEAD_TO_FAILOVER.includes(action.kind) ? whyTooSoon(observation, limits) : null;
  }
  return {
    refused: 'autoFailover is false',
    advice: 'set autoFailover to true, or do it by hand',
    verdicts: [],
  };
}

function planSettings(limits: Limits): PlanSettings {
  return {
    allowDataLoss: limits.allowDataLoss ?? null,
    replicationUser: limits.replication.user,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applyTimeoutMs: limits.applyTimeoutMs,
    repointTimeoutMs: limits.repointTimeoutMs,
    reconnectTimeoutMs: limits.reconnectTimeoutMs,
  };
}
