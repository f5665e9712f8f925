/** What was typed, checked: an unknown word or option is an error that names the ones there are. */
import minimist from 'minimist';
import type { Cluster } from '../config/cluster.ts';
import { LEVELS, type Level } from '../record/journal.ts';

const COMMANDS = ['run', 'acknowledge', 'install', 'uninstall', 'help', 'version'] as const;
type CommandName = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: CommandName;
  readonly config: string;
  readonly cluster: string | null;
  readonly dryRun: boolean;
  readonly assumeDead: boolean;
  readonly json: boolean;
  readonly execute: boolean;
  readonly intervalMs: number | null;
  readonly logFile: string | null;
  readonly logLevel: Level | null;
}

/** The command line cannot be used; the message says what to type instead. */
export class UsageError extends Error {}

const TEXTS = ['config', 'cluster', 'assume-dead', 'interval-ms', 'log-file', 'log-level'];
const SWITCHES = ['dry-run', 'json', 'execute', 'help', 'version'];

/** Which options go with which command; `help` and `version` go with every one. */
const OPTIONS: Readonly<Record<CommandName, readonly string[]>> = {
  run: ['config', 'cluster', 'dry-run', 'assume-dead', 'json', 'log-file', 'log-level'],
  acknowledge: ['config', 'cluster'],
  install: ['config', 'cluster', 'interval-ms', 'execute'],
  uninstall: ['config', 'cluster', 'execute'],
  help: [],
  version: [],
};

/** @throws UsageError */
export function parseArguments(argv: readonly string[], defaultConfigFile: string): Arguments {
  refuseValuesOfSwitches(argv);
  const unknown: string[] = [];
  const parsed = minimist([...argv], {
    string: [...TEXTS, '_'],
    boolean: SWITCHES,
    unknown: (word) => {
      if (word.startsWith('-')) unknown.push(word);
      return !word.startsWith('-');
    },
  });
  if (unknown.length > 0) throw new UsageError(`unknown option ${unknown.join(', ')}; see: proxysql-failover help`);
  const command = commandOf(parsed._, parsed.help === true, parsed.version === true);
  const text = (name: string): string | null => textOf(name, parsed[name]);
  const given = [
    ...TEXTS.filter((name) => parsed[name] !== undefined),
    ...SWITCHES.filter((name) => parsed[name] === true),
  ];
  const misplaced = given.filter((name) => name !== 'help' && name !== 'version' && !OPTIONS[command].includes(name));
  if (misplaced.length > 0 && command !== 'help' && command !== 'version') {
    throw new UsageError(`--${misplaced.join(', --')} does not go with '${command}'; see: proxysql-failover help`);
  }
  const dryRun = parsed['dry-run'] === true;
  const assumeDead = text('assume-dead');
  if (assumeDead !== null && assumeDead !== 'primary') throw new UsageError("--assume-dead takes 'primary'");
  if (assumeDead !== null && !dryRun) throw new UsageError('--assume-dead is a rehearsal: it goes with --dry-run');
  if (parsed.json === true && !dryRun) throw new UsageError('--json goes with --dry-run');
  const levelName = text('log-level');
  const logLevel = LEVELS.find((level) => level === levelName) ?? null;
  if (levelName !== null && logLevel === null) throw new UsageError(`--log-level takes one of ${LEVELS.join(', ')}`);
  return {
    command,
    config: text('config') ?? defaultConfigFile,
    cluster: text('cluster'),
    dryRun,
    assumeDead: assumeDead !== null,
    json: parsed.json === true,
    execute: parsed.execute === true,
    intervalMs: intervalOf(text('interval-ms')),
    logFile: text('log-file'),
    logLevel,
  };
}

/** Whoever scripts `--dry-run=$X` and gets `false` does not mean a run in earnest, which is what minimist would make of it. */
function refuseValuesOfSwitches(argv: readonly string[]): void {
  for (const [index, word] of argv.entries()) {
    const negated = /^--no-([^=]+)/.exec(word)?.[1];
    if (negated !== undefined) throw new UsageError(`there is no ${word}: leave --${negated} out instead`);
    const [, name = '', value] = /^--([^=]+)(=.*)?$/s.exec(word) ?? [];
    const next = argv[index + 1] ?? '';
    if (SWITCHES.includes(name) && (value !== undefined || /^(true|false)$/.test(next))) {
      throw new UsageError(`--${name} takes no value: write --${name}, or leave it out`);
    }
  }
}

/** @throws UsageError where no cluster has that name. */
export function selectCluster(clusters: readonly Cluster[], name: string | null): Cluster[] {
  const chosen = clusters.filter((cluster) => name === null || cluster.name === name);
  if (chosen.length === 0) {
    throw new UsageError(`no cluster '${name}'; there are: ${clusters.map((cluster) => cluster.name).join(', ')}`);
  }
  return chosen;
}

function commandOf(words: readonly string[], help: boolean, version: boolean): CommandName {
  if (help) return 'help';
  if (version) return 'version';
  const [word, ...more] = words;
  if (word === undefined || word === '') return 'run';
  const command = COMMANDS.find((name) => name === word);
  if (command === undefined) throw new UsageError(`unknown command '${word}'; there are: ${COMMANDS.join(', ')}`);
  if (more.some((extra) => extra !== ''))
    throw new UsageError(`'${more.join(' ')}' is one word too many after '${command}'`);
  return command;
}

function textOf(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given twice`);
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} needs a value`);
  return value;
}

/** ProxySQL's own bounds: scheduler.interval_ms, lib/ProxySQL_Admin.cpp. */
function intervalOf(text: string | null): number | null {
  if (text === null) return null;
  const interval = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(interval >= 100 && interval <= 100_000_000)) throw new UsageError('--interval-ms takes 100 to 100000000');
  return interval;
}
