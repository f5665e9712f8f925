// One initialised data directory per mysqld, made once and copied for each server.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountStatements } from './lab-accounts.ts';
import { buildOnce, cacheDirectory, copyTree, newRunDirectory, removeRunDirectory } from './lab-files.ts';
import { optionArguments, templateOptions } from './mysql-options.ts';
import type { Mysqld } from './mysqld-source.ts';

/** The data directory to copy from: accounts and schema `shop` in it, empty gtid_executed, no server_uuid yet. */
export async function dataDirectoryTemplate(mysqld: Mysqld): Promise<string> {
  const statements = accountStatements();
  const args = optionArguments(templateOptions);
  const key = createHash('sha256')
    .update(JSON.stringify([mysqld.identity, statements, args]))
    .digest('hex')
    .slice(0, 12);
  const target = join(cacheDirectory(), `data-${mysqld.version}-${key}`);
  await buildOnce(target, async (directory) => {
    // Initialised in the run folder, whose path is short and which a container may mount.
    const work = newRunDirectory('template');
    const data = join(work, 'data');
    const initFile = join(work, 'accounts.sql');
    const output = join(work, 'output.log');
    mkdirSync(data);
    writeFileSync(initFile, statements.map((statement) => `${statement};\n`).join(''));
    const started = await mysqld.start(
      ['--initialize-insecure', `--datadir=${data}`, `--init-file=${initFile}`, ...args],
      work,
      output,
    );
    const end = await started.exited;
    const said = existsSync(output) ? readFileSync(output, 'utf8') : '';
    if (end !== 'exit status 0' || /\[ERROR\]/.test(said)) {
      throw new Error(`${mysqld.description} could not make a data directory (${end}):\n${said.trim().slice(-3000)}`);
    }
    rmSync(join(data, 'auto.cnf'), { force: true });
    rmSync(join(data, '#innodb_temp'), { recursive: true, force: true });
    await copyTree(data, join(directory, 'data'));
    removeRunDirectory(work);
  });
  return join(target, 'data');
}
