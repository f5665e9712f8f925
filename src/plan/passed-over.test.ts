/** A replica that could not be made the primary: its equals are tried before it is tried again. */
import { describe, expect, test } from 'vitest';
import {
  anObservation,
  aRecovery,
  dead,
  formerly,
  gtids,
  known,
  lonely,
  orphan,
  QUARANTINE,
  READER,
  type ReplicaStory,
  row,
  UP,
  uuid,
} from '../../test/observations/observation.ts';
import { planOf, stepsOf } from '../../test/observations/plan.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { ObservedServer } from '../observe/observation.ts';
import type { Plan, Step } from './steps.ts';

const STOPPED = { channel: { receiver: 'stopped', applier: 'stopped' } } as const;

/** b is preferred; `passedOver` were tried by now, b the last time. */
function planWith(
  passedOver: readonly string[],
  ofC: ReplicaStory = {},
  b: ObservedServer = orphan('b', STOPPED),
): Plan {
  const observation = anObservation({
    servers: [dead('a'), b, orphan('c', { ...STOPPED, ...ofC })],
    rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c')],
    cluster: { promotionRules: { 'b:3306': 'prefer' } },
    memory: { recovery: aRecovery({ promoting: known('b'), passedOver: passedOver.map(uuid) }) },
  });
  return planOf(observation);
}

function chosen({ verdicts }: Plan): string | undefined {
  return verdicts.find((verdict) => verdict.chosen)?.server;
}

function promotion({ stages }: Plan): Step {
  const step = stages.find(({ title }) => title === 'promote')?.steps[0];
  if (step === undefined) throw new Error('nobody is promoted');
  return step;
}

function passedOverBy({ orElse }: Step): readonly string[] | undefined {
  return orElse?.on.kind === 'memory' ? orElse.on.memory.recovery?.passedOver : undefined;
}

test('while another has the same, it is remembered and the other is tried at once', () => {
  const plan = planWith([]);
  expect(chosen(plan)).toBe('b:3306');
  expect(promotion(plan).ifItFails).toBe('lookAgainIfRefused');
  expect(passedOverBy(promotion(plan))).toEqual([uuid('b')]);
});

test('the other comes first then, whatever their promotion rules, and the order to the first one may arrive late', () => {
  const plan = planWith(['b']);
  expect(chosen(plan)).toBe('c:3306');
  expect(plan.verdicts.find(({ server }) => server === 'b:3306')?.because).toContain('could not be made the primary');
  expect(plan.memoryAfter?.givenUp).toEqual([uuid('b')]);
});

test('where all were tried the run ends, and the next one begins with another than the last', () => {
  const last = promotion(planWith(['b']));
  expect(last.ifItFails).toBe('stop');
  expect(passedOverBy(last)).toEqual([uuid('c')]);
  expect(chosen(planWith(['c']))).toBe('b:3306');
});

test('whoever fails before it is told to take writes has taken none, and no order to it can arrive late', () => {
  const alone = planWith([], { gtidExecuted: gtids('a:1-4') });
  for (const plan of [planWith([]), alone]) {
    const [apply] = plan.stages.find(({ title }) => title === 'apply')?.steps ?? [];
    expect(apply?.orElse?.on).toMatchObject({ memory: { recovery: { promoting: known('b'), isUntold: true } } });
    expect(promotion(plan).orElse?.on).toMatchObject({
      memory: { recovery: { isUntold: false, isOrdered: true, downAtUptime: UP } },
    });
  }
  const after = (isUntold: boolean) =>
    planOf(
      anObservation({
        servers: [dead('a'), dead('b'), orphan('c', STOPPED)],
        rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c')],
        memory: { recovery: aRecovery({ promoting: known('b'), isUntold }) },
      }),
    );
  expect(after(false)).toMatchObject({
    loss: expect.stringContaining('possibly lost: what b:3306 may have taken as the primary'),
    memoryAfter: { givenUp: [uuid('b')] },
  });
  expect(after(true)).toMatchObject({
    loss: expect.stringMatching(/^possibly lost: what a:3306 committed last/),
    memoryAfter: { givenUp: [] },
  });
});

describe('one that was still applying when its time was over', () => {
  const all = gtids('a:1-100');

  function planAfter(memory: ClusterMemory | null, b: ReplicaStory, c: ReplicaStory): Plan {
    return planOf(
      anObservation({
        servers: [dead('a'), orphan('b', b), orphan('c', c)],
        rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c')],
        memory: memory ?? { recovery: aRecovery() },
      }),
    );
  }

  function remembered(step: Step | undefined): ClusterMemory {
    if (step?.orElse?.on.kind !== 'memory') throw new Error('nothing is remembered');
    return step.orElse.on.memory;
  }

  function applying(plan: Plan): Step | undefined {
    return plan.stages.find(({ title }) => title === 'apply')?.steps[0];
  }

  const ofB = (story: ReplicaStory): ReplicaStory => ({
    ...STOPPED,
    channel: { ...STOPPED.channel, retrieved: all },
    ...story,
  });
  const slow = ofB({ gtidExecuted: gtids('a:1-90') });
  const slower = ofB({ gtidExecuted: gtids('a:1-10') });
  const ready = ofB({ gtidExecuted: all });
  const first = planAfter(null, slow, slower);
  const late = remembered(applying(first));

  test('leaves the place to its equal as long as something is left', () => {
    expect(chosen(first)).toBe('b:3306');
    const plan = planAfter(late, slow, slower);
    expect(chosen(plan)).toBe('c:3306');
    expect(plan.verdicts.find(({ server }) => server === 'b:3306')?.because).toBe(
      'it has the same transactions, and had not applied all of them when it was tried',
    );
  });

  test('is behind nobody once it has applied everything', () => {
    expect(chosen(planAfter(late, ready, slower))).toBe('b:3306');
  });

  test('and leaves the place for good where it cannot be made writable then', () => {
    const again = planAfter(late, ready, slower);
    expect(promotion(again).ifItFails).toBe('lookAgainIfRefused');
    expect(passedOverBy(promotion(again))).toEqual([uuid('b')]);
    const next = planAfter(remembered(promotion(again)), ready, slower);
    expect(chosen(next)).toBe('c:3306');
    expect(promotion(next).ifItFails).toBe('stop');
  });

  test('the same where nothing was left to apply, and it failed all the same', () => {
    expect(chosen(planAfter(remembered(applying(planAfter(null, ready, slower))), ready, slower))).toBe('c:3306');
  });

  test('where both were too slow, whoever has applied everything comes first', () => {
    const both = remembered(applying(planAfter(late, slow, slower)));
    expect(chosen(planAfter(both, slow, ready))).toBe('c:3306');
    expect(chosen(planAfter(both, ready, slow))).toBe('b:3306');
  });

  test('a promotion that was begun then is finished', () => {
    const steps = stepsOf(planAfter(late, ready, slower));
    const remember = steps.find(({ says }) => says === 'remember that b:3306 is to be promoted');
    const memory = remember?.on.kind === 'memory' ? remember.on.memory : null;
    const observation = anObservation({
      servers: [dead('a'), lonely('b', { gtidExecuted: all }), orphan('c', slower)],
      rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c')],
      memory: memory ?? {},
    });
    expect(planOf(observation).says).toBe('finish the promotion of b:3306');
  });
});

test('nobody is promoted who has less', () => {
  const plan = planWith(['b'], { gtidExecuted: gtids('a:1-4') });
  expect(chosen(plan)).toBe('b:3306');
  expect(promotion(plan).ifItFails).toBe('stop');
});

test('the same where it cannot apply what it received', () => {
  const [apply] = planWith([]).stages.find(({ title }) => title === 'apply')?.steps ?? [];
  expect(apply).toMatchObject({ ifItFails: 'lookAgain', orElse: { on: { kind: 'memory' } } });
});

describe('the same where it cannot fetch what another one has, which may not be promoted', () => {
  const rich = orphan('d', { ...STOPPED, gtidExecuted: gtids('a:1-103') });
  const planFetching = (passedOver: readonly string[], b: ObservedServer) =>
    planOf(
      anObservation({
        servers: [dead('a'), b, orphan('c', STOPPED), rich],
        rows: [row(QUARANTINE, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')],
        cluster: { promotionRules: { 'b:3306': 'prefer', 'd:3306': 'never' } },
        memory: { recovery: aRecovery({ promoting: known('b'), passedOver: passedOver.map(uuid) }) },
      }),
    );

  test('the other one is tried at once', () => {
    const [fetch] = planFetching([], orphan('b', STOPPED)).stages.find(({ title }) => title === 'apply')?.steps ?? [];
    expect(fetch).toMatchObject({ says: expect.stringContaining('fetch from d:3306'), ifItFails: 'lookAgain' });
    expect(fetch && passedOverBy(fetch)).toEqual([uuid('b')]);
  });

  test('and it follows that one, though it was sent to the one that has more', () => {
    const plan = planFetching(['b'], orphan('b', { ...STOPPED, of: 'd' }));
    expect(chosen(plan)).toBe('c:3306');
    const repoint = plan.stages.find(({ title }) => title === 'repoint')?.steps;
    expect(repoint?.map(({ says }) => says)).toContain('let b:3306 follow c:3306');
  });
});

test('it is forgotten when the failover is over', () => {
  expect(planWith(['b']).memoryAfter?.recovery).toBe(null);
});

test('one that has forgotten its source and could not be made writable is passed over too, and told whom to follow afterwards', () => {
  const plan = planWith(['b'], {}, lonely('b'));
  expect(plan.says).toBe('promote c:3306 in place of a:3306');
  expect(plan.memoryAfter?.setAside).toContainEqual(formerly('b', { asideAtUptime: UP }));
});

test('but where the other has less, or it was not tried, its promotion is finished', () => {
  expect(planWith(['b'], { gtidExecuted: gtids('a:1-4') }, lonely('b')).says).toBe('finish the promotion of b:3306');
  expect(planWith([], {}, lonely('b')).says).toBe('finish the promotion of b:3306');
});
