// Which ProxySQL the laboratory runs: a real one if there is any, else the stand-in, and never one for the other.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { findOnPath, type LabProcess, runToEnd, startProcess } from './processes.ts';
import { type ProxySQLConfig, proxysqlArguments, proxysqlVersion, standInConfig } from './proxysql-config.ts';
import { dockerProxySQL } from './proxysql-docker.ts';
import { repositoryRoot } from './repository.ts';

export type ProxySQLKind = 'proxysql' | 'stand-in';

/** A ProxySQL, real or not, that can be started. */
export type ProxySQLSource = {
  readonly kind: ProxySQLKind;
  /** Such as "2.7.1-16-g2726c27"; of the version it stands for when it is the stand-in. */
  readonly version: string;
  /** One line for people: what it is and where it comes from. */
  readonly description: string;
  /** Starts it on the config's data directory; output is appended to `logFile`. */
  readonly start: (config: ProxySQLConfig, logFile: string) => Promise<LabProcess>;
};

/** Scheduled scripts inherit the directory: under a service manager that is the data directory. */
function inDirectory(directory: string, command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const env = findOnPath('env');
  return env === undefined ? command : [env, '-C', directory, ...command];
}

async function localProxySQL(): Promise<ProxySQLSource | string> {
  const named = process.env.LAB_PROXYSQL;
  const found = named || findOnPath('proxysql');
  if (found === undefined) return 'no proxysql on PATH and LAB_PROXYSQL is not set';
  let printed: string;
  try {
    printed = await runToEnd([found, '--version']);
  } catch (error) {
    return `${found} does not run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = proxysqlVersion(printed);
  if (version === undefined) return `${found} is not ProxySQL: ${printed.trim()}`;
  return {
    kind: 'proxysql',
    version,
    description: `ProxySQL ${version} (${named ? 'LAB_PROXYSQL' : 'proxysql on PATH'})`,
    start: async (config, logFile) =>
      startProcess(inDirectory(config.dataDirectory, [found, ...proxysqlArguments(config)]), logFile),
  };
}

let bundled: Promise<string> | undefined;

/** The stand-in as one file that Node 20 runs, named by its content; beside the installed packages, which stay outside it. */
function standInFile(): Promise<string> {
  bundled ??= (async () => {
    const directory = join(repositoryRoot(), 'node_modules', '.cache', 'stand-in');
    mkdirSync(directory, { recursive: true });
    const { outputFiles } = await build({
      entryPoints: [join(repositoryRoot(), 'test', 'stand-in', 'main.ts')],
      outdir: directory,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      packages: 'external',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const text = outputFiles[0]?.text ?? '';
    const file = join(directory, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`);
    for (const other of readdirSync(directory)) {
      const age = Date.now() - (statSync(join(directory, other), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 86_400_000) rmSync(join(directory, other), { force: true });
    }
    if (!existsSync(file)) {
      writeFileSync(`${file}.${process.pid}`, text);
      renameSync(`${file}.${process.pid}`, file);
    }
    return file;
  })();
  return bundled;
}

const standIn: ProxySQLSource = {
  kind: 'stand-in',
  version: '2.7.1',
  description: 'stand-in for ProxySQL 2.7.1',
  start: async (config, logFile) => {
    const file = join(config.dataDirectory, 'stand-in.json');
    if (!existsSync(file)) writeFileSync(file, JSON.stringify(standInConfig(config)), { mode: 0o600 });
    const options = ['--data-directory', config.dataDirectory, '--config', file];
    const command = [process.execPath, '--enable-source-maps', await standInFile(), ...options] as const;
    return startProcess(inDirectory(config.dataDirectory, command), logFile);
  },
};

async function find(wanted: ProxySQLKind | undefined): Promise<ProxySQLSource> {
  const named = process.env.LAB_PROXYSQL;
  if (wanted === 'stand-in') return { ...standIn, description: `${standIn.description} (asked for)` };
  if (named === 'stand-in' && wanted === undefined) {
    return { ...standIn, description: `${standIn.description} (LAB_PROXYSQL=stand-in)` };
  }
  const reasons: string[] = [];
  if (named !== 'stand-in') {
    const local = await localProxySQL();
    if (typeof local !== 'string') return local;
    // A person who named a ProxySQL wants that one, not silently another.
    if (named) throw new Error(`LAB_PROXYSQL cannot be used: ${local}`);
    reasons.push(local);
    const docker = await dockerProxySQL();
    if (typeof docker !== 'string') return docker;
    reasons.push(docker);
  }
  if (wanted === 'proxysql') throw new Error(`no real ProxySQL: ${reasons.join('; ') || 'LAB_PROXYSQL=stand-in'}`);
  return { ...standIn, description: `${standIn.description} (no ProxySQL found: ${reasons.join('; ')})` };
}

const found = new Map<string, Promise<ProxySQLSource>>();

/**
 * The first ProxySQL that works: LAB_PROXYSQL or PATH, a running Docker engine, and where there is none the stand-in.
 * LAB_PROXYSQL=stand-in forces the stand-in. Asked for a kind, it gives that or throws.
 */
export function findProxySQL(kind?: ProxySQLKind): Promise<ProxySQLSource> {
  const key = `${kind ?? ''} ${process.env.LAB_PROXYSQL ?? ''}`;
  const source = found.get(key) ?? find(kind);
  found.set(key, source);
  return source;
}

/** The kinds a test of behaviour can run against: always the stand-in, and the real one where there is one. */
export async function labKinds(): Promise<ProxySQLKind[]> {
  const real = await findProxySQL();
  return real.kind === 'proxysql' ? ['stand-in', 'proxysql'] : ['stand-in'];
}

/** One line that says which ProxySQL the laboratory uses and where it comes from. */
export async function describeProxySQL(): Promise<string> {
  return (await findProxySQL()).description;
}
