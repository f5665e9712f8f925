/** Settings as a config without settings of its own has them; a test that is about one of them says so itself. */
import type { Limits } from '../../src/diagnose/situation.ts';
import type { decide } from '../../src/plan/decide.ts';
import type { PlanSettings } from '../../src/plan/plan.ts';

export const LIMITS: Limits = { maxReplicationLagMs: 10_000, autoRejoin: true, quorum: 'majority' };

const TIMEOUTS = { applyTimeoutMs: 60_000, repointTimeoutMs: 10_000, reconnectTimeoutMs: 300 };

export const SETTINGS: PlanSettings = {
  ...LIMITS,
  ...TIMEOUTS,
  statementTimeoutMs: 1000,
  allowDataLoss: null,
  replicationUser: 'repl',
};

/** What of the config says whether a plan may be carried out. */
export const CONFIG: Parameters<typeof decide>[2] = {
  ...LIMITS,
  ...TIMEOUTS,
  autoFailover: true,
  recoveryPeriodBlockMs: 300_000,
  maxFailoversPerDay: 3,
  replication: { user: 'repl', password: '' },
};
