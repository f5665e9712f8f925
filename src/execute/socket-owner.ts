/** Finds the process that listens on an abstract socket, where it cannot be asked (proc(5)). */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** @returns Null where it is not to be found, as another user's process. */
export async function pidOfListener(path: string): Promise<number | null> {
  try {
    const inodes = await inodesOf(path);
    const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const owners = await Promise.all(
      processes.map(async (pid) => ((await hasOneOf(pid, inodes)) ? [Number(pid)] : [])),
    );
    return owners.flat()[0] ?? null;
  } catch {
    return null;
  }
}

/** As `/proc/<pid>/fd` shows them. A NUL is shown as @, and libuv fills a name up with them. */
async function inodesOf(path: string): Promise<ReadonlySet<string>> {
  const shown = path.replaceAll('\0', '@');
  const lines = (await readFile('/proc/net/unix', 'utf8')).split('\n');
  const found = lines.map((line) => /^(?:\S+\s+){6}(\d+) (@.*?)@*$/.exec(line)).filter((match) => match?.[2] === shown);
  return new Set(found.map((match) => `socket:[${match?.[1]}]`));
}

async function hasOneOf(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    const directory = `/proc/${pid}/fd`;
    const links = (await readdir(directory)).map((name) => readlink(`${directory}/${name}`).catch(() => ''));
    return (await Promise.all(links)).some((link) => inodes.has(link));
  } catch {
    return false;
  }
}
