/** Reads and checks the config file. Every fault is told at once, each with its path and what was expected. */

import { readFileSync, statSync } from 'node:fs';
import { type BaseIssue, safeParse } from 'valibot';
import { messageOf } from '../message-of.ts';
import { type Cluster, defaultQuarantineHostgroup } from './cluster.ts';
import { type Config, configSchema } from './schema.ts';

export const DEFAULT_CONFIG_FILE = '/etc/proxysql-failover.json';

/** The config cannot be used; the message is for a person, a fault a line. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function loadConfig(file: string): Config {
  const text = readConfigFile(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file}: not valid JSON: ${jsonFault(messageOf(error), text)}`);
  }
  const result = safeParse(configSchema, json);
  if (!result.success) throw faults(file, result.issues.map(describeIssue));
  const config = withFittingDefaults(result.output, json);
  const contradictions = [...findContradictions(config), ...stepsAsLongAsTheRun(config)];
  if (contradictions.length > 0) throw faults(file, contradictions);
  return config;
}

function readConfigFile(file: string): string {
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o007) !== 0) {
      throw new ConfigError(
        `${file}: every user of this host may read the passwords in it (mode ${mode.toString(8)}); run: chmod o-rwx ${file}`,
      );
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`${file}: cannot be read: ${messageOf(error)}`);
  }
}

/** Node shows the text around the fault, which may be a password: the line has to do. */
function jsonFault(message: string, text: string): string {
  const shown = /, (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/s.exec(message);
  if (shown === null) return message;
  const [, before, around = ''] = shown;
  const fault = text.indexOf(around) + (before === undefined ? 0 : Math.floor(around.length / 2));
  return `${message.slice(0, shown.index)} near line ${text.slice(0, fault).split('\n').length}`;
}

function faults(file: string, lines: readonly string[]): ConfigError {
  return new ConfigError(lines.map((line) => `${file}: ${line}`).join('\n'));
}

/** Never shows the value itself: it may be a password. */
function describeIssue(issue: BaseIssue<unknown>): string {
  const path = issue.path?.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('') ?? '';
  const name = path.replace(/^\./, '') || 'the file';
  switch (issue.type) {
    case 'strict_object':
      if (issue.expected === 'never') return `${name}: unknown key`;
      return issue.received === 'undefined' ? `${name}: missing` : `${name}: expected an object`;
    case 'picklist':
      return `${name}: expected one of ${issue.expected}`;
    case 'string':
    case 'number':
    case 'boolean':
    case 'array':
    case 'record':
      return `${name}: expected ${article(issue.type)}, found ${issue.input === null ? 'null' : Array.isArray(issue.input) ? 'array' : typeof issue.input}`;
    default:
      return `${name}: expected ${issue.message}`;
  }
}

function article(type: string): string {
  return type === 'array' ? 'an array' : type === 'record' ? 'an object' : `a ${type}`;
}

/** What no key shows by itself. */
function findContradictions(config: Config): string[] {
  const found: string[] = [];
  const users = new Map<number, string>();
  const names = new Set<string>();
  for (const [index, cluster] of clustersOf(config).entries()) {
    const path = `clusters[${index}]`;
    if (names.has(cluster.name)) found.push(`${path}.name: '${cluster.name}' is used twice`);
    names.add(cluster.name);
    const hostgroups = [
      ['writerHostgroup', cluster.writerHostgroup],
      ['readerHostgroup', cluster.readerHostgroup],
      ['quarantineHostgroup', cluster.quarantineHostgroup],
    ] as const;
    for (const [key, hostgroup] of hostgroups) {
      const user = users.get(hostgroup);
      if (user !== undefined) found.push(`${path}.${key}: hostgroup ${hostgroup} is already ${user}`);
      users.set(hostgroup, `${path}.${key}`);
    }
  }
  const { sslMode, sslCa } = config.mysql;
  if ((sslMode === 'VERIFY_CA' || sslMode === 'VERIFY_IDENTITY') && sslCa === undefined) {
    found.push(`mysql.sslCa: missing; sslMode ${sslMode} needs it`);
  }
  if (config.logFile !== undefined && !config.logFile.startsWith('/')) found.push('logFile: expected an absolute path');
  return found;
}

const STEP_TIMEOUTS = ['applyTimeoutMs', 'repointTimeoutMs', 'reconnectTimeoutMs'] as const;

/** Whoever shortens the run alone means its steps too. */
function withFittingDefaults(config: Config, json: unknown): Config {
  const { failoverTimeoutMs } = config;
  const isGiven = (key: string): boolean => typeof json === 'object' && json !== null && key in json;
  const tooLong = STEP_TIMEOUTS.filter((key) => !isGiven(key) && config[key] >= failoverTimeoutMs);
  return { ...config, ...Object.fromEntries(tooLong.map((key) => [key, Math.floor(failoverTimeoutMs / 2)])) };
}

/** A run that is over before one of its steps could never take what comes after that step. */
function stepsAsLongAsTheRun(config: Config): string[] {
  const { failoverTimeoutMs } = config;
  return STEP_TIMEOUTS.filter((key) => config[key] >= failoverTimeoutMs).map(
    (key) => `${key}: expected less than failoverTimeoutMs (${failoverTimeoutMs}), found ${config[key]}`,
  );
}

/** The clusters the config names; none where it leaves them to `mysql_replication_hostgroups`. */
export function clustersOf(config: Config): Cluster[] {
  return (config.clusters ?? []).map((cluster) => ({
    name: cluster.name,
    writerHostgroup: cluster.writerHostgroup,
    readerHostgroup: cluster.readerHostgroup,
    quarantineHostgroup: cluster.quarantineHostgroup ?? defaultQuarantineHostgroup(cluster.writerHostgroup),
    promotionRules: cluster.promotionRules,
  }));
}
