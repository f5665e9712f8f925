import { expect, test } from 'vitest';
import { AT, anObservation, dead, known, replica, UP, uuid } from '../../test/observations/observation.ts';
import { CONFIG, LIMITS } from '../../test/observations/settings.ts';
import { told } from '../../test/observations/told.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import type { ClusterMemory } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { decide } from './decide.ts';

const UNREACHED = dead('a', { reason: 'timedOut' });
const LAST_SEEN = { serverUuid: uuid('a'), at: AT - 2000, heldAtUptime: UP - 2000, gtidExecuted: '' };
const THREE: Partial<ClusterMemory> = {
  primary: known('a'),
  servers: ['a', 'b', 'c'].map(known),
  followers: ['b', 'c'].map(uuid),
};

function rememberedFirst(observation: Observation): ClusterMemory {
  const { plan } = decide(observation, diagnose(observation, LIMITS), CONFIG);
  const step = plan?.stages[0]?.steps[0];
  if (step?.on.kind !== 'memory') throw new Error('nothing is remembered first');
  return step.on.memory;
}

test('who was to be asked after the first is not believed where the run ended in between', () => {
  const connected = (heardSecondsAgo: number) => replica('c', { channel: { heardSecondsAgo } });
  const first = anObservation({ servers: [UNREACHED, replica('b'), connected(3)], memory: THREE, lastSeen: LAST_SEEN });
  const memory = rememberedFirst(first);
  const b = replica('b', { channel: { receiver: 'connecting' } });
  const next = anObservation({ servers: [UNREACHED, b, connected(4)], memory, lastSeen: LAST_SEEN });
  expect(told({ ...next, at: AT + 1000 }).name).toBe('suspectedDeadPrimary');
});

test('one that found the primary when it was asked, and connects anew now, tells nothing yet', () => {
  const see = (heardSecondsAgo: number) => {
    const asked = [{ serverUuid: uuid('b'), at: AT - 50_000, receiverThread: 77 }];
    const b = replica('b', { channel: { receiver: 'connecting', heardSecondsAgo } });
    const lastSeen = { ...LAST_SEEN, at: AT - 70_000 };
    return told(anObservation({ servers: [UNREACHED, b], memory: { ...THREE, asked }, lastSeen })).name;
  };
  expect(see(3)).toBe('suspectedDeadPrimary');
  expect(see(55)).toBe('deadPrimary');
});
