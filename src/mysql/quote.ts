/** A MySQL string literal (Reference Manual 11.1.1), good with and without NO_BACKSLASH_ESCAPES for names without a backslash. */
export function quoteMysql(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
