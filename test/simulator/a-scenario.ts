/** A scenario told by what is special about it: three servers, a the primary, everything else as plain as can be. */
import type { Fault, Happening, Scenario, ServerPlan, Trigger } from './scenario.ts';

export interface ScenarioStory extends Partial<Omit<Scenario, 'servers' | 'faults'>> {
  /** By name; a to c unless said otherwise. */
  readonly servers?: Readonly<Record<string, Partial<ServerPlan>>>;
  readonly faults?: readonly Fault[];
}

export function aScenario({ servers = { a: {}, b: {}, c: {} }, faults = [], ...story }: ScenarioStory): Scenario {
  return {
    seed: 0,
    servers: Object.entries(servers).map(([name, plan]) => ({
      name,
      follows: name === 'a' ? null : 'a',
      startsReadOnly: true,
      logBin: true,
      logReplicaUpdates: true,
      relayLogRecovery: false,
      applyMs: 2,
      rule: 'neutral',
      version: '8.4.6',
      ...plan,
    })),
    layout: 'plain',
    hosts: 1,
    proxysqlCluster: false,
    intervalMs: 1000,
    thinkMs: 300,
    semiSync: null,
    connectRetryMs: 1000,
    retryCount: 86_400,
    netTimeoutMs: 5000,
    heartbeatSeconds: 30,
    writesPastProxysql: false,
    idleHosts: [],
    stopsWritingAt: null,
    quorum: (story.hosts ?? 1) === 1 ? 'any' : 'majority',
    recoveryPeriodBlockMs: 0,
    faults,
    ...story,
  };
}

export function fault(when: Trigger | number, what: Happening, forMs = 30_000): Fault {
  return { when: typeof when === 'number' ? { at: when } : when, forMs, what };
}

/** At the n-th statement with which the program changes something after the first fault. */
export function atChange(change: number, moment: 'before' | 'sent' | 'answered' = 'before', plusMs = 0): Trigger {
  return { change, moment, plusMs };
}

export function dies(server: string, at: Trigger | number = 3000, forMs = 30_000): Fault {
  return fault(at, { kind: 'crash', server }, forMs);
}

/** Two servers and two hosts: the one that has promoted b dies, and a thaws, writable, before the other has looked. */
export const THAWS_BEFORE_THE_OTHER_HOST_FOLLOWS: ScenarioStory = {
  seed: 1,
  hosts: 2,
  thinkMs: 20_000,
  servers: { a: {}, b: {} },
  faults: [
    fault(3000, { kind: 'freeze', server: 'a' }, 5100),
    fault(7900, { kind: 'killProxysql', host: 'script2', takesRunAlong: true }, 3000),
  ],
};
