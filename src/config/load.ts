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
  const { issues = [], ...parsed } = safeParse(configSchema, json);
  const sound = soundPart(parsed.output, new Set(issues.map(nameOf))) as Sound<Config>;
  const found = [...issues.map(describeIssue), ...findContradictions(sound), ...stepsAsLongAsTheRun(sound, json)];
  if (!parsed.success || found.length > 0) throw faults(file, found);
  return withFittingDefaults(parsed.output, json);
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

const WHOLE_FILE = 'the file';

function nameOf({ path }: BaseIssue<unknown>): string {
  return (path ?? []).reduce((name, { key }) => nameWithin(name, key), WHOLE_FILE);
}

/** As in `clusters[0].name`. */
function nameWithin(name: string, key: unknown): string {
  if (typeof key === 'number') return `${name}[${key}]`;
  return name === WHOLE_FILE ? String(key) : `${name}.${String(key)}`;
}

/** Never shows the value itself: it may be a password. */
function describeIssue(issue: BaseIssue<unknown>): string {
  const name = nameOf(issue);
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

/** What has a fault of its own is null: it contradicts nothing. What is missing is undefined, also where it is needed. */
type Sound<Value> =
  | null
  | undefined
  | (Value extends object ? { readonly [Key in keyof Value]: Sound<Value[Key]> } : Value);

function soundPart(value: unknown, faulty: ReadonlySet<string>, name: string = WHOLE_FILE): unknown {
  if (faulty.has(name)) return null;
  if (Array.isArray(value)) return value.map((item, index) => soundPart(item, faulty, nameWithin(name, index)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, soundPart(part, faulty, nameWithin(name, key))]),
  );
}

/** What no key shows by itself. */
function findContradictions(config: Sound<Config>): string[] {
  const found: string[] = [];
  const users = new Map<number, string>();
  const names = new Set<string>();
  for (const [index, cluster] of (config?.clusters ?? []).entries()) {
    if (cluster == null) continue;
    const path = `clusters[${index}]`;
    const { name, writerHostgroup, readerHostgroup } = cluster;
    if (name != null) {
      if (names.has(name)) found.push(`${path}.name: '${name}' is used twice`);
      names.add(name);
    }
    const isByDefault = cluster.quarantineHostgroup === undefined && writerHostgroup != null;
    const quarantine = isByDefault ? defaultQuarantineHostgroup(writerHostgroup) : cluster.quarantineHostgroup;
    const hostgroups = [
      ['writerHostgroup', writerHostgroup],
      ['readerHostgroup', readerHostgroup],
      ['quarantineHostgroup', quarantine],
    ] as const;
    for (const [key, hostgroup] of hostgroups) {
      if (hostgroup == null) continue;
      const user = users.get(hostgroup);
      if (user !== undefined) found.push(`${path}.${key}: hostgroup ${hostgroup} is already ${user}`);
      users.set(hostgroup, `${path}.${key}`);
    }
  }
  const { sslMode, sslCa } = config?.mysql ?? {};
  if ((sslMode === 'VERIFY_CA' || sslMode === 'VERIFY_IDENTITY') && sslCa === undefined) {
    found.push(`mysql.sslCa: missing; sslMode ${sslMode} needs it`);
  }
  if (config?.logFile?.startsWith('/') === false) found.push('logFile: expected an absolute path');
  return found;
}

const STEP_TIMEOUTS = ['applyTimeoutMs', 'repointTimeoutMs', 'reconnectTimeoutMs'] as const;

function isGiven(key: string, json: unknown): boolean {
  return typeof json === 'object' && json !== null && key in json;
}

/** Whoever shortens the run alone means its steps too. */
function withFittingDefaults(config: Config, json: unknown): Config {
  const { failoverTimeoutMs } = config;
  const tooLong = STEP_TIMEOUTS.filter((key) => !isGiven(key, json) && config[key] >= failoverTimeoutMs);
  return { ...config, ...Object.fromEntries(tooLong.map((key) => [key, Math.floor(failoverTimeoutMs / 2)])) };
}

/** A run that is over before one of its steps could never take what comes after that step. */
function stepsAsLongAsTheRun(config: Sound<Config>, json: unknown): string[] {
  const whole = config?.failoverTimeoutMs ?? Number.POSITIVE_INFINITY;
  return STEP_TIMEOUTS.flatMap((key) => {
    const step = config?.[key];
    if (step == null || step < whole || !isGiven(key, json)) return [];
    return [`${key}: expected less than failoverTimeoutMs (${whole}), found ${step}`];
  });
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
