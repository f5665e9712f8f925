export type LogLevel = 'INFO' | 'WARNING' | 'ERROR';
export type Log = (level: LogLevel, text: string) => void;

/** A line as ProxySQL's error log has it, in local time, on standard error. */
export function stderrLog(level: LogLevel, text: string): void {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000);
  process.stderr.write(`${now.toISOString().slice(0, 19).replace('T', ' ')} [${level}] ${text}\n`);
}
