// MySQL's general log as data. Format: manual, "The General Query Log"; statements may go over several lines.

/** One entry of the general log. */
export type GeneralLogEntry = {
  readonly threadId: number;
  /** Of the connection, when its Connect entry is in the part of the log that was read. */
  readonly user: string | undefined;
  /** Connect, Query, Quit, Prepare, Execute and so on. */
  readonly command: string;
  readonly text: string;
};

const entryStart = /^\d{4}-\d\d-\d\dT\S+\t *(\d+) ([A-Z][A-Za-z ]*?)\t(.*)$/;

/** Parses the text of a general log; lines before the first entry (the file's head) are left out. */
export function parseGeneralLog(text: string): GeneralLogEntry[] {
  const entries: { threadId: number; user: string | undefined; command: string; text: string }[] = [];
  const users = new Map<number, string>();
  for (const line of text.split('\n')) {
    const match = entryStart.exec(line);
    if (match === null) {
      const last = entries.at(-1);
      if (last !== undefined && line !== '') last.text += `\n${line}`;
      continue;
    }
    const threadId = Number(match[1]);
    const command = (match[2] ?? '').trim();
    const argument = match[3] ?? '';
    if (command === 'Connect') {
      const user = /^([^@]*)@/.exec(argument)?.[1];
      if (user !== undefined) users.set(threadId, user);
    }
    entries.push({ threadId, user: users.get(threadId), command, text: argument });
  }
  return entries;
}
