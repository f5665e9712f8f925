/** What `proxysql-failover help` prints. */
export const HELP = `proxysql-failover: MySQL failover for ProxySQL

Usage: proxysql-failover [command] [options]

Commands:
  run          one look at every cluster, and action where it is needed (default; ProxySQL's scheduler calls this)
  acknowledge  the last failovers hold up the next one no longer
  install      print the scheduler row for this host
  uninstall    print what takes it out again
  help         this text
  version      the version

Options:
  --config FILE             the config (default /etc/proxysql-failover.json)
  --cluster NAME            run, acknowledge, install, uninstall: this cluster only
  --dry-run                 run: print what would be done now, and do nothing
  --assume-dead primary     with --dry-run: what would be done if the primary died now
  --json                    with --dry-run: for machines
  --log-file FILE           run: log there instead of standard output
  --log-level LEVEL         run: debug, info, warn or error
  --interval-ms N           install: how often ProxySQL starts it (default: as before, or 1000)
  --execute                 install, uninstall: do it and save it, instead of printing

Exit status: 0 healthy or recovered; 1 tried and failed; 2 command line or config unusable;
3 something is wrong and nothing was done.`;
