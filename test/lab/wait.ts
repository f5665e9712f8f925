import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls `condition` every 10 ms until it is true (or returns something other than false and undefined) and returns that.
 * After `timeoutMs` throws an error that names `what` and the condition's last error. An error thrown by it counts as "not yet".
 */
export async function waitUntil<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<Exclude<T, false | undefined>> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== false && value !== undefined) return value as Exclude<T, false | undefined>;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      const because = lastError instanceof Error ? `: ${lastError.message}` : '';
      throw new Error(`not within ${timeoutMs} ms: ${what}${because}`, { cause: lastError });
    }
    await sleep(10);
  }
}
