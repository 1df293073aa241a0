/** PASS and ACCT; ADAT, whose tokens may be passwords (RFC 2228 §3) */
const verbs = /^(?:pass|acct|adat)\b/i

/**
 * What servers change passwords and add users by: `SITE PSWD old new` (Serv-U), `SITE PASSWD`, `SITE CHPASS`, `SITE
 * ADDUSER name password` (glFTPD, ioFTPD), `SITE GPASS` (wu-ftpd), `SITE CPWD` (Windows).
 */
const ofServers = /^site +\S*(?:pass|pswd|pwd|adduser)/i

/** Whether a line that is written by hand says something that nobody else may read. */
export const hasSecret = (line: string): boolean => verbs.test(line) || ofServers.test(line)
