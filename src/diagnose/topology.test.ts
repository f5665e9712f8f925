import { describe, expect, test } from 'vitest';
import {
  anObservation,
  at,
  channelTo,
  dead,
  gtids,
  lonely,
  primary,
  QUARANTINE,
  READER,
  row,
  uuid,
  WRITER,
} from '../../test/observations/observation.ts';
import { formatGtidSet } from '../mysql/gtid-set.ts';
import { follows, isQuarantined, nameOf, receivedBy, replicasOf, writableServers } from './topology.ts';

describe('whom a channel leads to', () => {
  test('a connected receiver has seen the server_uuid: that decides, not the address', () => {
    const moved = dead('x', { serverUuid: uuid('a') });
    expect(follows(channelTo('a'), moved)).toBe(true);
    expect(follows(channelTo('a'), dead('a', { serverUuid: uuid('b') }))).toBe(false);
  });

  test('a receiver that is not connected may show the uuid of an earlier source: its address counts', () => {
    const channel = channelTo('b', { sourceUuid: uuid('a'), receiver: 'connecting' });
    expect(follows(channel, dead('b'))).toBe(true);
  });

  test('where nobody knows the uuid the address decides, in any letter case and by any of its names', () => {
    const nameless = dead('a', { serverUuid: null, endpoints: [at('10.0.0.1'), at('A')] });
    expect(follows(channelTo('a'), nameless)).toBe(true);
    expect(follows(channelTo('a', { sourceUuid: '' }), dead('a'))).toBe(true);
    expect(follows(channelTo('a', { source: { host: 'a', port: 3307 } }), nameless)).toBe(false);
  });

  test('a multi-source replica follows each of its sources, by the right channel', () => {
    const b = lonely('b', { channels: [channelTo('f', { name: 'other' }), channelTo('a', { name: 'shop' })] });
    const a = primary('a');
    const observation = anObservation({ servers: [a, b] });
    expect(replicasOf(observation, a).map(({ channel }) => channel.name)).toEqual(['shop']);
  });
});

describe('what a server has and may do', () => {
  test('received is executed and retrieved, over every channel', () => {
    const b = lonely('b', {
      gtidExecuted: gtids('a:1-90'),
      channels: [channelTo('a', { retrieved: gtids('a:80-95') }), channelTo('f', { retrieved: gtids('f:7') })],
    });
    expect(formatGtidSet(receivedBy(b))).toBe(formatGtidSet(gtids('a:1-95,f:7')));
  });

  test('quarantine means a row there and none elsewhere, in memory and at runtime', () => {
    const a = primary('a');
    const inQuarantine = [row(QUARANTINE, 'a')];
    expect(isQuarantined(anObservation({ servers: [a], rows: inQuarantine }), a)).toBe(true);
    expect(isQuarantined(anObservation({ servers: [a], rows: inQuarantine, runtime: [row(WRITER, 'a')] }), a)).toBe(
      false,
    );
    expect(isQuarantined(anObservation({ servers: [a], rows: [] }), a)).toBe(false);
  });

  test('a server that is unsupported or in quarantine is never called writable', () => {
    const servers = [primary('a'), primary('b', { unsupported: 'MariaDB' }), primary('c')];
    const rows = [row(WRITER, 'a'), row(READER, 'b'), row(QUARANTINE, 'c')];
    expect(writableServers(anObservation({ servers, rows })).map(nameOf)).toEqual(['a:3306']);
  });
});
