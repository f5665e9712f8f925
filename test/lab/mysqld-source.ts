// Which MySQL server the laboratory runs: the machine's own, one in Docker, or Debian's unpacked in the cache.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { dataDirectoryTemplate } from './mysql-template.ts';
import { compareVersions, mysqlVersion } from './mysql-version.ts';
import { debianMysqld } from './mysqld-debian.ts';
import { dockerMysqld } from './mysqld-docker.ts';
import { findOnPath, type LabProcess, runToEnd, startProcess } from './processes.ts';

/** A mysqld that can be started; made by findMysqld(). */
export type Mysqld = {
  readonly from: 'local' | 'debian' | 'docker';
  /** Such as "9.7.4". */
  readonly version: string;
  /** One line for people: which MySQL and where it comes from. */
  readonly description: string;
  /** Names these very binaries; part of the cache key of data directory templates. */
  readonly identity: string;
  /**
   * Starts mysqld with `args`; it may read and write `directory` only. Its output is appended to `outputPath`. `within`: a command that
   * runs the command after it.
   */
  readonly start: (
    args: readonly string[],
    directory: string,
    outputPath: string,
    within?: readonly string[],
  ) => Promise<LabProcess>;
};

async function localMysqld(): Promise<Mysqld | string> {
  const named = process.env.LAB_MYSQLD;
  const found = named || findOnPath('mysqld');
  if (found === undefined) return 'no mysqld on PATH and LAB_MYSQLD is not set';
  let printed: string;
  try {
    printed = (await runToEnd([found, '--no-defaults', '--version'])).trim();
  } catch (error) {
    return `${found} does not run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = mysqlVersion(printed);
  if (version === undefined) return `${found} is not MySQL: ${printed}`;
  if (compareVersions(version, '8.0.23') < 0) return `${found} is MySQL ${version}, older than 8.0.23`;
  const executable = realpathSync(found);
  const basedir = dirname(dirname(executable));
  return {
    from: 'local',
    version,
    description: `MySQL ${version} (${named ? 'LAB_MYSQLD' : 'mysqld on PATH'}: ${found})`,
    identity: `local ${executable} ${printed}`,
    start: async (args, _directory, outputPath, within = []) =>
      startProcess([...within, executable, '--no-defaults', `--basedir=${basedir}`, ...args], outputPath),
  };
}

async function whyNoData(mysqld: Mysqld): Promise<string | undefined> {
  try {
    await dataDirectoryTemplate(mysqld);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function find(): Promise<Mysqld> {
  const forced = process.env.LAB_MYSQL;
  const all = { local: localMysqld, docker: dockerMysqld, debian: debianMysqld };
  if (forced !== undefined && forced !== '' && !Object.hasOwn(all, forced)) {
    throw new Error(`LAB_MYSQL is "${forced}", expected local, docker or debian`);
  }
  const reasons: string[] = [];
  for (const [name, look] of Object.entries(all)) {
    if (forced && forced !== name) continue;
    const found = await look();
    if (typeof found !== 'string') {
      // A packaged mysqld may be confined (AppArmor) to the system's own data directory: only making one tells.
      const unusable = forced || process.env.LAB_MYSQLD ? undefined : await whyNoData(found);
      if (unusable === undefined) return found;
      reasons.push(`${name}: ${unusable}`);
      continue;
    }
    // A person who named a server wants that one, not silently another.
    if (name === 'local' && process.env.LAB_MYSQLD) throw new Error(`LAB_MYSQLD cannot be used: ${found}`);
    reasons.push(`${name}: ${found}`);
  }
  throw new Error(`the laboratory found no MySQL server to run\n  ${reasons.join('\n  ')}`);
}

let found: Promise<Mysqld> | undefined;

/** The first MySQL that works: LAB_MYSQLD or PATH, a running Docker engine, Debian's package in the cache. LAB_MYSQL=local|docker|debian forces one. */
export function findMysqld(): Promise<Mysqld> {
  found ??= find();
  return found;
}

/** One line that says which MySQL the laboratory uses and where it comes from. */
export async function describeMysqld(): Promise<string> {
  return (await findMysqld()).description;
}
