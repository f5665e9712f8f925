/** A journal whose log is loaded with the first line: a healthy run says nothing and does not pay for it. */
import { type Facts, type Journal, LEVELS, type Level } from './journal.ts';

export interface LazyJournal extends Journal {
  /** Resolves when every line said so far is written. */
  flush(): Promise<void>;
}

const SILENT: Journal = { say: () => {} };

export function lazyJournal(level: Level, load: () => Promise<Journal>): LazyJournal {
  const waiting: [Level, string, Facts | undefined][] = [];
  let loading: Promise<void> | null = null;
  let journal: Journal | null = null;

  async function loadAndWrite(): Promise<void> {
    // A log that cannot be loaded is no reason to end a run.
    const loaded = await load().catch(() => SILENT);
    for (const [lineLevel, message, facts] of waiting.splice(0)) loaded.say(lineLevel, message, facts);
    journal = loaded;
  }

  return {
    say: (lineLevel, message, facts) => {
      if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return;
      if (journal !== null) return journal.say(lineLevel, message, facts);
      waiting.push([lineLevel, message, facts]);
      loading ??= loadAndWrite();
    },
    flush: async () => {
      await loading;
    },
  };
}
