// MySQL in containers: host networking, so that each server still binds its own loopback address of this machine.
import { appendFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { text } from 'node:stream/consumers';
import { dockerEngineRuns } from './docker-engine.ts';
import { mysqlVersion } from './mysql-version.ts';
import type { Mysqld } from './mysqld-source.ts';
import type { LabProcess } from './processes.ts';

/** MySQL from an image (LAB_MYSQL_IMAGE, mysql:8.4 by default); a reason in words when no engine runs or the image does not. */
export async function dockerMysqld(): Promise<Mysqld | string> {
  if (!(await dockerEngineRuns())) return 'no Docker engine runs';
  // Loaded only now: it costs half a second.
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const image = process.env.LAB_MYSQL_IMAGE || 'mysql:8.4';
  const { uid, gid } = userInfo();
  const container = (args: readonly string[]) =>
    new GenericContainer(image)
      .withNetworkMode('host')
      .withUser(`${uid}:${gid}`)
      .withEntrypoint(['mysqld'])
      .withCommand(['--no-defaults', ...args]);

  let printed: string;
  let imageId: string;
  try {
    const client = await getContainerRuntimeClient();
    const started = await container(['--version']).withWaitStrategy(Wait.forOneShotStartup()).start();
    imageId = (await client.container.getById(started.getId()).inspect()).Image;
    printed = await text(await started.logs());
    await started.stop();
  } catch (error) {
    return `image ${image} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = mysqlVersion(printed);
  if (version === undefined) return `image ${image} is not MySQL: ${printed.trim()}`;

  const start = async (args: readonly string[], directory: string, outputPath: string): Promise<LabProcess> => {
    const client = await getContainerRuntimeClient();
    const started = await container(args)
      .withBindMounts([{ source: directory, target: directory, mode: 'rw' }])
      .withLogConsumer((stream) => stream.on('data', (chunk) => appendFileSync(outputPath, String(chunk))))
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
  };
  const description = `MySQL ${version} (Docker image ${image})`;
  return { from: 'docker', version, description, identity: `docker ${imageId}`, start };
}
