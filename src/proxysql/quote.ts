/** An SQLite string literal: the admin interface knows no backslash escapes, a quote is doubled (sqlite.org/lang_expr.html). */
export function quoteAdmin(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
