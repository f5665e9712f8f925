/** This host cannot reach the primary: the replicas are asked to connect to it anew, and the next look reads what they found. */

import type { ActionOf } from '../diagnose/diagnosis.ts';
import { nameOf, type Replica } from '../diagnose/topology.ts';
import { memoryOf } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { withHalted } from './halted.ts';
import { leavingRows } from './hostgroups.ts';
import { type Plan, type Stage, stage, stages } from './steps.ts';
import { askStep, type StepTimeouts } from './steps-on-mysql.ts';
import { rememberStep } from './steps-on-proxysql.ts';

/** One replica alone first: where it finds the primary, no other is disturbed. The rest together, because the primary is missed then. */
export function planAsking(
  observation: Observation,
  { primary, suspects }: ActionOf<'askReplicas'>,
  timeouts: StepTimeouts,
): Plan {
  const memory = memoryOf(observation);
  const uuids = suspects.map(({ server }) => server.facts.serverUuid);
  const first = suspects.slice(0, 1);
  const others = suspects.slice(1);
  // A run that is cut off between stopping and starting a receiver leaves it to the next one.
  const { lastSeen } = observation;
  const remembered = { ...memory, lastSeen, halted: withHalted(memory, suspects) };
  /** `them`: who is asked by then. */
  const remember = (them: readonly Replica[], says: string): Stage => {
    const asked = [
      ...memory.asked.filter(({ serverUuid }) => !uuids.includes(serverUuid)),
      ...them.map(({ server, channel }) => ({
        serverUuid: server.facts.serverUuid,
        at: observation.at,
        receiverThread: channel.receiverThread,
      })),
    ];
    return stage('remember', [
      rememberStep(says, { ...remembered, asked }, observation.at, timeouts.statementTimeoutMs),
    ]);
  };
  const ask = (some: readonly Replica[], thenLookAgain: Stage['thenLookAgain']): Stage => ({
    ...stage(
      'ask',
      some.map((replica) => askStep(replica, timeouts)),
    ),
    thenLookAgain,
  });
  return {
    says: `ask ${suspects.map(({ server }) => nameOf(server)).join(', ')} whether ${nameOf(primary)} is there`,
    ...leavingRows(observation),
    memoryAfter: null,
    stages: stages([
      remember(first, 'remember who is asked'),
      ask(first, others.length === 0 ? 'always' : 'ifAStepSucceeds'),
      ...(others.length === 0 ? [] : [remember(suspects, 'remember that the others are asked too')]),
      ask(others, 'always'),
    ]),
  };
}
