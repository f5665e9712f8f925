import { describe, expect, test } from 'vitest';
import {
  anObservation,
  aRecovery,
  at,
  channelTo,
  dead,
  known,
  lonely,
  orphan,
  primary,
  QUARANTINE,
  READER,
  replica,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import type { FailedPrimary } from '../observe/memory.ts';
import type { Observation } from '../observe/observation.ts';
import { identifyPrimary } from './identified-primary.ts';
import { nameOf } from './topology.ts';

function primaryOf(observation: Observation): string {
  const found = identifyPrimary(observation);
  return found === null ? 'nobody' : `${nameOf(found.server)}: ${found.because}`;
}

describe('who the primary is, the first rule that names one server', () => {
  test('the writable server that others follow, though ProxySQL calls another the writer', () => {
    const servers = [lonely('a'), primary('b'), replica('c', { of: 'b' })];
    expect(primaryOf(anObservation({ servers, memory: { primary: known('a') } }))).toBe(
      'b:3306: it is writable and replicas follow it',
    );
  });

  test('not a writable server that only those follow who were below it when all was well', () => {
    const servers = [dead('a'), primary('b'), orphan('c'), replica('d', { of: 'b' })];
    const memory = { primary: known('a'), farther: [{ serverUuid: uuid('d'), sourceUuid: uuid('b') }] };
    expect(primaryOf(anObservation({ servers, memory }))).toBe('a:3306: every replica that answers follows it');
  });

  test('of two writable servers that others follow, the one remembered', () => {
    const servers = [primary('a'), primary('b'), replica('c', { of: 'b' }), replica('d', { of: 'a' })];
    expect(primaryOf(anObservation({ servers, memory: { primary: known('b') } }))).toBe(
      'b:3306: it is writable and was the primary at the last look',
    );
  });

  test('the writable server of the last look, though no replica follows it any more', () => {
    const servers = [primary('a'), lonely('b')];
    expect(primaryOf(anObservation({ servers, memory: { primary: known('a') } }))).toBe(
      'a:3306: it is writable and was the primary at the last look',
    );
  });

  test('the server an unfinished failover was promoting, once it is writable', () => {
    const servers = [primary('a'), primary('b')];
    const memory = { primary: known('a'), recovery: aRecovery({ promoting: known('b') }) };
    expect(primaryOf(anObservation({ servers, memory }))).toBe(
      'b:3306: it is writable and was the primary at the last look',
    );
  });

  test('the failed primary of an unfinished failover, by its server_uuid', () => {
    const servers = [dead('d', { serverUuid: uuid('a') }), orphan('b'), orphan('c', { of: 'b' })];
    expect(primaryOf(anObservation({ servers, memory: { recovery: aRecovery() } }))).toBe(
      'd:3306: an unfinished failover began when it was the primary',
    );
  });

  test('the failed primary of an unfinished failover, by its address where nobody knew its server_uuid', () => {
    const failedPrimary: FailedPrimary = { serverUuid: null, endpoints: [at('a')] };
    const servers = [dead('a', { serverUuid: null }), orphan('b'), orphan('c', { of: 'b' })];
    expect(primaryOf(anObservation({ servers, memory: { recovery: aRecovery({ failedPrimary }) } }))).toBe(
      'a:3306: an unfinished failover began when it was the primary',
    );
  });

  test('the dead server that every replica follows', () => {
    expect(primaryOf(anObservation({ servers: [dead('a'), orphan('b'), orphan('c')] }))).toBe(
      'a:3306: every replica that answers follows it',
    );
  });

  test('the top of a chain, not the replica in its middle', () => {
    const servers = [dead('a'), orphan('b'), replica('c', { of: 'b' })];
    expect(primaryOf(anObservation({ servers }))).toBe('a:3306: every replica that answers follows it');
  });

  test('of two dead servers that replicas follow neither, but the one remembered', () => {
    const servers = [dead('a'), dead('b'), orphan('c'), orphan('d', { of: 'b' })];
    expect(primaryOf(anObservation({ servers, memory: { primary: known('b') } }))).toBe(
      'b:3306: every replica that answers follows it',
    );
  });

  test('a dead replica in the middle of a chain is not the primary, where the remembered one is out of sight too', () => {
    const servers = [dead('a'), dead('b'), orphan('c', { of: 'b' })];
    expect(primaryOf(anObservation({ servers, memory: { primary: known('a') } }))).toBe(
      'a:3306: it was the primary at the last look',
    );
  });

  test('nor where nobody remembers, and ProxySQL calls it a reader', () => {
    expect(primaryOf(anObservation({ servers: [dead('a'), dead('b'), orphan('c', { of: 'b' })] }))).toBe(
      'a:3306: it is the only server in the writer hostgroup',
    );
  });

  test('nor where the writer above it answers and is read-only', () => {
    expect(primaryOf(anObservation({ servers: [lonely('a'), dead('b'), orphan('c', { of: 'b' })] }))).toBe(
      'a:3306: it is the only server in the writer hostgroup',
    );
  });

  test('memory that has all servers in the writer hostgroup hides the dead primary from nobody', () => {
    const rows = [row(WRITER, 'a'), row(WRITER, 'b'), row(WRITER, 'c'), row(WRITER, 'd')];
    const runtime = [row(WRITER, 'a'), row(READER, 'b'), row(READER, 'c'), row(READER, 'd')];
    const servers = [dead('a'), orphan('b'), orphan('c'), dead('d', { serverUuid: null })];
    expect(primaryOf(anObservation({ servers, rows, runtime }))).toBe('a:3306: every replica that answers follows it');
  });

  test('the dead server that every replica follows by a name that ProxySQL does not know', () => {
    const nameless = dead('a', { serverUuid: null, endpoints: [at('10.0.0.1')] });
    const servers = [nameless, dead('a'), orphan('b'), orphan('c')];
    const rows = [row(WRITER, '10.0.0.1'), row(READER, 'b'), row(READER, 'c')];
    expect(primaryOf(anObservation({ servers, rows }))).toBe('a:3306: every replica that answers follows it');
  });

  test('a server in quarantine is not the primary, whoever still follows it', () => {
    const servers = [dead('a'), orphan('b'), dead('c')];
    const rows = [row(QUARANTINE, 'a'), row(READER, 'b'), row(WRITER, 'c')];
    expect(primaryOf(anObservation({ servers, rows }))).toBe('c:3306: it is the only server in the writer hostgroup');
  });

  test('the writable server in the writer hostgroup, beside a writable stranger', () => {
    expect(primaryOf(anObservation({ servers: [primary('a'), primary('d')] }))).toBe(
      'a:3306: it is writable and in the writer hostgroup',
    );
  });

  test('the server of the last look, though nothing answers', () => {
    expect(primaryOf(anObservation({ servers: [dead('a'), dead('b')], memory: { primary: known('a') } }))).toBe(
      'a:3306: it was the primary at the last look',
    );
  });

  test('the only server in the writer hostgroup, where nothing else is known', () => {
    expect(primaryOf(anObservation({ servers: [dead('a'), dead('b')] }))).toBe(
      'a:3306: it is the only server in the writer hostgroup',
    );
  });

  test('nobody, where the rules name two', () => {
    expect(
      primaryOf(anObservation({ servers: [primary('a'), primary('b')], rows: [row(WRITER, 'a'), row(WRITER, 'b')] })),
    ).toBe('nobody');
  });

  test('a pair that follow one another are two primaries only if both are writable', () => {
    const a = primary('a', { channels: [channelTo('b')] });
    expect(primaryOf(anObservation({ servers: [a, replica('b')] }))).toBe(
      'a:3306: it is writable and replicas follow it',
    );
    const b = primary('b', { channels: [channelTo('a')] });
    expect(primaryOf(anObservation({ servers: [a, b], rows: [row(WRITER, 'a'), row(WRITER, 'b')] }))).toBe('nobody');
  });
});
