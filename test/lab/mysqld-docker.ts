// MySQL in containers: host networking, so that each server still binds its own loopback address of this machine.
import { userInfo } from 'node:os';
import { dockerEngineRuns, dockerImageId, runInDocker, startInDocker } from './docker-engine.ts';
import { mysqlVersion } from './mysql-version.ts';
import type { Mysqld } from './mysqld-source.ts';

/** MySQL from an image (LAB_MYSQL_IMAGE, mysql:8.4 by default); a reason in words when no engine runs or the image does not. */
export async function dockerMysqld(): Promise<Mysqld | string> {
  if (!(await dockerEngineRuns())) return 'no Docker engine runs';
  const image = process.env.LAB_MYSQL_IMAGE || 'mysql:8.4';
  const { uid, gid } = userInfo();
  const user = `${uid}:${gid}`;
  let printed: string;
  let imageId: string;
  try {
    printed = await runInDocker(image, ['mysqld', '--no-defaults', '--version'], user);
    imageId = await dockerImageId(image);
  } catch (error) {
    return `image ${image} cannot be run: ${error instanceof Error ? error.message : String(error)}`;
  }
  const version = mysqlVersion(printed);
  if (version === undefined) return `image ${image} is not MySQL: ${printed}`;
  return {
    from: 'docker',
    version,
    description: `MySQL ${version} (Docker image ${image})`,
    identity: `docker ${imageId}`,
    start: (args, directory, outputPath) =>
      startInDocker({ image, command: ['mysqld', '--no-defaults', ...args], directory, user, outputPath }),
  };
}
