import { expect, test } from 'vitest';
import {
  AT,
  anObservation,
  aRecovery,
  dead,
  known,
  orphan,
  QUARANTINED,
  type ReplicaStory,
  uuid,
} from '../../test/observations/observation.ts';
import { planned } from '../../test/observations/plan.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { UnfinishedRecovery } from '../observe/memory.ts';
import { decide } from './decide.ts';
import type { Plan, Step } from './steps.ts';

const STARTED_AT = AT - 5000;

/** c would come first, and its receiver could not be stopped a moment ago. */
function planAfter(recovery: Partial<UnfinishedRecovery>, c: ReplicaStory = {}): Plan {
  const observation = anObservation({
    servers: [dead('a'), orphan('b', { channel: { receiver: 'stopped' } }), orphan('c', c)],
    rows: QUARANTINED,
    cluster: { promotionRules: { 'c:3306': 'prefer' } },
    memory: { servers: ['a', 'b', 'c'].map(known), recovery: aRecovery({ startedAt: STARTED_AT, ...recovery }) },
  });
  return planned(decide(observation, diagnose(observation, LIMITS), CONFIG).plan);
}

function stopping({ stages }: Plan): readonly Step[] {
  return stages.find(({ title }) => title === 'stop receiving')?.steps ?? [];
}

test('a receiver that cannot be stopped is remembered as such, and the run looks again', () => {
  const [step] = stopping(planAfter({}));
  expect(step).toMatchObject({ says: 'stop the receiver of c:3306', ifItFails: 'goOn' });
  expect(step?.orElse?.on).toMatchObject({
    kind: 'memory',
    memory: { recovery: { unstoppable: [{ serverUuid: uuid('c'), at: AT }] } },
  });
});

test('two that cannot be stopped are both remembered', () => {
  const observation = anObservation({
    servers: [dead('a'), orphan('b'), orphan('c'), orphan('d')],
    memory: { servers: ['a', 'b', 'c', 'd'].map(known) },
  });
  const plan = planned(decide(observation, diagnose(observation, LIMITS), CONFIG).plan);
  const stopped = plan.stages.find(({ title }) => title === 'stop receiving');
  expect(stopped?.orElseTogether?.([0, 2])).toMatchObject({
    says: 'remember that the receiver of b:3306, d:3306 could not be stopped',
    on: { memory: { recovery: { unstoppable: ['b', 'd'].map((name) => ({ serverUuid: uuid(name), at: AT })) } } },
  });
});

test('then the failover goes on without it: it is not tried again, and cannot be the primary', () => {
  const plan = planAfter({ unstoppable: [{ serverUuid: uuid('c'), at: AT - 200 }] });
  expect(stopping(plan)).toEqual([]);
  expect(plan.says).toBe('promote b:3306 in place of a:3306');
  expect(plan.verdicts).toContainEqual({
    server: 'c:3306',
    chosen: false,
    because: 'its receiver could not be stopped',
  });
});

test('what it has received must not be lost all the same', () => {
  const unstoppable = [{ serverUuid: uuid('c'), at: AT - 200 }];
  const plan = planAfter({ unstoppable }, { gtidExecuted: new Map([[uuid('a'), [[1n, 105n]]]]) });
  expect(plan.stages.flatMap(({ steps }) => steps.map(({ says }) => says))).toContain(
    'let b:3306 fetch from c:3306 what only that one received',
  );
});

test.each<[string, Partial<UnfinishedRecovery>, ReplicaStory]>([
  ['after a minute', { unstoppable: [{ serverUuid: uuid('c'), at: AT - 60_000 }], startedAt: AT - 70_000 }, {}],
  [
    'where its server was restarted since',
    { unstoppable: [{ serverUuid: uuid('c'), at: AT - 2500 }] },
    { uptimeSeconds: 1 },
  ],
])('it is tried again %s', (_, recovery, c) => {
  expect(stopping(planAfter(recovery, c)).map(({ says }) => says)).toEqual(['stop the receiver of c:3306']);
});
