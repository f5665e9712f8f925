import { describe, expect, test } from 'vitest';
import { SHOP } from '../../test/observations/observation.ts';
import { type Arguments, parseArguments, selectCluster, UsageError } from './arguments.ts';

const parse = (line: string): Arguments => parseArguments(line === '' ? [] : line.split(' '), '/etc/default.json');
const DEFAULTS: Arguments = {
  command: 'run',
  config: '/etc/default.json',
  cluster: null,
  dryRun: false,
  assumeDead: false,
  json: false,
  execute: false,
  intervalMs: null,
  logFile: null,
  logLevel: null,
};

describe('what is understood', () => {
  test.each<[string, Partial<Arguments>]>([
    ['', {}],
    ['run', {}],
    ['--config /a.json', { config: '/a.json' }],
    ['--config=/a.json run', { config: '/a.json' }],
    ['run --cluster shop', { cluster: 'shop' }],
    ['--cluster 7', { cluster: '7' }],
    ['--dry-run', { dryRun: true }],
    ['--dry-run --json', { dryRun: true, json: true }],
    ['--dry-run --assume-dead primary', { dryRun: true, assumeDead: true }],
    ['--log-level debug --log-file /var/log/x', { logLevel: 'debug', logFile: '/var/log/x' }],
    ['install', { command: 'install' }],
    ['install --execute --interval-ms 2000', { command: 'install', execute: true, intervalMs: 2000 }],
    ['uninstall --execute', { command: 'uninstall', execute: true }],
    ['uninstall --cluster shop', { command: 'uninstall', cluster: 'shop' }],
    ['acknowledge --cluster shop', { command: 'acknowledge', cluster: 'shop' }],
    ['help', { command: 'help' }],
    ['--help', { command: 'help' }],
    ['install --help', { command: 'help' }],
    ['version', { command: 'version' }],
    ['--version', { command: 'version' }],
  ])('%j', (line, expected) => {
    expect(parse(line)).toEqual({ ...DEFAULTS, ...expected });
  });
});

describe('what is refused, with what to type instead', () => {
  test.each([
    ['promote', /unknown command 'promote'; there are: run, acknowledge, install, uninstall, help, version/],
    ['run now', /'now' is one word too many after 'run'/],
    ['--dry-rum', /unknown option --dry-rum; see: proxysql-failover help/],
    ['--no-dry-run', /there is no --no-dry-run: leave --dry-run out instead/],
    ['--no-config', /there is no --no-config: leave --config out instead/],
    ['--dry-run --no-colour', /there is no --no-colour/],
    ['-x -y', /unknown option -x, -y/],
    ['--config', /--config needs a value/],
    ['--config=', /--config needs a value/],
    ['--config --dry-run', /--config needs a value/],
    ['--cluster a --cluster b', /--cluster is given twice/],
    ['--assume-dead primary', /it goes with --dry-run/],
    ['--dry-run --assume-dead b', /--assume-dead takes 'primary'/],
    ['--json', /--json goes with --dry-run/],
    ['--execute', /--execute does not go with 'run'/],
    ['acknowledge --execute', /--execute does not go with 'acknowledge'/],
    ['install --dry-run', /--dry-run does not go with 'install'/],
    ['uninstall --interval-ms 1000 --log-file x', /--interval-ms, --log-file does not go with 'uninstall'/],
    ['install --interval-ms 99', /--interval-ms takes 100 to 100000000/],
    ['install --interval-ms 100000001', /--interval-ms takes/],
    ['install --interval-ms 1e3', /--interval-ms takes/],
    ['install --interval-ms=-5', /--interval-ms takes/],
    ['--log-level loud', /--log-level takes one of debug, info, warn, error/],
  ])('%j', (line, says) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(says);
  });
});

test.each(['dry-run', 'json', 'execute', 'help', 'version'])('--%s takes no value', (name) => {
  for (const value of ['=false', '=true', '=', '=0', '=no\n', ' false', ' true']) {
    expect(() => parse(`install --${name}${value}`)).toThrow(
      new UsageError(`--${name} takes no value: write --${name}, or leave it out`),
    );
  }
});

describe('a cluster by name', () => {
  const forum = { ...SHOP, name: 'forum' };

  test('all without a name, one with it', () => {
    expect(selectCluster([SHOP, forum], null)).toEqual([SHOP, forum]);
    expect(selectCluster([SHOP, forum], 'forum')).toEqual([forum]);
  });

  test('a name that no cluster has is an error that lists the names there are', () => {
    expect(() => selectCluster([SHOP, forum], 'shpo')).toThrow("no cluster 'shpo'; there are: shop, forum");
  });
});
