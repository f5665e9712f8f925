// Starts a command the way ProxySQL's scheduler does: without an environment.
import { spawn } from 'node:child_process';

/** With an empty environment and no input; output is both streams. */
export function runWithoutEnvironment([file = '', ...args]: readonly string[]): Promise<{
  readonly status: number;
  readonly output: string;
}> {
  const child = spawn(file, args, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status: status ?? -1, output }));
  });
}
