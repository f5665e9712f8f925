import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of this repository, also when the caller has been bundled into node_modules/.cache. */
export function repositoryRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'proxysql', 'mysql-accounts.sql'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error('the laboratory runs outside its repository');
    directory = parent;
  }
  return directory;
}
