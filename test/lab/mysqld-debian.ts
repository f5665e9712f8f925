// Debian's own MySQL server, downloaded by apt with private state and unpacked in the cache: nothing is installed, no root is needed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { buildOnce, cacheDirectory } from './lab-files.ts';
import { mysqlVersion } from './mysql-version.ts';
import type { Mysqld } from './mysqld-source.ts';
import { findOnPath, runToEnd, startProcess } from './processes.ts';

type Distribution = { readonly id: string; readonly codename: string };

function distribution(): Distribution {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return { id: value('ID'), codename: value('VERSION_CODENAME') };
}

/** The archives this machine's apt already uses, those of the distribution itself first. */
async function archiveAddresses(codename: string): Promise<string[]> {
  const printed = await runToEnd([
    'apt-get',
    'indextargets',
    '--no-release-info',
    '--format',
    '$(REPO_URI) $(RELEASE) $(COMPONENT)',
    'Created-By: Packages',
  ]);
  const addresses = printed
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, release, component]) => component === 'main' && release !== undefined && !release.includes('-'))
    .sort(([, a], [, b]) => Number(b === codename) - Number(a === codename))
    .flatMap(([address]) => (address === undefined ? [] : [address]));
  return [...new Set(addresses)];
}

/** apt's settings for a private state: how to reach the archive is taken from the machine, hooks and pins are not. */
async function privateAptSettings(directory: string): Promise<string> {
  for (const sub of ['parts', 'state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(directory, sub), { recursive: true });
  }
  const machine = await runToEnd(['apt-config', 'dump']);
  const acquire = machine.split('\n').filter((line) => line.startsWith('Acquire::'));
  writeFileSync(join(directory, 'status'), '');
  return [
    ...acquire,
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
    `APT::Sandbox::User "${userInfo().username}";`,
    `Dir::State "${directory}/state";`,
    `Dir::State::status "${directory}/status";`,
    `Dir::Cache "${directory}/cache";`,
    `Dir::Etc::main "${directory}/none";`,
    `Dir::Etc::parts "${directory}/parts";`,
    `Dir::Etc::sourcelist "${directory}/sources.list";`,
    `Dir::Etc::sourceparts "${directory}/parts";`,
    `Dir::Etc::preferences "${directory}/none";`,
    `Dir::Etc::preferencesparts "${directory}/parts";`,
    '',
  ].join('\n');
}

const debianKeyrings = ['gpg', 'pgp'].map((suffix) => `/usr/share/keyrings/debian-archive-keyring.${suffix}`);

/** Downloads the first of `packages` that the archive has, with all it needs down to the C library; returns the package's name. */
async function download(directory: string, suite: string, packages: readonly string[], codename: string) {
  const config = join(directory, 'apt.conf');
  writeFileSync(config, await privateAptSettings(directory));
  const environment = { APT_CONFIG: config, DEBIAN_FRONTEND: 'noninteractive' };
  const keyring = suite === 'sid' ? debianKeyrings.find((path) => existsSync(path)) : undefined;
  const options = keyring === undefined ? '' : `[signed-by=${keyring}] `;
  let lastError: unknown = new Error("no archive with component main in this machine's apt sources");
  for (const address of await archiveAddresses(codename)) {
    writeFileSync(join(directory, 'sources.list'), `deb ${options}${address} ${suite} main\n`);
    try {
      await runToEnd(['apt-get', '-q', '--error-on=any', 'update'], environment);
    } catch (error) {
      lastError = error;
      continue;
    }
    for (const name of packages) {
      try {
        const install = ['apt-get', '-q', '-y', '--no-install-recommends', '--download-only', 'install', name] as const;
        await runToEnd(install, environment);
        return name;
      } catch (error) {
        lastError = error;
      }
    }
  }
  throw lastError;
}

// Needed by scripts of the package, not by mysqld.
const unneededPackage = /^(perl|libperl|libdb5|libgdbm|libc-gconv)/;
const unneededFolders = ['usr/share/doc', 'usr/share/man', 'usr/share/perl', 'usr/share/locale', 'usr/share/lintian'];

async function unpack(archives: string, tree: string): Promise<string[]> {
  mkdirSync(tree);
  const packages = readdirSync(archives).filter((file) => file.endsWith('.deb') && !unneededPackage.test(file));
  const waiting = [...packages];
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await runToEnd(['dpkg-deb', '-x', join(archives, file), tree]);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  for (const folder of unneededFolders) rmSync(join(tree, folder), { recursive: true, force: true });
  return packages.sort();
}

/** The tree's own loader and the arguments that make a program in it see the tree's libraries and not the system's. */
function loaderCommand(tree: string): [string, ...string[]] {
  const inTree = (path: string) => (existsSync(join(tree, path)) ? readdirSync(join(tree, path)) : []);
  const libraryFolders = ['usr/lib', 'lib'].flatMap((base) =>
    inTree(base)
      .filter((name) => /-linux-gnu/.test(name))
      .map((name) => `${base}/${name}`),
  );
  for (const folder of ['usr/lib64', 'lib64', 'usr/lib', 'lib', ...libraryFolders]) {
    const loader = inTree(folder).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
    if (loader === undefined) continue;
    const libraries = [...libraryFolders, 'usr/lib/mysql/private'].map((path) => join(tree, path)).join(':');
    return [join(tree, folder, loader), '--library-path', libraries];
  }
  throw new Error('no ELF loader in the unpacked tree');
}

/**
 * Debian: mysql-server-core of suite sid. Ubuntu: its own release's package, since its archive has no sid.
 * Downloaded once into the cache; a reason in words when this machine cannot.
 */
export async function debianMysqld(): Promise<Mysqld | string> {
  const { id, codename } = distribution();
  if (!['debian', 'ubuntu'].includes(id)) return 'this machine is neither Debian nor Ubuntu';
  for (const program of ['apt-get', 'apt-config', 'dpkg-deb']) {
    if (findOnPath(program) === undefined) return `${program} is missing`;
  }
  const suite = id === 'debian' ? 'sid' : codename;
  const packages = id === 'debian' ? ['mysql-server-core'] : ['mysql-server-core-8.4', 'mysql-server-core-8.0'];
  const target = join(cacheDirectory(), `mysql-${id}-${suite}-${process.arch}`);
  try {
    await buildOnce(target, async (directory) => {
      const apt = join(directory, 'apt');
      mkdirSync(apt);
      const name = await download(apt, suite, packages, codename);
      const files = await unpack(join(apt, 'cache/archives'), join(directory, 'tree'));
      writeFileSync(join(directory, 'packages.txt'), `${[name, ...files].join('\n')}\n`);
      rmSync(apt, { recursive: true });
    });
  } catch (error) {
    return `apt could not download it: ${error instanceof Error ? error.message : String(error)}`;
  }
  const tree = join(target, 'tree');
  const [name = '', ...files] = readFileSync(join(target, 'packages.txt'), 'utf8').trim().split('\n');
  const file = files.find((entry) => entry.startsWith(`${name}_`)) ?? name;
  const mysqld = [...loaderCommand(tree), join(tree, 'usr/sbin/mysqld'), '--no-defaults'] as [string, ...string[]];
  const version = mysqlVersion(await runToEnd([...mysqld, '--version']));
  if (version === undefined) return 'the unpacked mysqld does not say which MySQL it is';
  const layout = [
    `--basedir=${tree}/usr`,
    `--plugin-dir=${tree}/usr/lib/mysql/plugin`,
    `--lc-messages-dir=${tree}/usr/share/mysql`,
  ];
  return {
    from: 'debian',
    version,
    description: `MySQL ${version} (${id} ${suite}, ${name} ${file.split('_')[1] ?? ''}, unpacked in the lab's cache)`,
    identity: `debian ${files.join(' ')}`,
    start: async (args, _directory, outputPath, within = []) =>
      startProcess([...within, ...mysqld, ...layout, ...args], outputPath),
  };
}
