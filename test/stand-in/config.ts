import { readFileSync } from 'node:fs';

/** What a proxysql.cnf holds of use here. It counts on the first start of a data directory only. */
export type StandInConfig = {
  /** Without the prefix, e.g. `admin_credentials`, `mysql_ifaces`. */
  adminVariables: Record<string, string>;
  /** Without the prefix, e.g. `interfaces`, `monitor_enabled`. */
  mysqlVariables: Record<string, string>;
  users: { username: string; password: string; defaultHostgroup: number }[];
};

/** Reads the JSON file that the launcher wrote; it is trusted to have this shape. Throws when it is no JSON. */
export function readConfig(file: string): StandInConfig {
  const {
    adminVariables = {},
    mysqlVariables = {},
    users = [],
  }: Partial<StandInConfig> = JSON.parse(readFileSync(file, 'utf8'));
  return { adminVariables, mysqlVariables, users };
}

/** `127.0.0.1:6032;[::1]:6032` as ProxySQL's interface variables have it. */
export function parseInterfaces(text: string): { host: string; port: number }[] {
  return text
    .split(';')
    .filter((part) => part.includes(':'))
    .map((part) => {
      const split = part.lastIndexOf(':');
      return { host: part.slice(0, split).replace(/^\[|\]$/g, ''), port: Number(part.slice(split + 1)) };
    });
}

/** `user:password;user2:password2` as the credential variables have it. */
export function parseCredentials(text: string): Map<string, string> {
  return new Map(
    text
      .split(';')
      .filter((part) => part.includes(':'))
      .map((part) => {
        const split = part.indexOf(':');
        return [part.slice(0, split), part.slice(split + 1)];
      }),
  );
}
