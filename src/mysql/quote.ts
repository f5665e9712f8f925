/** A MySQL string literal (Reference Manual 11.1.1), for sessions in which a backslash escapes: see backslash-escapes.ts. */
export function quoteMysql(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
