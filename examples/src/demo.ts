import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ftpServer, imapServer, Maildrop, MailStore, nntpServer, pop3Server, smtpServer } from '@linewire/servers'
import { Clock } from './demo-clock.ts'
import { inbox, news, plan, recording } from './demo-content.ts'
import { run as ftpDownload } from './ftp-download.ts'
import { run as imapInbox } from './imap-inbox.ts'
import { run as mailRoundTrip } from './mail-round-trip.ts'
import { run as nntpLastArticle } from './nntp-last-article.ts'
import type { Run } from './program.ts'
import { row } from './words.ts'

const password = 'wonderland'
const users = { alice: { password } }

/**
 * The four programs, one after another, against servers in this process: over TLS on loopback, with a certificate made
 * for the occasion. Ends in a table of what was done. Nothing is left behind.
 * @throws when a program did not do what it is for
 */
export async function demo(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'linewire-demo-'))
  const clear = (): void => rmSync(folder, { recursive: true, force: true })
  // an interrupt ends the process without a finally
  process.once('exit', clear)
  try {
    await perform(folder)
  } finally {
    clear()
    process.off('exit', clear)
  }
}

async function perform(folder: string): Promise<void> {
  const maildrop = new Maildrop()
  const store = new MailStore({ INBOX: await inbox() })
  using clock = new Clock()
  await using ftp = await ftpServer({
    tls: 'starttls',
    requireSessionReuse: 522,
    files: { '/pub/recordings/whales.raw': recording },
  })
  await using nntp = await nntpServer({ tls: 'starttls', users, requireLogin: true, news: news() })
  await using smtp = await smtpServer({ tls: 'implicit', users, deliver: ({ octets }) => void maildrop.add(octets) })
  await using pop3 = await pop3Server({ tls: 'starttls', users: { alice: { password, maildrop } } })
  await using imap = await imapServer({ tls: 'implicit', users: { alice: { password, store } } })

  const ca = join(folder, 'ca.pem')
  await writeFile(ca, ftp.ca)
  const down = join(folder, 'downloads')
  await mkdir(down)
  const trusting = ['--ca', ca]

  await play('ftp-download', ftpDownload, [
    `ftp://localhost:${ftp.port}/pub/recordings/whales.raw`,
    down,
    '--tls',
    'starttls',
    ...trusting,
  ])
  await same(join(down, 'whales.raw'), recording)

  await play('nntp-last-article', nntpLastArticle, [
    `nntp://alice@localhost:${nntp.port}/linewire.announce`,
    '--tls',
    'starttls',
    ...trusting,
  ])

  await play('mail-round-trip', mailRoundTrip, [
    ...['--from', 'bob@mail.example', '--to', 'alice@mail.example'],
    `smtps://alice@localhost:${smtp.port}`,
    `pop://alice@localhost:${pop3.port}`,
    ...trusting,
  ])

  const saved = join(folder, 'attachments')
  await play('imap-inbox', imapInbox, [`imaps://alice@localhost:${imap.port}/INBOX`, '--save', saved, ...trusting])
  const [name = ''] = await readdir(saved)
  await same(join(saved, name), plan)

  heading('What was done')
  const widths = [8, 12, 56, 11] as const
  say(row(['protocol', 'security', 'what was done', 'round trips', 'ms'], widths))
  for (const [protocol, security, done, { port, flights }] of [
    ['FTP', 'AUTH TLS', 'anonymous login, CWD, a file of 2 MiB downloaded', ftp],
    ['NNTP', 'STARTTLS', 'login, GROUP, the newest article read and decoded', nntp],
    ['SMTP', 'implicit TLS', 'login, a message with a UTF-8 subject sent', smtp],
    ['POP3', 'STLS', 'looked for, fetched, compared, deleted: 2 sessions', pop3],
    ['IMAP', 'implicit TLS', 'login, EXAMINE, SEARCH, FETCH, an attachment streamed', imap],
  ] as const) {
    say(row([protocol, security, done, `${flights}`.padStart(11), `${clock.milliseconds(port)}`.padStart(4)], widths))
  }
  say('')
  say('All servers were in this process, on loopback. Round trips: how often a server waited for its client.')
}

async function play(name: string, run: Run, argv: readonly string[]): Promise<void> {
  heading(name)
  say(`$ ${name} ${argv.join(' ')}`)
  const code = await run(argv, { out: say, err: (line) => console.error(line), env: { LINEWIRE_PASSWORD: password } })
  if (code !== 0) throw new Error(`${name} ended with the exit code ${code}`)
}

async function same(path: string, expected: Buffer): Promise<void> {
  if (!(await readFile(path)).equals(expected)) throw new Error(`${path} is not what the server has`)
}

function heading(text: string): void {
  const bold = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
  say('')
  say(bold ? `\x1b[1m${text}\x1b[0m` : text)
  say('─'.repeat(text.length))
}

function say(line: string): void {
  console.log(line)
}
