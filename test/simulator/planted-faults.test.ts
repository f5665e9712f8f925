/** Faults planted in the program on purpose: each must be found, by name. Without it the same scenarios break nothing. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Action, Diagnosis } from '../../src/diagnose/diagnosis.ts';
import type { HeldQuorum, takeQuorum } from '../../src/execute/quorum.ts';
import type { Session } from '../../src/mysql/session.ts';
import { SELECT_MEMORIES } from '../../src/observe/memory.ts';
import type { Observation, ServerFacts } from '../../src/observe/observation.ts';
import type { Choice } from '../../src/plan/candidate.ts';
import type { Plan, Refusal, Stage, Step } from '../../src/plan/steps.ts';
import { LOAD_SERVERS_TO_RUNTIME, SAVE_SERVERS_TO_DISK } from '../../src/proxysql/server-rows.ts';
import type { World } from '../../src/run/world.ts';
import {
  aScenario,
  atChange,
  dies,
  fault,
  type ScenarioStory,
  THAWS_BEFORE_THE_OTHER_HOST_FOLLOWS,
} from './a-scenario.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulation.ts';
import type { InvariantName } from './violation.ts';

interface Planted {
  plan?: (plan: Plan) => Plan;
  /** What the plan is made from; the diagnosis is another's. */
  observation?: (observation: Observation) => Observation;
  diagnosedFrom?: (observation: Observation) => Observation;
  diagnosis?: (diagnosis: Diagnosis) => Diagnosis;
  choice?: (choice: Choice, replicas: readonly unknown[]) => Choice;
  neverTooSoon?: boolean;
  needed?: number;
  takeQuorum?: (original: typeof takeQuorum, ...args: Parameters<typeof takeQuorum>) => ReturnType<typeof takeQuorum>;
}

const planted = vi.hoisted((): Planted => ({}));

vi.mock('../../src/plan/plan.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/plan/plan.ts')>();
  const planFor: typeof original.planFor = (observation, ...rest) => {
    const plan: Plan | Refusal | null = original.planFor(planted.observation?.(observation) ?? observation, ...rest);
    return plan === null || 'refused' in plan ? plan : (planted.plan?.(plan) ?? plan);
  };
  return { ...original, planFor };
});

vi.mock('../../src/diagnose/diagnose.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/diagnose/diagnose.ts')>();
  const diagnose: typeof original.diagnose = (observation, ...rest) => {
    const diagnosis = original.diagnose(planted.diagnosedFrom?.(observation) ?? observation, ...rest);
    return planted.diagnosis?.(diagnosis) ?? diagnosis;
  };
  return { ...original, diagnose };
});

vi.mock('../../src/diagnose/voters.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/diagnose/voters.ts')>();
  const neededOf: typeof original.neededOf = (...args) => planted.needed ?? original.neededOf(...args);
  return { ...original, neededOf };
});

vi.mock('../../src/execute/quorum.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/execute/quorum.ts')>();
  const takes: typeof takeQuorum = (...args) =>
    planted.takeQuorum?.(original.takeQuorum, ...args) ?? original.takeQuorum(...args);
  return { ...original, takeQuorum: takes };
});

vi.mock('../../src/plan/anti-flapping.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/plan/anti-flapping.ts')>();
  const whyTooSoon: typeof original.whyTooSoon = (...args) =>
    planted.neverTooSoon ? null : original.whyTooSoon(...args);
  return { ...original, whyTooSoon };
});

vi.mock('../../src/plan/candidate.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/plan/candidate.ts')>();
  const chooseCandidate: typeof original.chooseCandidate = (observation, replicas, ...rest) => {
    const choice = original.chooseCandidate(observation, replicas, ...rest);
    if (planted.choice === undefined || choice.kind === 'none') return choice;
    // By position in the list instead of by what each has received.
    const first = replicas[0] ?? choice.candidate;
    return { ...choice, candidate: first, donor: null, mustHave: first.server.facts.gtidExecuted };
  };
  return { ...original, chooseCandidate };
});

afterEach(() => {
  for (const key of Object.keys(planted)) delete planted[key as keyof Planted];
});

function stagesOf(change: (stages: readonly Stage[]) => readonly Stage[]): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, stages: change(plan.stages) });
}

function stepsOf(change: (step: Step, stage: Stage) => Step): (plan: Plan) => Plan {
  return stagesOf((stages) =>
    stages.map((stage) => ({ ...stage, steps: stage.steps.map((step) => change(step, stage)) })),
  );
}

function withoutAction(kind: Action['kind']): (diagnosis: Diagnosis) => Diagnosis {
  return (diagnosis) =>
    diagnosis.action.kind === kind ? { ...diagnosis, action: { kind: 'none' }, advice: 'wait' } : diagnosis;
}

function withFacts(change: (facts: ServerFacts) => ServerFacts): (observation: Observation) => Observation {
  return (observation) => ({
    ...observation,
    servers: observation.servers.map((server) =>
      server.answers ? { ...server, facts: change(server.facts) } : server,
    ),
  });
}

function without(title: string): (plan: Plan) => Plan {
  return stagesOf((stages) => stages.filter((stage) => stage.title !== title));
}

/** The old primary is taken out, and that is saved, when the other is writable. */
const withdrawnLate = stagesOf((stages) => {
  const promotion = stages.findIndex((stage) => stage.title === 'promote');
  const isLate = ({ title }: Stage, index: number) => index < promotion && (title === 'withdraw' || title === 'save');
  const late = stages.filter(isLate);
  return stages.flatMap((stage, index) =>
    index === promotion ? [stage, ...late] : isLate(stage, index) ? [] : [stage],
  );
});

/** Takes the stages called `title` out and puts them behind, or in front of, the stage called `other`. */
function moved(title: string, where: 'before' | 'after', other: string): (plan: Plan) => Plan {
  return stagesOf((stages) => {
    const taken = stages.filter((stage) => stage.title === title);
    return stages.flatMap((stage) => {
      if (stage.title === title) return stages.some((one) => one.title === other) ? [] : [stage];
      if (stage.title !== other) return [stage];
      return where === 'after' ? [stage, ...taken] : [...taken, stage];
    });
  });
}

/** A world whose admin interface does something else with some statements. */
function adminThat(change: (sql: string, admin: Session) => string | null): (world: World) => World {
  return (world) => ({
    ...world,
    admin: {
      ...world.admin,
      query: async (sql, timeoutMs) => {
        const changed = change(sql, world.admin);
        return changed === null ? { rows: [], affectedRows: 0 } : world.admin.query(changed, timeoutMs);
      },
    },
  });
}

interface Plant extends Planted {
  readonly title: string;
  readonly breaks: InvariantName;
  readonly story: ScenarioStory;
  readonly takesLock?: boolean;
  readonly endsItself?: boolean;
  readonly changeWorld?: (world: World) => World;
}

const neverAsks: Omit<HeldQuorum, 'release'> = {
  whyLost: async () => null,
  whoIsBack: async () => null,
  widen: async () => 'enough',
};
const noLock = async () => ({ ...neverAsks, release: () => undefined });
const isRewrite = (step: Step): boolean => step.statements.includes(LOAD_SERVERS_TO_RUNTIME);
const laggards = fault(2800, { kind: 'lockApplier', server: 'b' }, 2500);
const laggard = fault(2800, { kind: 'lockApplier', server: 'c' }, 2500);

const PLANTS: readonly Plant[] = [
  {
    title: 'the old primary is taken out after the promotion instead of before',
    plan: withdrawnLate,
    story: { faults: [dies('a')] },
    breaks: 'oldPrimaryLeavesFirst',
  },
  {
    title: 'one witness is believed: this host does not reach the primary, its replicas do',
    diagnosis: (diagnosis) =>
      diagnosis.name === 'unreachablePrimary' && diagnosis.primary !== null
        ? { ...diagnosis, name: 'deadPrimary', action: { kind: 'failOver', primary: diagnosis.primary } }
        : diagnosis,
    story: { faults: [fault(3000, { kind: 'cut', from: 'script', to: 'a', bothWays: true })] },
    breaks: 'twoWitnesses',
  },
  {
    title: 'both locks are forgotten: the one of this host and the one of the servers',
    takesLock: false,
    takeQuorum: noLock,
    story: { intervalMs: 500, faults: [dies('a'), laggards, laggard] },
    breaks: 'oneRun',
  },
  {
    title: 'a second failover follows on the heels of the first',
    neverTooSoon: true,
    story: { recoveryPeriodBlockMs: 300_000, faults: [dies('a'), dies('b', 9000)] },
    breaks: 'failoversKeepTheirDistance',
  },
  {
    title: 'the lock of the other hosts is forgotten',
    takeQuorum: noLock,
    story: { hosts: 2, faults: [dies('a')] },
    breaks: 'oneHost',
  },
  {
    title: 'the lock of any one server is enough for each of two hosts',
    needed: 1,
    story: {
      hosts: 2,
      faults: [
        dies('a'),
        fault(2800, { kind: 'cut', from: 'script', to: 'c', bothWays: true }, 3000),
        fault(2800, { kind: 'cut', from: 'script2', to: 'b', bothWays: true }, 3000),
      ],
    },
    breaks: 'oneHost',
  },
  {
    title: 'nobody asks again whether the lock is still held',
    takeQuorum: async (original, ...args) => {
      const taken = await original(...args);
      return 'refused' in taken ? taken : Object.assign(taken, neverAsks);
    },
    story: {
      hosts: 2,
      servers: { a: {}, b: {}, c: { rule: 'prefer' }, d: {} },
      faults: [
        dies('a'),
        // The one that promotes c waits for its applier, while the others restart and give their locks to a host that cannot see c.
        fault(2800, { kind: 'lockApplier', server: 'c' }, 5000),
        fault(2800, { kind: 'cut', from: 'script2', to: 'c', bothWays: true }, 6000),
        dies('b', 5000, 200),
        dies('d', 5000, 200),
      ],
    },
    breaks: 'twoWitnesses',
  },
  {
    title: 'the other host does not follow',
    diagnosis: withoutAction('follow'),
    story: { hosts: 2, faults: [dies('a')] },
    breaks: 'settles',
  },
  {
    title: 'what another host has promoted is taken for an intruder',
    diagnosedFrom: withFacts((facts) => ({ ...facts, promotedSecondsAgo: null })),
    story: THAWS_BEFORE_THE_OTHER_HOST_FOLLOWS,
    breaks: 'primaryKeepsWriting',
  },
  {
    title: 'the candidate is chosen by position instead of by set',
    choice: (choice) => choice,
    story: { faults: [fault(2000, { kind: 'cut', from: 'a', to: 'b', bothWays: true }), dies('a', 4000)] },
    breaks: 'nothingReceivedIsLost',
  },
  {
    title: 'nobody waits for the applier',
    plan: (plan) => ({
      ...plan,
      stages: plan.stages.map((stage) =>
        stage.title === 'apply'
          ? { ...stage, steps: stage.steps.map((step) => ({ ...step, verify: null })), thenLookAgain: 'never' }
          : stage,
      ),
    }),
    story: { faults: [dies('a'), laggards, laggard] },
    breaks: 'nothingReceivedIsLost',
  },
  {
    title: 'the candidate takes writes before it has applied everything',
    plan: moved('apply', 'after', 'promote'),
    story: { faults: [dies('a'), laggards, laggard] },
    breaks: 'nothingReceivedIsLost',
  },
  {
    title: 'receivers are not stopped',
    plan: without('stop receiving'),
    story: {
      thinkMs: 120,
      writesPastProxysql: true,
      netTimeoutMs: 1000,
      faults: [
        fault(3000, { kind: 'freeze', server: 'a' }, 5000),
        fault(3000, { kind: 'cut', from: 'a', to: 'b', bothWays: true }),
        fault(3000, { kind: 'lockApplier', server: 'b' }, 6000),
      ],
    },
    breaks: 'nothingReceivedIsLost',
  },
  {
    title: 'the memory is not written',
    changeWorld: adminThat((sql) =>
      sql.startsWith('INSERT OR REPLACE INTO disk.proxysql_failover_state') ? null : sql,
    ),
    story: { faults: [dies('a'), fault(atChange(10, 'answered'), { kind: 'killRun', host: 'script' })] },
    breaks: 'settles',
  },
  {
    title: 'the memory is not read',
    changeWorld: adminThat((sql) => sql.replace(SELECT_MEMORIES, `${SELECT_MEMORIES} WHERE 0`)),
    story: {},
    breaks: 'quietWhenQuiet',
  },
  {
    title: 'the rewritten hostgroups are not read back',
    plan: stepsOf((step) => (step.on.kind === 'proxysql' ? { ...step, verify: null } : step)),
    story: {
      // Whenever the program sends something for a while.
      faults: [
        dies('a'),
        ...[3, 4, 5, 6, 7, 8, 9, 10].map((n) => fault(atChange(n), { kind: 'reloadMemory', host: 'script' })),
      ],
    },
    breaks: 'oldPrimaryLeavesFirst',
  },
  {
    title: 'a primary is believed to have waited for its replicas to the end, however short its timeout is',
    observation: ({ memory, ...observation }) => ({
      ...observation,
      memory: memory?.semiSync ? { ...memory, semiSync: { ...memory.semiSync, timeoutMs: 60_000 } } : memory,
    }),
    story: {
      semiSync: { waitForReplicaCount: 1, timeoutMs: 200 },
      thinkMs: 50,
      faults: [
        ...['b', 'c'].map((to) => fault(3100, { kind: 'cut', from: 'a', to, bothWays: true }, 3000)),
        dies('a', 3800),
      ],
    },
    breaks: 'lossIsTold',
  },
  {
    title: "a replica whose rule is 'never' is promoted",
    observation: (observation) => ({ ...observation, cluster: { ...observation.cluster, promotionRules: {} } }),
    story: { servers: { a: {}, b: { rule: 'never' }, c: {} }, faults: [dies('a')] },
    breaks: 'rulesAreKept',
  },
  {
    title: 'a replica without log_replica_updates is promoted',
    observation: withFacts((facts) => ({ ...facts, logReplicaUpdates: true })),
    story: { servers: { a: {}, b: { logReplicaUpdates: false }, c: {} }, faults: [dies('a')] },
    breaks: 'rulesAreKept',
  },
  {
    title: 'the rewrite is two statements: delete, then insert',
    plan: stepsOf((step) =>
      isRewrite(step)
        ? { ...step, statements: ['DELETE FROM mysql_servers WHERE hostgroup_id = 10', ...step.statements] }
        : step,
    ),
    story: { faults: [dies('a')] },
    breaks: 'rowsStay',
  },
  {
    title: 'the rewrite touches another cluster',
    plan: stepsOf((step) =>
      isRewrite(step)
        ? { ...step, statements: ['UPDATE mysql_servers SET weight = 1 WHERE hostgroup_id = 77', ...step.statements] }
        : step,
    ),
    story: { faults: [dies('a')] },
    breaks: 'foreignRowsStay',
  },
  {
    title: 'the hostgroups are not saved',
    plan: stepsOf((step) =>
      step.statements.includes(SAVE_SERVERS_TO_DISK) ? { ...step, statements: [], verify: null } : step,
    ),
    story: { faults: [dies('a')] },
    breaks: 'settles',
  },
  {
    title: 'the other replicas are not repointed',
    plan: without('repoint'),
    diagnosis: withoutAction('repointStrays'),
    story: { faults: [dies('a')] },
    breaks: 'settles',
  },
  {
    title: 'a former primary is not told to follow',
    plan: without('rejoin'),
    story: { faults: [dies('a', 3000, 3000)] },
    breaks: 'settles',
  },
  {
    title: 'semi-sync stays on where no replica can confirm',
    plan: without('semi-sync'),
    story: {
      servers: { a: {}, b: {} },
      semiSync: { waitForReplicaCount: 1, timeoutMs: 60_000 },
      faults: [dies('a')],
    },
    breaks: 'nobodyWaitsInVain',
  },
  {
    title: 'semi-sync that a failover had to turn off is not turned on again',
    diagnosis: withoutAction('restoreSemiSync'),
    story: {
      servers: { a: {}, b: {} },
      semiSync: { waitForReplicaCount: 1, timeoutMs: 4000 },
      faults: [dies('a', 3000, 3000)],
    },
    breaks: 'settles',
  },
  {
    title: 'who is set aside is not remembered',
    plan: (plan) => (plan.says.startsWith('send the reads') ? without('remember')(plan) : plan),
    story: { faults: [fault(3000, { kind: 'stopApplier', server: 'c' }, 10_000)] },
    breaks: 'settles',
  },
  {
    title: 'a password stands in the plan',
    plan: (plan) => ({ ...plan, says: `${plan.says} as repl/replication-secret-3` }),
    story: { faults: [dies('a')] },
    breaks: 'noSecrets',
  },
  {
    title: 'a run does not end itself',
    endsItself: false,
    plan: stepsOf((step, stage) => (stage.title === 'apply' ? { ...step, timeoutMs: 100_000 } : step)),
    story: {
      faults: [
        dies('a'),
        fault(2800, { kind: 'lockApplier', server: 'b' }),
        fault(2800, { kind: 'lockApplier', server: 'c' }),
      ],
    },
    breaks: 'runsEnd',
  },
];

/** A fault shows at some latencies and not at others. */
const SEEDS = 40;

function scenarioOf(story: ScenarioStory, seed: number): Scenario {
  return aScenario({ ...story, seed });
}

describe.each(PLANTS)(
  '$title',
  ({ title: _, breaks, story, takesLock = true, endsItself = true, changeWorld, ...faults }) => {
    test(`breaks ${breaks}`, async () => {
      Object.assign(planted, faults);
      const found = new Set<string>();
      for (let seed = 0; seed < SEEDS && !found.has(breaks); seed += 1) {
        const options = { takesLock, endsItself, ...(changeWorld === undefined ? {} : { changeWorld }) };
        const { violation } = await simulate(scenarioOf(story, seed), options);
        if (violation !== null) found.add(violation.invariant);
      }
      expect([...found]).toContain(breaks);
    });

    test('and without it nothing breaks', async () => {
      for (let seed = 0; seed < SEEDS / 4; seed += 1) {
        const { violation } = await simulate(scenarioOf(story, seed));
        expect(violation).toBeNull();
      }
    });
  },
);
