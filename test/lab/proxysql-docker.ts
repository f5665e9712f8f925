// ProxySQL in a container: host networking, so that it binds its own loopback address of this machine.
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { dockerEngineRuns, runInDocker, startInDocker } from './docker-engine.ts';
import { proxysqlArguments, proxysqlVersion } from './proxysql-config.ts';
import type { ProxySQLSource } from './proxysql-source.ts';
import { repositoryRoot } from './repository.ts';

/**
 * ProxySQL from an image (LAB_PROXYSQL_IMAGE, proxysql/proxysql by default); a reason in words when no engine runs or
 * the image does not. This repository and this Node are mounted at their own paths, for the scheduler to start.
 */
export async function dockerProxySQL(): Promise<ProxySQLSource | string> {
  if (!(await dockerEngineRuns())) return 'no Docker engine runs';
  const image = process.env.LAB_PROXYSQL_IMAGE || 'proxysql/proxysql';
  const { uid, gid } = userInfo();
  const user = `${uid}:${gid}`;
  let printed: string;
  try {
    printed = await runInDocker(image, ['proxysql', '--version'], user);
  } catch (error) {
    return `image ${image} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = proxysqlVersion(printed);
  if (version === undefined) return `image ${image} is not ProxySQL: ${printed}`;
  return {
    kind: 'proxysql',
    version,
    description: `ProxySQL ${version} (Docker image ${image})`,
    start: (config, outputPath) =>
      startInDocker({
        image,
        command: ['proxysql', ...proxysqlArguments(config)],
        directory: config.dataDirectory,
        // The folder of this run, too: what tests give the scheduler to start lies beside the data directory.
        readable: [repositoryRoot(), process.execPath, dirname(config.dataDirectory)],
        user,
        outputPath,
      }),
  };
}
