import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Dovecot, type DovecotOptions, startDovecot } from './dovecot.ts'
import { type Inn, startInn } from './inn.ts'
import { label, missing, type ProgramName } from './installed.ts'
import { type OpenSsl, startOpenSsl } from './openssl.ts'
import { type Mail, startMail } from './postfix.ts'
import { type ProFtpd, type ProFtpdOptions, startProFtpd } from './proftpd.ts'
import { type PureFtpd, type PureFtpdOptions, startPureFtpd } from './pureftpd.ts'
import { startVsftpd, type Vsftpd, type VsftpdOptions } from './vsftpd.ts'

interface Servers {
  dovecot: { running: Dovecot; options: DovecotOptions }
  /** Postfix delivering to Dovecot. */
  mail: { running: Mail; options: Parameters<typeof startMail>[0] & object }
  vsftpd: { running: Vsftpd; options: VsftpdOptions }
  proftpd: { running: ProFtpd; options: ProFtpdOptions }
  pureftpd: { running: PureFtpd; options: PureFtpdOptions }
  openssl: { running: OpenSsl; options: object }
  inn: { running: Inn; options: Parameters<typeof startInn>[0] & object }
}

type Starters = { [Name in keyof Servers]: (options?: Servers[Name]['options']) => Promise<Servers[Name]['running']> }

const starters: Starters = {
  dovecot: startDovecot,
  mail: startMail,
  vsftpd: startVsftpd,
  proftpd: startProFtpd,
  pureftpd: startPureFtpd,
  openssl: startOpenSsl,
  inn: startInn,
}

const programs: Record<keyof Servers, ProgramName[]> = {
  dovecot: ['dovecot'],
  mail: ['postfix', 'dovecot'],
  vsftpd: ['vsftpd'],
  proftpd: ['proftpd'],
  pureftpd: ['pureftpd'],
  openssl: ['openssl'],
  inn: ['inn'],
}

/**
 * `describe` with a real server in it: started once before the tests, stopped after them. `server` may be used inside
 * tests and hooks, where it runs; not while tests are being declared.
 *
 * Where the server is not installed there is one skipped test whose name says what is missing; with
 * LINEWIRE_E2E=require that test fails.
 *
 * @example
 * describeServer('dovecot', 'answers STAT', (dovecot) => {
 *   test('in clear', async () => {
 *     await using pop = await Pop3Client.connect({ host: dovecot.host, port: dovecot.ports.pop3, tls: 'none', auth })
 *   })
 * })
 */
export const describeServer = <Name extends keyof Servers>(
  name: Name,
  title: string,
  tests: (server: Servers[Name]['running']) => void,
  options?: Servers[Name]['options'] & { /** Other programs that the tests need, by name. */ with?: ProgramName[] },
): void => {
  const needed = [...programs[name], ...(options?.with ?? [])]
  describe(`${label(needed[0] as ProgramName)} ${title}`, () => {
    const reasons = needed.flatMap((program) => missing(program) ?? [])
    if (reasons.length > 0) return absent(reasons.join('; '))
    let running: Servers[Name]['running'] | undefined
    beforeAll(async () => {
      running = await starters[name](options)
    })
    afterAll(() => running?.stop())
    tests(whenStarted(label(needed[0] as ProgramName), () => running))
  })
}

const absent = (reason: string): void => {
  const fail = () => {
    throw new Error(`LINEWIRE_E2E=require, but ${reason}`)
  }
  if (process.env['LINEWIRE_E2E'] === 'require') test('is installed', fail)
  else test.skip(reason, fail)
}

/** Stands for a server that starts later: every property is read from it at that time. */
const whenStarted = <T extends object>(name: string, running: () => T | undefined): T =>
  new Proxy({} as T, {
    get: (_, property) => {
      const server = running()
      if (!server) throw new Error(`${name} has not been started yet: use it inside a test or a hook`)
      return Reflect.get(server, property)
    },
  })
