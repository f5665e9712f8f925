import { expect, test } from 'vitest';
import { channelTo, gtids, primary, type ReplicaStory, replica } from '../../test/observations/observation.ts';
import { errantReplicas } from './errant.ts';
import type { Replica } from './topology.ts';

const A = primary('a');

function errant(b: ReplicaStory, a = A): string[] {
  const server = replica('b', b);
  const replicas = server.facts.channels.slice(0, 1).map((channel): Replica => ({ server, channel }));
  return errantReplicas(a, replicas).flatMap((one) => [...one.errant.keys()]);
}

const own = [...gtids('b:1').keys()];
const ofAnother = [...gtids('c:1').keys()];

test('what the primary wrote since it was asked is not errant', () => {
  expect(errant({ gtidExecuted: gtids('a:1-103') })).toEqual([]);
  expect(errant({ channel: { retrieved: gtids('a:1-103') } })).toEqual([]);
});

test('what the replica wrote itself is, and what it has from a server that is gone', () => {
  expect(errant({ gtidExecuted: gtids('a:1-100,b:1') })).toEqual(own);
  expect(errant({ gtidExecuted: gtids('a:1-100,c:1') })).toEqual(ofAnother);
});

test('it is also what it has received and not applied yet', () => {
  expect(errant({ channel: { retrieved: gtids('c:1') } })).toEqual(ofAnother);
});

test('what a replica has from a second source is not, what it wrote itself is', () => {
  const channels = [channelTo('a'), channelTo('f', { name: 'other' })];
  expect(errant({ channels, gtidExecuted: gtids('a:1-100,f:1-5,b:1') })).toEqual(own);
});

test('nor is what comes from outside through the primary, where that is fed by another server', () => {
  const fed = primary('a', { channels: [channelTo('f')], gtidExecuted: gtids('a:1-100,f:1-5') });
  expect(errant({ gtidExecuted: gtids('a:1-100,f:1-6') }, fed)).toEqual([]);
});
