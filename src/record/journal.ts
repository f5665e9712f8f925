/** Where the program says what it does; the log behind it is loaded when there is first something to say. */
export type Level = 'debug' | 'info' | 'warn' | 'error';

export const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** Facts of one line, for machines; the message alone must be enough for a person. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface Journal {
  say(level: Level, message: string, facts?: Facts): void;
}

/** A journal that adds the same facts to every line. */
export function journalWith(journal: Journal, common: Facts): Journal {
  return { say: (level, message, facts = {}) => journal.say(level, message, { ...common, ...facts }) };
}
