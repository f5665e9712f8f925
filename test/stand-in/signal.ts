/** Tells those who listen that something changed, without saying what. */
export type Signal = {
  emit: () => void;
  /** Returns the way to stop listening. */
  listen: (listener: () => void) => () => void;
  /** Resolves at the next emit, or after `timeoutMs`. */
  wait: (timeoutMs: number) => Promise<void>;
};

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    emit: () => {
      for (const listener of [...listeners]) listener();
    },
    listen,
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          stop();
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        const stop = listen(done);
      }),
  };
}
