import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run as ftpDownload, ftpExit } from '@linewire/examples/ftp-download'
import { imapExit, run as imapInbox } from '@linewire/examples/imap-inbox'
import { run as mailRoundTrip } from '@linewire/examples/mail-round-trip'
import { nntpExit, run as nntpLastArticle } from '@linewire/examples/nntp-last-article'
import type { Run } from '@linewire/examples/program'
import { compose } from '@linewire/message'
import { NntpClient } from '@linewire/nntp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir, readMaildir } from '../src/maildir.ts'
import type { ProFtpd } from '../src/proftpd.ts'
import type { Vsftpd } from '../src/vsftpd.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linewire-programs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program, and shows what it said where it did not end as it should. */
const play = async (run: Run, code: number, argv: string[], password = 'wonderland'): Promise<string> => {
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const ended = await run(argv, { out: say, err: say, env: { LINEWIRE_PASSWORD: password } })
  const said = lines.join('\n')
  expect(ended, said).toBe(code)
  return said
}

const ftpPrograms = (server: ProFtpd | Vsftpd): void => {
  const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 13) % 256))
  const anonymous = (path: string): string => `ftp://localhost:${server.ports.ftp}/${path}`
  const alice = (path: string, port = server.ports.ftp): string => `ftp://alice@127.0.0.1:${port}/${path}`

  test('ftp-download, anonymous and in clear', async () => {
    await play(ftpDownload, 0, [anonymous('pub/hello.txt'), folder])
    expect(readFileSync(join(folder, 'hello.txt'), 'utf8')).toBe('hello anonymous\n')
  })

  test.each(['none', 'starttls', 'implicit'])('ftp-download with a login, tls %s', async (tls) => {
    writeFileSync(join(server.home('alice'), 'download.bin'), content)
    const url = alice('download.bin', tls === 'implicit' ? server.ports.ftps : server.ports.ftp)
    await play(ftpDownload, 0, [url, folder, '--tls', tls, '--ca', server.caFile])
    expect(readFileSync(join(folder, 'download.bin')).equals(content)).toBe(true)
  })

  test('ftp-download: no such directory, no such file, a wrong password, nothing left', async () => {
    expect(await play(ftpDownload, ftpExit.noDirectory, [anonymous('none/hello.txt'), folder])).toContain(
      'no directory',
    )
    expect(await play(ftpDownload, ftpExit.noFile, [anonymous('pub/none.txt'), folder])).toContain('no file none.txt')
    await play(ftpDownload, 6, [alice('x.txt'), folder, '--tls', 'none'], 'looking-glass')
    expect(readdirSync(folder)).toEqual([])
  })
}

describeServer('vsftpd', 'serves the programs', ftpPrograms)
describeServer('proftpd', 'serves the programs', ftpPrograms)

describeServer('inn', 'serves the programs', (inn) => {
  const url = (group: string, port: 'nntp' | 'login' | 'nntps'): string =>
    `${port === 'nntps' ? 'nntps' : 'nntp'}://localhost:${inn.ports[port]}/${group}`

  test.each([
    ['in clear', 'nntp', ['--tls', 'none']],
    ['by STARTTLS', 'nntp', ['--tls', 'starttls']],
    ['over TLS', 'nntps', []],
  ] as const)('nntp-last-article %s', async (_title, port, more) => {
    const said = await play(nntpLastArticle, 0, [url('local.test', port), ...more, '--ca', inn.caFile])
    expect(said).toContain('local.test: 21 articles, 1 to 21')
    expect(said).toContain('From:     Alice <alice@lab.test>\nSubject:  Crossposted\n')
    expect(said.endsWith('\n\nIn two groups')).toBe(true)
  })

  test('nntp-last-article logs in where that is wanted', async () => {
    const login = ['--user', 'alice', '--tls', 'starttls', '--ca', inn.caFile]
    expect(await play(nntpLastArticle, 0, [url('local.private', 'login'), ...login])).toContain('Subject:  Private')
  })

  test('nntp-last-article shows what was posted a moment ago, decoded', async () => {
    await using news = await NntpClient.connect(url('local.misc', 'nntp'))
    const message = compose({
      from: 'Zoë Åberg <zoe@lab.test>',
      subject: 'Grüße aus Åre',
      text: 'Bob wrote:\n> old\n\n\n.Grüße\n',
      headers: { Newsgroups: 'local.misc' },
    })
    await news.post(message.content())
    const last = (): Promise<string> => play(nntpLastArticle, 0, [url('local.misc', 'nntp')])
    await expect.poll(last).toContain('From:     Zoë Åberg <zoe@lab.test>\nSubject:  Grüße aus Åre\n')
    expect((await last()).endsWith('\n\n.Grüße')).toBe(true)
  })

  test('nntp-last-article: no such group, an empty one, a login that is needed, a wrong password', async () => {
    await play(nntpLastArticle, nntpExit.noGroup, [url('local.none', 'nntp')])
    await play(nntpLastArticle, nntpExit.emptyGroup, [url('local.empty', 'nntp')])
    await play(nntpLastArticle, nntpExit.loginNeeded, [url('local.private', 'login')])
    const wrong = [url('local.test', 'nntps'), '--user', 'alice', '--ca', inn.caFile]
    await play(nntpLastArticle, 6, wrong, 'looking-glass')
  })
})

describeServer('mail', 'carries the programs', (mail) => {
  const envelope = (): string[] => [
    '--from',
    'alice@lab.test',
    '--to',
    'alice@lab.test',
    '--every',
    '50',
    '--ca',
    mail.caFile,
  ]

  test.each([
    ['smtps', 'smtps', 'pops', 'pop3s'],
    ['submission', 'smtp', 'pop', 'pop3'],
  ] as const)('mail-round-trip: %s, Postfix to Dovecot', async (port, smtp, pop, pop3) => {
    fillMaildir(mail, 'alice', [Buffer.from('Subject: there before\r\n\r\nold\r\n')])
    const urls = [`${smtp}://alice@localhost:${mail.ports[port]}`, `${pop}://alice@localhost:${mail.ports[pop3]}`]
    const said = await play(mailRoundTrip, 0, [...envelope(), ...urls])
    expect(said).toContain('over TLS')
    expect(said).toContain('the subject came through: Grüße aus Zürich')
    expect(said).toContain('committed by the server: 1 message left')
    expect(readMaildir(mail, 'alice')).toHaveLength(1)
  })

  test('mail-round-trip: a recipient who is refused, a wrong password', async () => {
    const urls = [`smtps://alice@localhost:${mail.ports.smtps}`, `pops://alice@localhost:${mail.ports.pop3s}`]
    const said = await play(mailRoundTrip, 20, [...envelope(), '--to', 'reject@lab.test', ...urls])
    expect(said).toContain('550')
    await play(mailRoundTrip, 6, [...envelope(), ...urls], 'looking-glass')
  })

  test.each([
    ['imaps', 'imaps'],
    ['imap', 'imap'],
  ] as const)('imap-inbox over %s: a list and an attachment', async (scheme, port) => {
    const picture = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 17) % 256))
    const attachments = [{ filename: '../Übersicht.png', content: picture }]
    const people = { from: 'Zoë <zoe@lab.test>', to: 'alice@lab.test' }
    const messages = [
      compose({ ...people, subject: 'first', text: 'x' }),
      compose({ ...people, subject: 'Grüße aus Åre', text: 'x', attachments }),
    ]
    fillMaildir(mail, 'alice', await Promise.all(messages.map((message) => message.bytes())))
    const url = `${scheme}://alice@localhost:${mail.ports[port]}/`
    const said = await play(imapInbox, 0, [url, '--ca', mail.caFile, '--save', folder])
    expect(said).toMatch(/^INBOX: 2 messages, 2 of them fit, over TLS\n/)
    expect(said).toMatch(/Zoë <zoe@lab\.test> +Grüße aus Åre\n/)
    expect(readFileSync(join(folder, 'Übersicht.png')).equals(picture)).toBe(true)
    const one = await play(imapInbox, 0, [url, '--ca', mail.caFile, '--subject', 'grüße'])
    expect(one).toContain('2 messages, 1 of them fit')
    expect(one).not.toContain('first')
  })

  test('imap-inbox: no such mailbox, nothing that fits, a wrong password', async () => {
    const url = (path: string): string => `imaps://alice@localhost:${mail.ports.imaps}/${path}`
    const trusting = ['--ca', mail.caFile]
    await play(imapInbox, imapExit.noMailbox, [url('None'), ...trusting])
    await play(imapInbox, imapExit.noMessage, [url(''), ...trusting, '--subject', 'nobody wrote this'])
    await play(imapInbox, 6, [url(''), ...trusting], 'looking-glass')
    expect(readdirSync(folder)).toEqual([])
  })
})
