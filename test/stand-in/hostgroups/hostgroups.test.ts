import { describe, expect, test } from 'vitest';
import { DEFAULT_VARIABLES } from '../admin/variables.ts';
import { missedPings, missedReadOnlyChecks, readOnlyQuery } from '../monitor/verdicts.ts';
import { readSettings, type Settings } from '../settings.ts';
import { connectError, pickServer, shunForMissedPings } from './choice.ts';
import {
  emptyHostgroups,
  type Hostgroups,
  isOffline,
  load,
  type RuntimeServer,
  runtimeRows,
  type ServerRow,
  type ServerStatus,
} from './hostgroups.ts';
import { applyReadOnly, applyReplicationLag, readOnlyTargets } from './moves.ts';

const settings = readSettings(new Map(Object.entries(DEFAULT_VARIABLES)));
const withSettings = (changes: Partial<Settings>): Settings => ({ ...settings, ...changes });

/** A row from `10 a ONLINE`, with further columns. */
function row(text: string, changes: Partial<ServerRow> = {}): ServerRow {
  const [hostgroup, hostname = '', status = 'ONLINE'] = text.split(' ');
  return {
    hostgroup: Number(hostgroup),
    hostname,
    port: 3306,
    gtidPort: 0,
    status: status as ServerStatus,
    weight: 1,
    compression: 0,
    maxConnections: 1000,
    maxReplicationLagS: 0,
    useSsl: 0,
    maxLatencyMs: 0,
    comment: '',
    ...changes,
  };
}

const pair = { writer: 10, reader: 20, checkType: 'read_only', comment: '' };

function loaded(...rows: (string | ServerRow)[]): Hostgroups {
  const hostgroups = emptyHostgroups();
  load(
    hostgroups,
    rows.map((each) => (typeof each === 'string' ? row(each) : each)),
    [pair],
    settings,
  );
  return hostgroups;
}

const shown = (hostgroups: Hostgroups): string[] =>
  runtimeRows(hostgroups).map(({ hostgroup, hostname, status }) => `${hostgroup} ${hostname} ${status}`);

const server = (hostgroups: Hostgroups, text: string): RuntimeServer => {
  const found = hostgroups.servers.find(({ hostgroup, hostname }) => `${hostgroup} ${hostname}` === text);
  if (found === undefined) throw new Error(`no ${text}`);
  return found;
};

describe('one answer to the read_only check', () => {
  // What the real monitor was seen to do; each line: rows, read_only of a, rows after.
  test.each<[string, string[], boolean, string[]]>([
    ['copies a writable reader to the writers', ['20 a', '20 b'], false, ['10 a ONLINE', '20 a ONLINE', '20 b ONLINE']],
    ['adds no reader row to a writable writer', ['10 a', '20 b'], false, ['10 a ONLINE', '20 b ONLINE']],
    ['leaves a writable writer and reader alone', ['10 a', '20 a'], false, ['10 a ONLINE', '20 a ONLINE']],
    ['moves a read-only writer to the readers', ['10 a', '20 b'], true, ['20 a ONLINE', '20 b ONLINE']],
    ['keeps the reader row a read-only writer has', ['10 a', '20 a'], true, ['20 a ONLINE']],
    ['leaves a read-only reader alone', ['20 a'], true, ['20 a ONLINE']],
    [
      'puts back a writer that is OFFLINE_HARD beside its reader row',
      ['10 a OFFLINE_HARD', '20 a'],
      false,
      ['10 a ONLINE', '20 a ONLINE'],
    ],
    [
      'takes an OFFLINE_SOFT writer row for a writer',
      ['10 a OFFLINE_SOFT', '20 a'],
      false,
      ['10 a OFFLINE_SOFT', '20 a ONLINE'],
    ],
    ['leaves other hostgroups alone', ['99 a', '20 b'], false, ['20 b ONLINE', '99 a ONLINE']],
  ])('%s', (_, rows, readOnly, after) => {
    const hostgroups = loaded(...rows);
    applyReadOnly(hostgroups, 'a', 3306, readOnly, settings);
    expect(shown(hostgroups)).toEqual(after);
  });

  test('makes two writable servers two writers', () => {
    const hostgroups = loaded('20 a', '20 b');
    applyReadOnly(hostgroups, 'a', 3306, false, settings);
    applyReadOnly(hostgroups, 'b', 3306, false, settings);
    expect(shown(hostgroups)).toEqual(['10 a ONLINE', '10 b ONLINE', '20 a ONLINE', '20 b ONLINE']);
  });

  test('takes the reader row away without writer_is_also_reader, but not from one that was a writer already', () => {
    const without = withSettings({ monitorWriterIsAlsoReader: false });
    const hostgroups = loaded('20 a', '10 b', '20 b');
    applyReadOnly(hostgroups, 'a', 3306, false, without);
    applyReadOnly(hostgroups, 'b', 3306, false, without);
    expect(shown(hostgroups)).toEqual(['10 a ONLINE', '10 b ONLINE', '20 b ONLINE']);
  });

  test('makes a shunned server ONLINE before copying it', () => {
    const hostgroups = loaded('10 a SHUNNED');
    applyReadOnly(hostgroups, 'a', 3306, true, settings);
    expect(shown(hostgroups)).toEqual(['20 a ONLINE']);
  });

  test('copies the columns of the row', () => {
    const hostgroups = loaded(row('20 a', { weight: 7, maxConnections: 9, comment: 'x', useSsl: 1 }));
    applyReadOnly(hostgroups, 'a', 3306, false, settings);
    expect(server(hostgroups, '10 a')).toMatchObject({ weight: 7, maxConnections: 9, comment: 'x', useSsl: 1 });
  });

  test('says whether anything moved', () => {
    const hostgroups = loaded('20 a');
    expect(applyReadOnly(hostgroups, 'a', 3306, false, settings)).toBe(true);
    expect(applyReadOnly(hostgroups, 'a', 3306, false, settings)).toBe(false);
    expect(applyReadOnly(hostgroups, 'nobody', 3306, false, settings)).toBe(false);
  });

  test('is asked of servers with a row in the pair that is not OFFLINE', () => {
    const hostgroups = loaded(
      '10 a OFFLINE_SOFT',
      '20 a',
      '20 b OFFLINE_SOFT',
      '10 c SHUNNED',
      '99 d',
      '20 e OFFLINE_HARD',
    );
    expect(readOnlyTargets(hostgroups).map(({ hostname }) => hostname)).toEqual(['a', 'c']);
  });
});

describe('consecutive failures', () => {
  test('three timeouts in a row are read_only, and a refused connection is a timeout', () => {
    const refused = "timeout on creating new connection: Can't connect to server on '127.0.0.1' (115)";
    expect(missedReadOnlyChecks([null, 'timeout check', refused, refused], 3)).toBe(true);
    expect(missedReadOnlyChecks(['timeout check', 'timeout check'], 3)).toBe(false);
    expect(missedReadOnlyChecks(['timeout check', 'timeout check', 'Lost connection to server during query'], 3)).toBe(
      false,
    );
    expect(missedReadOnlyChecks(['timeout check', null, 'timeout check'], 3)).toBe(false);
  });

  test('pings refused for the password are no missed pings', () => {
    expect(missedPings(['timeout during ping', "Can't connect", 'Lost connection'], 3)).toBe(true);
    expect(missedPings(['x', 'x', "Access denied for user 'monitor'@'h'"], 3)).toBe(false);
  });

  test.each([
    ['read_only', 'SELECT @@global.read_only read_only'],
    ['super_read_only', 'SELECT @@global.super_read_only read_only'],
    ['read_only&innodb_read_only', 'SELECT @@global.read_only&@@global.innodb_read_only read_only'],
  ])('check_type %s asks %s', (checkType, query) => {
    expect(readOnlyQuery(checkType)).toBe(query);
  });
});

describe('LOAD MYSQL SERVERS TO RUNTIME', () => {
  test('undoes what the monitor moved', () => {
    const hostgroups = loaded('10 a', '20 b');
    applyReadOnly(hostgroups, 'a', 3306, true, settings);
    load(hostgroups, [row('10 a'), row('20 b')], [pair], settings);
    expect(shown(hostgroups)).toEqual(['10 a ONLINE', '20 b ONLINE']);
  });

  test('keeps a server without row as OFFLINE_HARD while connections are in use', () => {
    const hostgroups = loaded('10 a');
    server(hostgroups, '10 a').connectionsUsed = 1;
    load(hostgroups, [], [pair], settings);
    expect(shown(hostgroups)).toEqual(['10 a OFFLINE_HARD']);
    server(hostgroups, '10 a').connectionsUsed = 0;
    expect(shown(hostgroups)).toEqual([]);
  });

  test('un-shuns, except what was loaded as SHUNNED', () => {
    const hostgroups = loaded('10 a', '20 b SHUNNED');
    shunForMissedPings(hostgroups, 'a', 3306, 1000, settings);
    load(hostgroups, [row('10 a'), row('20 b SHUNNED')], [pair], settings);
    expect(shown(hostgroups)).toEqual(['10 a ONLINE', '20 b SHUNNED']);
    expect(pickServer(hostgroups, 20, 1_000_000, 0, settings)).toBeNull();
  });

  test('leaves a server shunned that still lags too much', () => {
    const lagging = row('20 a', { maxReplicationLagS: 5 });
    const hostgroups = loaded(lagging);
    applyReplicationLag(hostgroups, 'a', 3306, 60);
    load(hostgroups, [lagging], [pair], settings);
    expect(shown(hostgroups)).toEqual(['20 a SHUNNED']);
    load(hostgroups, [{ ...lagging, maxReplicationLagS: 0 }], [pair], settings);
    expect(shown(hostgroups)).toEqual(['20 a ONLINE']);
  });
});

describe('shunning', () => {
  test('needs five errors within one second', () => {
    const hostgroups = loaded('10 a');
    const a = server(hostgroups, '10 a');
    for (let i = 0; i < 4; i++) expect(connectError(a, 2002, 1000, settings)).toBe(false);
    expect(connectError(a, 2002, 1001, settings)).toBe(false);
    for (let i = 0; i < 3; i++) expect(connectError(a, 2002, 1001, settings)).toBe(false);
    expect(connectError(a, 2002, 1001, settings)).toBe(true);
    expect(a.status).toBe('SHUNNED');
  });

  test('does not count errors of accounts and schemas', () => {
    const a = server(loaded('10 a'), '10 a');
    for (let i = 0; i < 20; i++) connectError(a, 1045, 1000, settings);
    expect(a.status).toBe('ONLINE');
  });

  test('ends after the recovery time when the hostgroup is asked, not before', () => {
    const hostgroups = loaded('10 a', '10 b');
    const a = server(hostgroups, '10 a');
    for (let i = 0; i < 5; i++) connectError(a, 2002, 1000, settings);
    expect(pickServer(hostgroups, 10, 1009, 0, settings)?.hostname).toBe('b');
    expect(a.status).toBe('SHUNNED');
    // 10 s, clipped to connect_timeout_server_max/1000 - 1.
    pickServer(hostgroups, 10, 1010, 0, settings);
    expect(a.status).toBe('ONLINE');
  });

  test('ends after two seconds when nothing else is left, without asking whether the server lives', () => {
    const hostgroups = loaded('10 a');
    for (let i = 0; i < 5; i++) connectError(server(hostgroups, '10 a'), 2002, 1000, settings);
    expect(pickServer(hostgroups, 10, 1001, 0, settings)).toBeNull();
    expect(pickServer(hostgroups, 10, 1002, 0, settings)?.hostname).toBe('a');
  });

  test('for missed pings makes connections in use unusable', () => {
    const hostgroups = loaded('10 a', '20 a OFFLINE_SOFT', '20 b');
    expect(shunForMissedPings(hostgroups, 'a', 3306, 1000, settings)).toBe(true);
    expect(shown(hostgroups)).toEqual(['10 a SHUNNED', '20 a OFFLINE_SOFT', '20 b ONLINE']);
    expect(isOffline(server(hostgroups, '10 a'))).toBe(true);
    expect(shunForMissedPings(hostgroups, 'a', 3306, 1001, settings)).toBe(false);
  });
});

describe('the choice of a server', () => {
  test('goes by weight', () => {
    const hostgroups = loaded(row('10 a', { weight: 1 }), row('10 b', { weight: 3 }), row('10 c', { weight: 0 }));
    expect(pickServer(hostgroups, 10, 0, 0.2, settings)?.hostname).toBe('a');
    expect(pickServer(hostgroups, 10, 0, 0.3, settings)?.hostname).toBe('b');
    expect(pickServer(hostgroups, 10, 0, 0.999, settings)?.hostname).toBe('b');
  });

  test('leaves out servers that are not ONLINE, full or too far', () => {
    const hostgroups = loaded(
      '10 a OFFLINE_SOFT',
      row('10 b', { maxConnections: 1 }),
      row('10 c', { maxLatencyMs: 5 }),
    );
    server(hostgroups, '10 b').connectionsUsed = 1;
    server(hostgroups, '10 c').latencyMs = 6;
    expect(pickServer(hostgroups, 10, 0, 0.5, settings)).toBeNull();
    expect(pickServer(hostgroups, 11, 0, 0.5, settings)).toBeNull();
  });
});
