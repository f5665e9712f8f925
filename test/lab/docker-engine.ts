// Whether a Docker engine runs here, and processes in its containers. Testcontainers itself is only loaded when one does.
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { newRunDirectory, removeRunDirectory } from './lab-files.ts';
import { isAlive, killByIdentity, type LabProcess, processIdentity } from './processes.ts';

const defaultSocket = '/var/run/docker.sock';

function answers(target: { path: string } | { host: string; port: number }, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(target);
    const end = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write('GET /_ping HTTP/1.0\r\n\r\n'));
    socket.once('data', (data) => end(String(data).startsWith('HTTP/1.')));
  });
}

/** True when a Docker engine answers on DOCKER_HOST (unix: or tcp:) or on the usual socket, within 800 ms. */
export async function dockerEngineRuns(): Promise<boolean> {
  const host = process.env.DOCKER_HOST ?? '';
  const tcp = /^tcp:\/\/([^:/]+):(\d+)/.exec(host);
  if (tcp !== null) return answers({ host: tcp[1] ?? '', port: Number(tcp[2]) }, 800);
  return answers({ path: host.startsWith('unix://') ? host.slice('unix://'.length) : defaultSocket }, 800);
}

/** What runs in a container. */
export type DockerCommand = {
  readonly image: string;
  /** Found on the image's PATH; the image has a shell, too. */
  readonly command: readonly [string, ...string[]];
  /** Mounted at its own path to read and write; also the working directory. */
  readonly directory: string;
  /** Mounted at their own paths to read. */
  readonly readable?: readonly string[];
  /** "uid:gid"; without it the image's own user. */
  readonly user?: string;
  /** A file in `directory`; what the command prints is appended to it. */
  readonly outputPath: string;
};

/** Processes in containers that this process has started. */
const started = new Set<string>();

process.prependListener('exit', () => {
  for (const identity of started) killByIdentity(identity);
});

/**
 * Starts a command in a container of its own on this machine's network. It has a pid here, like a process that runs
 * without a container, and signals go straight to it. However it ends, the engine removes the container.
 */
export async function startInDocker({ image, command, directory, ...more }: DockerCommand): Promise<LabProcess> {
  // Loaded only now: it costs half a second.
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  type Container = ReturnType<typeof client.container.getById>;
  let made: { container: Container; end: Promise<string> } | undefined;

  class LabContainer extends GenericContainer {
    protected override hostConfig = { AutoRemove: true };

    // Watched from before its start: one that ends at once leaves nothing behind to ask.
    protected override async containerCreated(id: string): Promise<void> {
      const container = client.container.getById(id);
      const end = container.wait({ condition: 'removed' }).then(
        ({ StatusCode: status }: { StatusCode: number }) => `exit status ${status}`,
        (error: unknown) => `lost from sight: ${String(error)}`,
      );
      made = { container, end };
    }
  }

  const mounts = [
    { source: directory, target: directory, mode: 'rw' as const },
    ...(more.readable ?? []).map((path) => ({ source: path, target: path, mode: 'ro' as const })),
  ];
  const spec = new LabContainer(image)
    .withNetworkMode('host')
    .withBindMounts(mounts)
    .withWorkingDir(directory)
    // Straight into the file: all of it is there when the process has ended.
    .withEntrypoint(['sh', '-c', 'exec >> "$0" 2>&1; exec "$@"'])
    .withCommand([more.outputPath, ...command]);
  if (more.user !== undefined) spec.withUser(more.user);
  let trouble = '';
  try {
    await spec.start();
  } catch (error) {
    trouble = ` (${error instanceof Error ? error.message : String(error)})`;
    // Unless it just was too quick for testcontainers, it has not started; then the engine may have kept it.
    await made?.container.remove({ force: true, v: true }).catch(() => undefined);
    if (made === undefined) throw error;
  }
  if (made === undefined) throw new Error(`testcontainers has made no container of image ${image}`);

  const { container, end } = made;
  const pid = (await container.inspect().catch(() => undefined))?.State.Pid || -1;
  const identity = processIdentity(pid) ?? '';
  started.add(identity);
  let gone = false;
  const exited = end.then((how) => {
    gone = true;
    return how === 'exit status 0' ? how : `${how}${trouble}`;
  });
  return {
    pid,
    exited,
    isRunning: () => !gone && isAlive(identity),
    signal: async (signal) => {
      try {
        if (isAlive(identity)) process.kill(pid, signal);
      } catch (error) {
        if (isAlive(identity)) throw error;
      }
    },
  };
}

/** The output of `command` in a container of `image`, run to its end. Fails also when the engine is not this machine's own. */
export async function runInDocker(image: string, command: readonly [string, ...string[]], user?: string) {
  const directory = newRunDirectory('docker');
  const outputPath = join(directory, 'output.log');
  const bootId = '/proc/sys/kernel/random/boot_id';
  try {
    const script = `read -r id < ${bootId}; echo "$id"; exec "$@"`;
    const { exited } = await startInDocker({
      image,
      command: ['sh', '-c', script, 'sh', ...command],
      directory,
      outputPath,
      ...(user === undefined ? {} : { user }),
    });
    const end = await exited;
    if (!existsSync(outputPath)) throw new Error(`${end}, and the container could not write to ${directory}`);
    const [id = '', ...lines] = readFileSync(outputPath, 'utf8').split('\n');
    const output = lines.join('\n').trim();
    if (end !== 'exit status 0') throw new Error(`${end}: ${output}`);
    // In a virtual machine there are neither this machine's loopback addresses nor its processes.
    if (id !== readFileSync(bootId, 'utf8').trim()) throw new Error('the Docker engine runs on another kernel');
    return output;
  } finally {
    removeRunDirectory(directory);
  }
}

/** Names the very image behind a name, once it is there. */
export async function dockerImageId(image: string): Promise<string> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  return (await client.container.dockerode.getImage(image).inspect()).Id;
}
