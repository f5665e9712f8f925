import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, clustersOf, loadConfig } from './load.ts';

const SECRET = 'hunter2-very-secret';
const SHOP = { name: 'shop', writerHostgroup: 10, readerHostgroup: 20 };
const MINIMAL = {
  proxysql: { host: '127.0.0.1', port: 6032, user: 'radmin', password: SECRET },
  mysql: { user: 'failover', password: SECRET },
  replication: { user: 'repl', password: SECRET },
  clusters: [SHOP],
};

let directory: string;
let file: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'config-'));
  file = join(directory, 'proxysql-failover.json');
});
afterAll(() => rmSync(directory, { recursive: true }));

function write(content: unknown, mode = 0o600): void {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, mode);
}

/** The faults, a line each, without the name of the file that begins every line. */
function faultsOf(content: unknown, mode?: number): string[] {
  write(content, mode);
  try {
    loadConfig(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return error.message.split('\n').map((line) => {
      expect(line.startsWith(`${file}: `)).toBe(true);
      return line.slice(file.length + 2);
    });
  }
  return [];
}

describe('a config that is enough', () => {
  test('the smallest: everything else has a default', () => {
    write(MINIMAL);
    expect(loadConfig(file)).toMatchObject({
      mysql: { sslMode: 'DISABLED' },
      autoFailover: true,
      autoRejoin: true,
      quorum: 'majority',
      recoveryPeriodBlockMs: 300000,
      maxFailoversPerDay: 3,
      backendConnectTimeoutMs: 750,
      backendReadTimeoutMs: 1000,
      failoverTimeoutMs: 90000,
      applyTimeoutMs: 60000,
      reconnectTimeoutMs: 300,
      repointTimeoutMs: 10000,
      maxReplicationLagMs: 10000,
      logLevel: 'info',
    });
    expect(clustersOf(loadConfig(file))).toEqual([
      { name: 'shop', writerHostgroup: 10, readerHostgroup: 20, quarantineHostgroup: 9010, promotionRules: {} },
    ]);
  });

  test('without host and port of ProxySQL, without clusters, with $schema', () => {
    const { user, password } = MINIMAL.proxysql;
    write({ $schema: './x.json', ...MINIMAL, proxysql: { user, password }, clusters: undefined });
    expect(loadConfig(file).proxysql).toEqual({ host: '127.0.0.1', port: 6032, user, password });
    expect(clustersOf(loadConfig(file))).toEqual([]);
  });

  test('MySQL takes no more than 32 characters as the password of a channel', () => {
    const of = (password: string) => faultsOf({ ...MINIMAL, replication: { user: 'repl', password } });
    expect(of('x'.repeat(32))).toEqual([]);
    expect(of('x'.repeat(33))).toEqual([
      expect.stringContaining('replication.password: expected at most 32 characters'),
    ]);
  });

  test('an empty password is a password', () => {
    expect(faultsOf({ ...MINIMAL, mysql: { user: 'failover', password: '' } })).toEqual([]);
  });

  test('promotion rules by host and port', () => {
    const promotionRules = { 'db1:3306': 'prefer', '[::1]:3306': 'never' };
    expect(faultsOf({ ...MINIMAL, clusters: [{ ...SHOP, promotionRules }] })).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  test.each([0o644, 0o604, 0o602, 0o601, 0o666])(
    'others may do something with it (mode %i): the chmod to run',
    (mode) => {
      const [fault, ...more] = faultsOf(MINIMAL, mode);
      expect(fault).toMatch(`(mode ${mode.toString(8)}); run: chmod o-rwx ${file}`);
      expect(more).toEqual([]);
    },
  );

  test.each([0o600, 0o640, 0o400, 0o660])('only its owner and group may (mode %i): fine', (mode) => {
    expect(faultsOf(MINIMAL, mode)).toEqual([]);
  });

  test('there is none', () => {
    expect(() => loadConfig(join(directory, 'nowhere.json'))).toThrow(/nowhere\.json: cannot be read: ENOENT/);
  });

  test('it is a directory', () => {
    chmodSync(directory, 0o700);
    expect(() => loadConfig(directory)).toThrow(/cannot be read: EISDIR/);
  });

  test.each([
    ['a stray comma', JSON.stringify(MINIMAL).replace('}]', '},]')],
    [
      'a comma that is missing after a password',
      JSON.stringify(MINIMAL).replace(`"${SECRET}"},"mysql"`, `"${SECRET}"}"mysql"`),
    ],
    ['a quote that is missing before a password', JSON.stringify(MINIMAL).replace(`"${SECRET}"`, `${SECRET}"`)],
    ['single quotes around a password', JSON.stringify(MINIMAL).replace(`"${SECRET}"`, `'${SECRET}'`)],
    ['a quote that is missing after a password', JSON.stringify(MINIMAL).replace(`"${SECRET}"`, `"${SECRET}`)],
    ['nothing in it', ''],
  ])('it is no JSON (%s), and nothing of it is shown', (_, text) => {
    const [fault = ''] = faultsOf(text);
    expect(fault).toMatch(/^not valid JSON: /);
    for (let from = 0; from + 4 <= SECRET.length; from += 1) expect(fault).not.toContain(SECRET.slice(from, from + 4));
  });

  test('a fault in it is found by its line', () => {
    const text = JSON.stringify(MINIMAL, null, 2);
    const line = 1 + text.split('\n').findIndex((one) => one.includes('"repl"'));
    expect(faultsOf(text.replace('"repl"', 'repl"'))).toEqual([
      `not valid JSON: Unexpected token 'r' near line ${line}`,
    ]);
  });

  test.each([['null'], ['"text"'], ['7']])('it holds %s instead of an object', (text) => {
    expect(faultsOf(text)).toEqual(['the file: expected an object']);
  });
});

describe('faults of the content', () => {
  test('every one at once, each with its path and what was expected', () => {
    expect(
      faultsOf({
        proxysql: { host: '', port: 70000, user: 7, password: SECRET },
        mysql: { user: 'failover', password: [SECRET], sslMode: 'PREFERRED', pasword: SECRET },
        clusters: [
          {
            name: 'shop',
            writerHostgroup: '10',
            readerHostgroup: 2.5,
            promotionRules: { db1: 'prefer', 'db2:3306': 'must' },
          },
        ],
        autoFailover: 'yes',
        failoverTimeoutMs: 1,
        logLevel: 'trace',
        colour: 'blue',
      }),
    ).toEqual([
      'proxysql.host: expected a text that is not empty',
      'proxysql.port: expected a port from 1 to 65535',
      'proxysql.user: expected a string, found number',
      'mysql.password: expected a string, found array',
      'mysql.sslMode: expected one of ("DISABLED" | "REQUIRED" | "VERIFY_CA" | "VERIFY_IDENTITY")',
      'mysql.pasword: unknown key',
      'replication: missing',
      'clusters[0].writerHostgroup: expected a number, found string',
      'clusters[0].readerHostgroup: expected a whole number',
      'clusters[0].promotionRules.db1: expected a server as host:port',
      'clusters[0].promotionRules.db2:3306: expected one of ("prefer" | "neutral" | "preferNot" | "never")',
      'autoFailover: expected a boolean, found string',
      'failoverTimeoutMs: expected 5000 to 3600000 milliseconds',
      'logLevel: expected one of ("debug" | "info" | "warn" | "error")',
      'colour: unknown key',
    ]);
  });

  test('contradictions are told with them, of what has no fault itself', () => {
    expect(
      faultsOf({
        ...MINIMAL,
        mysql: { user: 7, password: SECRET, sslMode: 'VERIFY_CA' },
        clusters: [
          { ...SHOP, readerHostgroup: 'x' },
          { ...SHOP, writerHostgroup: 30, readerHostgroup: 10 },
          'forum',
          { name: 'blog', writerHostgroup: 9010 },
        ],
        logFile: 'failover.log',
        failoverTimeoutMs: 20000,
        applyTimeoutMs: 30000,
        colour: 'blue',
      }),
    ).toEqual([
      'mysql.user: expected a string, found number',
      'clusters[0].readerHostgroup: expected a number, found string',
      'clusters[2]: expected an object',
      'clusters[3].readerHostgroup: missing',
      'colour: unknown key',
      "clusters[1].name: 'shop' is used twice",
      'clusters[1].readerHostgroup: hostgroup 10 is already clusters[0].writerHostgroup',
      'clusters[3].writerHostgroup: hostgroup 9010 is already clusters[0].quarantineHostgroup',
      'mysql.sslCa: missing; sslMode VERIFY_CA needs it',
      'logFile: expected an absolute path',
      'applyTimeoutMs: expected less than failoverTimeoutMs (20000), found 30000',
    ]);
  });

  test('what has a fault itself contradicts nothing', () => {
    expect(
      faultsOf({
        ...MINIMAL,
        mysql: { ...MINIMAL.mysql, sslMode: 'VERIFY_CA', sslCa: 7 },
        clusters: [
          { ...SHOP, writerHostgroup: 20.5, quarantineHostgroup: '99' },
          { name: 'forum', writerHostgroup: 9020, readerHostgroup: 30 },
        ],
        failoverTimeoutMs: 1,
        applyTimeoutMs: 30000,
      }),
    ).toEqual([
      'mysql.sslCa: expected a string, found number',
      'clusters[0].writerHostgroup: expected a whole number',
      'clusters[0].quarantineHostgroup: expected a number, found string',
      'failoverTimeoutMs: expected 5000 to 3600000 milliseconds',
    ]);
  });

  test.each<[string, object, string]>([
    ['a missing password', { mysql: { user: 'failover' } }, 'mysql.password: missing'],
    ['null for an object', { mysql: null }, 'mysql: expected an object'],
    ['null for a text', { mysql: { user: null, password: SECRET } }, 'mysql.user: expected a string, found null'],
    ['a text for the list of clusters', { clusters: 'shop' }, 'clusters: expected an array, found string'],
    ['no cluster', { clusters: [] }, 'clusters: expected at least one cluster'],
    [
      'a list of promotion rules',
      { clusters: [{ ...SHOP, promotionRules: ['prefer'] }] },
      'clusters[0].promotionRules.0: expected a server as host:port',
    ],
    [
      'a negative hostgroup',
      { clusters: [{ ...SHOP, readerHostgroup: -1 }] },
      'clusters[0].readerHostgroup: expected a hostgroup from 0 to 2147483647',
    ],
    ['a password in the wrong place', { password: SECRET }, 'password: unknown key'],
  ])('%s', (_, change, fault) => {
    expect(faultsOf({ ...MINIMAL, ...change })).toEqual([fault]);
  });
});

describe('contradictions', () => {
  const clusters = (...list: object[]) => faultsOf({ ...MINIMAL, clusters: list });

  test('one hostgroup for two uses, also of two clusters', () => {
    expect(clusters({ ...SHOP, readerHostgroup: 10 })).toEqual([
      'clusters[0].readerHostgroup: hostgroup 10 is already clusters[0].writerHostgroup',
    ]);
    expect(clusters(SHOP, { name: 'forum', writerHostgroup: 20, readerHostgroup: 30 })).toEqual([
      'clusters[1].writerHostgroup: hostgroup 20 is already clusters[0].readerHostgroup',
    ]);
  });

  test('a quarantine that serves, named or by default', () => {
    expect(clusters({ ...SHOP, quarantineHostgroup: 20 })).toEqual([
      'clusters[0].quarantineHostgroup: hostgroup 20 is already clusters[0].readerHostgroup',
    ]);
    expect(clusters({ ...SHOP, readerHostgroup: 9010 })).toEqual([
      'clusters[0].quarantineHostgroup: hostgroup 9010 is already clusters[0].readerHostgroup',
    ]);
  });

  test('two clusters of one name', () => {
    expect(clusters(SHOP, { ...SHOP, writerHostgroup: 30, readerHostgroup: 40 })).toEqual([
      "clusters[1].name: 'shop' is used twice",
    ]);
  });

  test('TLS that has nothing to verify against', () => {
    const mysql = { ...MINIMAL.mysql, sslMode: 'VERIFY_CA' };
    expect(faultsOf({ ...MINIMAL, mysql })).toEqual(['mysql.sslCa: missing; sslMode VERIFY_CA needs it']);
    expect(faultsOf({ ...MINIMAL, mysql: { ...mysql, sslCa: '/etc/ca.pem' } })).toEqual([]);
  });

  test('a log file that would lie wherever ProxySQL was started', () => {
    expect(faultsOf({ ...MINIMAL, logFile: 'failover.log' })).toEqual(['logFile: expected an absolute path']);
  });

  test('a step that may take as long as the whole run, which would end itself first', () => {
    const faults = (times: object) => faultsOf({ ...MINIMAL, ...times });
    expect(faults({ applyTimeoutMs: 90000, repointTimeoutMs: 600000 })).toEqual([
      'applyTimeoutMs: expected less than failoverTimeoutMs (90000), found 90000',
      'repointTimeoutMs: expected less than failoverTimeoutMs (90000), found 600000',
    ]);
    expect(faults({ failoverTimeoutMs: 5000, applyTimeoutMs: 4999, reconnectTimeoutMs: 6000 })).toEqual([
      'reconnectTimeoutMs: expected less than failoverTimeoutMs (5000), found 6000',
    ]);
    expect(faults({ failoverTimeoutMs: 20000 })).toEqual([]);
  });

  test('a run that is shortened alone shortens its steps, where their defaults do not fit', () => {
    write({ ...MINIMAL, failoverTimeoutMs: 20000 });
    expect(loadConfig(file)).toMatchObject({ applyTimeoutMs: 10000, repointTimeoutMs: 10000, reconnectTimeoutMs: 300 });
  });

  test('all of them at once', () => {
    expect(
      clusters({ ...SHOP, readerHostgroup: 10 }, { ...SHOP, writerHostgroup: 30, readerHostgroup: 40 }),
    ).toHaveLength(2);
  });
});
