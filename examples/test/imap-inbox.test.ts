import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compose } from '@linewire/message'
import { type ImapOptions, imapServer, MailStore, type MessageSpec } from '@linewire/servers'
import { expect, test } from 'vitest'
import { exit } from '../src/failure.ts'
import { imapExit, run } from '../src/imap-inbox.ts'
import { commonFailures } from './common-failures.ts'
import { replyTo, Stage } from './stage.ts'

const picture = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7) % 256)

async function letter(subject: string, filename?: string): Promise<MessageSpec> {
  const attachments = filename === undefined ? [] : [{ filename, content: picture }]
  const raw = await compose({
    from: 'Jürgen Müller <juergen@example.net>',
    to: 'alice@example.net',
    subject,
    text: 'Hello.\n',
    date: new Date('2026-11-23T13:05:00Z'),
    attachments,
  }).bytes()
  return { raw, flags: subject === 'seen' ? ['\\Seen'] : [], date: new Date('2026-11-23T13:05:00Z') }
}

async function serve(options: Partial<ImapOptions> = {}, messages?: MessageSpec[]) {
  const inbox = messages ?? [await letter('seen'), await letter('Grüße', 'Übersicht.png'), await letter('last')]
  const store = new MailStore({ INBOX: inbox, Empty: [] })
  const server = await imapServer({ users: { alice: { password: 'wonderland', store } }, ...options })
  return Object.assign(server, { store })
}

const at = ({ host, port }: { host: string; port: number }, mailbox = ''): string =>
  `imap://alice:wonderland@${host}:${port}/${mailbox}`

commonFailures(run, {
  scheme: 'imap',
  serve,
  argv: (server, stage) => [`${server}/INBOX`, '--save', join(stage.folder, 'saved')],
})

test.each(['implicit', 'starttls', 'none'] as const)(
  'tls %s: a list, and an attachment octet by octet',
  async (tls) => {
    await using server = await serve({ tls })
    using stage = new Stage()
    const args = [at(server), '--tls', tls, '--ca', stage.trust(server), '--save', join(stage.folder, 'saved')]
    const { code, out, err } = await stage.play(run, args)
    expect({ code, err }).toEqual({ code: exit.done, err: '' })
    const lines = out.split('\n')
    expect(lines[0]).toBe(`INBOX: 3 messages, 3 of them fit, ${tls === 'none' ? 'in clear' : 'over TLS'}`)
    expect(lines[2]).toMatch(/^uid +flags +date \(UTC\) +from +subject$/)
    expect(lines[3]).toMatch(/^1 +\\Seen +2026-11-23 13:05 +Jürgen Müller <juergen@exam… +seen$/)
    expect(lines[4]).toMatch(/^2 +2026-11-23 13:05 +Jürgen .* Grüße$/)
    expect(lines.at(-1)).toContain('attachment of message 2 (image/png): 97.7 KiB')
    expect(stage.files).toEqual(['saved', join('saved', 'Übersicht.png')])
    expect(readFileSync(join(stage.folder, 'saved', 'Übersicht.png')).equals(picture)).toBe(true)
    // read only: nothing became \Seen
    expect(server.transcript.join('\n')).toContain('EXAMINE')
    expect(server.store.get('INBOX')!.messages[1]!.flags.has('\\Seen')).toBe(false)
  },
)

test('a search, and the newest of what it finds', async () => {
  await using server = await serve()
  using stage = new Stage()
  const subjects = async (...args: string[]): Promise<string[]> => {
    const { out } = await stage.play(run, [at(server), '--tls', 'none', ...args])
    return out
      .split('\n')
      .slice(3)
      .map((line) => line.split(/ {2,}/).at(-1)!)
  }
  expect(await subjects('--last', '2')).toEqual(['Grüße', 'last'])
  expect(await subjects('--unseen')).toEqual(['Grüße', 'last'])
  expect(await subjects('--subject', 'grüße')).toEqual(['Grüße'])
  expect(await subjects('--from', 'juergen', '--since', '2026-11-23', '--uid', '3')).toEqual(['last'])
})

test('a hostile file name stays in the folder, and nothing is written over', async () => {
  await using server = await serve({}, [await letter('one', '../../.profile')])
  using stage = new Stage()
  for (let times = 0; times < 2; times++) {
    expect((await stage.play(run, [at(server), '--tls', 'none', '--save', stage.folder])).code).toBe(exit.done)
  }
  expect(stage.files.sort()).toEqual(['profile', 'profile-2'])
})

test('no such mailbox, no message, no attachment, no login', async () => {
  await using server = await serve({}, [await letter('one')])
  using stage = new Stage()
  const fails = async (code: number, sentence: string, ...args: string[]): Promise<void> =>
    expect(await stage.play(run, [...args, '--tls', 'none'])).toMatchObject({
      code,
      err: expect.stringContaining(sentence),
    })
  await fails(imapExit.noMailbox, 'alice has no mailbox None', at(server, 'None'))
  await fails(imapExit.noMessage, 'no message fits', at(server, 'Empty'))
  await fails(imapExit.noMessage, 'no message fits', at(server), '--uid', '9')
  await fails(imapExit.noAttachment, 'has an attachment', at(server), '--save', stage.folder)
  await fails(exit.usage, 'somebody has to log in', `imap://${server.host}:${server.port}/`)
  await fails(exit.usage, '--since takes a date', at(server), '--since', 'long ago')
  expect(stage.files).toEqual([])
})

test('a folder that cannot be written to', async () => {
  await using server = await serve()
  using stage = new Stage()
  const file = stage.trust(server)
  const { code, err } = await stage.play(run, [at(server), '--tls', 'none', '--save', join(file, 'below')])
  expect({ code, err }).toMatchObject({ code: exit.localDisk, err: expect.stringContaining('ENOTDIR') })
})

test('a server that hangs up in the middle of the attachment leaves no file', async () => {
  await using server = await serve()
  using stage = new Stage()
  const args = [at(server), '--tls', 'none', '--save', stage.folder]
  expect((await stage.play(run, args)).code).toBe(exit.done)
  const closeAt = replyTo('BODY.PEEK[2', server.transcript)
  expect(closeAt).toBeGreaterThan(0)
  for (const closeHow of ['fin', 'reset'] as const) {
    using fresh = new Stage()
    server.faults = { closeAt, closeWhen: 'middle', closeHow }
    expect((await fresh.play(run, [at(server), '--tls', 'none', '--save', fresh.folder])).code).toBe(
      exit.connectionLost,
    )
    expect(fresh.files).toEqual([])
  }
})
