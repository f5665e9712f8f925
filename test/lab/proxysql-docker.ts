// ProxySQL in a container: host networking, so that it binds its own loopback address of this machine.
import { appendFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { dockerEngineRuns } from './docker-engine.ts';
import { proxysqlArguments, proxysqlVersion } from './proxysql-config.ts';
import type { ProxySQLSource } from './proxysql-source.ts';
import { repositoryRoot } from './repository.ts';

/**
 * ProxySQL from an image (LAB_PROXYSQL_IMAGE, proxysql/proxysql by default); a reason in words when no engine runs or
 * the image does not. This repository and this Node are mounted at their own paths, for the scheduler to start.
 */
export async function dockerProxySQL(): Promise<ProxySQLSource | string> {
  if (!(await dockerEngineRuns())) return 'no Docker engine runs';
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const image = process.env.LAB_PROXYSQL_IMAGE || 'proxysql/proxysql';
  const container = (args: readonly string[]) =>
    new GenericContainer(image)
      .withNetworkMode('host')
      .withEntrypoint(['proxysql'])
      .withCommand([...args]);
  let version: string | undefined;
  try {
    const started = await container(['--version']).withWaitStrategy(Wait.forOneShotStartup()).start();
    version = proxysqlVersion(await text(await started.logs()));
    await started.stop();
  } catch (error) {
    return `image ${image} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (version === undefined) return `image ${image} is not ProxySQL`;
  return {
    kind: 'proxysql',
    version,
    description: `ProxySQL ${version} (Docker image ${image})`,
    start: async (config, logFile) => {
      const client = await getContainerRuntimeClient();
      const mounts = [
        { source: config.dataDirectory, target: config.dataDirectory, mode: 'rw' as const },
        { source: repositoryRoot(), target: repositoryRoot(), mode: 'ro' as const },
        { source: process.execPath, target: process.execPath, mode: 'ro' as const },
      ];
      const started = await container(proxysqlArguments(config))
        .withWorkingDir(config.dataDirectory)
        .withBindMounts(mounts)
        .withLogConsumer((stream) => stream.on('data', (chunk) => appendFileSync(logFile, String(chunk))))
        .start();
      const handle = client.container.getById(started.getId());
      const { Pid: pid } = (await handle.inspect()).State;
      let gone = false;
      const exited = handle.wait().then(
        async (result: { StatusCode: number }) => {
          gone = true;
          await handle.remove({ force: true }).catch(() => undefined);
          return `exit status ${result.StatusCode}`;
        },
        (error: unknown) => {
          gone = true;
          return `lost from sight: ${String(error)}`;
        },
      );
      return {
        pid,
        exited,
        isRunning: () => !gone,
        signal: async (signal) => {
          if (!gone) await handle.kill({ signal });
        },
      };
    },
  };
}
