/** What a run has said. */

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly time: string;
  readonly cluster?: string;
}

/** The lines of the log, parsed. */
export function logOf({ stdout }: { readonly stdout: string }): LogLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** The messages of the log, one a line. */
export function said(ended: { readonly stdout: string }): string {
  return logOf(ended)
    .map(({ msg }) => msg)
    .join('\n');
}
