import { expect, test } from 'vitest'
import { imapServer } from '../imap.ts'
import type { LineServer } from '../line-server.ts'
import { RawImap } from './raw-imap.ts'
import { type MailboxSpec, MailStore } from './store.ts'

async function serve(mailboxes: Record<string, MailboxSpec>): Promise<{ server: LineServer; store: MailStore }> {
  const store = new MailStore(mailboxes)
  return { server: await imapServer({ users: { alice: { password: 'wonderland', store } } }), store }
}

const four: Record<string, MailboxSpec> = { INBOX: ['one', 'two', 'three', 'four'], Trash: [] }

test('SELECT describes the mailbox', async () => {
  const { server, store } = await serve({ INBOX: [{ raw: 'a', flags: ['\\Seen', '$Junk'] }, 'b'] })
  const imap = await RawImap.login(server)
  const lines = [
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk)',
    '* 2 EXISTS',
    '* 2 RECENT',
    '* OK [UNSEEN 2] First unseen',
    '* OK [PERMANENTFLAGS ()] Flags that stay',
    `* OK [UIDVALIDITY ${store.get('INBOX')?.uidValidity}] UIDs valid`,
    '* OK [UIDNEXT 3] Predicted next UID',
    'OK [READ-ONLY] EXAMINE completed',
  ]
  expect(await imap.run('EXAMINE inbox')).toEqual(lines)
  lines[4] = '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk \\*)] Flags that stay'
  lines[7] = 'OK [READ-WRITE] SELECT completed'
  expect(await imap.run('SELECT INBOX')).toEqual(lines)
  // the second SELECT finds nothing recent any more
  expect((await imap.run('SELECT INBOX'))[2]).toBe('* 0 RECENT')
  expect(await imap.run('SELECT nowhere')).toEqual(['NO [NONEXISTENT] No such mailbox'])
  expect((await imap.run('CHECK'))[0]).toMatch(/^BAD/)
  await server.close()
})

test('STORE adds, removes and replaces; SILENT says nothing', async () => {
  const { server } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  expect(await imap.run('STORE 2:3 +FLAGS (\\Deleted $Work)')).toEqual([
    '* 2 FETCH (FLAGS (\\Deleted $Work \\Recent))',
    '* 3 FETCH (FLAGS (\\Deleted $Work \\Recent))',
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)',
    'OK STORE completed',
  ])
  expect(await imap.run('UID STORE 3 -FLAGS \\deleted')).toEqual([
    '* 3 FETCH (UID 3 FLAGS ($Work \\Recent))',
    'OK STORE completed',
  ])
  expect(await imap.run('STORE 1:* FLAGS.SILENT (\\Seen)')).toEqual(['OK STORE completed'])
  expect((await imap.run('FETCH 2 FLAGS'))[0]).toBe('* 2 FETCH (FLAGS (\\Seen \\Recent))')
  expect(await imap.run('STORE 5 FLAGS ()')).toEqual(['BAD there are 4 messages only'])
  expect(await imap.run('UID STORE 5 FLAGS ()')).toEqual(['OK STORE completed'])
  await imap.run('EXAMINE INBOX')
  expect(await imap.run('STORE 1 FLAGS ()')).toEqual(['NO Mailbox is read-only'])
  await server.close()
})

test('EXPUNGE numbers its responses one by one; UID EXPUNGE spares the others', async () => {
  const { server } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  await imap.run('STORE 1,2,4 +FLAGS.SILENT \\Deleted')
  expect(await imap.run('UID EXPUNGE 4:9')).toEqual(['* 4 EXPUNGE', 'OK EXPUNGE completed'])
  expect(await imap.run('EXPUNGE')).toEqual(['* 1 EXPUNGE', '* 1 EXPUNGE', 'OK EXPUNGE completed'])
  expect((await imap.run('FETCH 1 UID'))[0]).toBe('* 1 FETCH (UID 3)')
  await server.close()
})

test('CLOSE expunges without a word, UNSELECT does not', async () => {
  const { server, store } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  await imap.run('STORE 1 +FLAGS.SILENT \\Deleted')
  expect(await imap.run('UNSELECT')).toEqual(['OK UNSELECT completed'])
  expect(store.get('INBOX')?.messages.length).toBe(4)
  await imap.run('SELECT INBOX')
  expect(await imap.run('CLOSE')).toEqual(['OK CLOSE completed'])
  expect(store.get('INBOX')?.messages.length).toBe(3)
  await server.close()
})

test('COPY and MOVE tell the new UIDs', async () => {
  const { server, store } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  const validity = store.get('Trash')?.uidValidity
  expect(await imap.run('COPY 1,3 Trash')).toEqual([`OK [COPYUID ${validity} 1,3 1:2] COPY completed`])
  expect(await imap.run('UID MOVE 2:3 Trash')).toEqual([
    `* OK [COPYUID ${validity} 2:3 3:4] Moved`,
    '* 2 EXPUNGE',
    '* 2 EXPUNGE',
    'OK MOVE completed',
  ])
  expect(store.get('Trash')?.messages.map(({ raw }) => raw.toString())).toEqual(['one', 'three', 'two', 'three'])
  expect(await imap.run('COPY 1 nowhere')).toEqual(['NO [TRYCREATE] No such mailbox'])
  expect(await imap.run('UID COPY 99 Trash')).toEqual(['OK COPY completed'])
  await server.close()
})

test('SEARCH and UID SEARCH, plain and extended', async () => {
  const { server } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  await imap.run('STORE 1 +FLAGS.SILENT \\Deleted')
  await imap.run('EXPUNGE')
  expect(await imap.run('SEARCH ALL')).toEqual(['* SEARCH 1 2 3', 'OK SEARCH completed'])
  expect((await imap.run('UID SEARCH TEXT t'))[0]).toBe('* SEARCH 2 3')
  expect((await imap.run('SEARCH SEEN'))[0]).toBe('* SEARCH')
  expect((await imap.run('UID SEARCH RETURN (MIN MAX COUNT) ALL'))[0]).toMatch(
    /^\* ESEARCH \(TAG "a\d+"\) UID MIN 2 MAX 4 COUNT 3$/,
  )
  expect((await imap.run('SEARCH RETURN () 2:*'))[0]).toMatch(/\) ALL 2:3$/)
  expect((await imap.run('SEARCH RETURN (ALL COUNT) SEEN'))[0]).toMatch(/\) COUNT 0$/)
  expect(await imap.run('SEARCH CHARSET KOI8-R ALL')).toEqual(['NO [BADCHARSET (US-ASCII UTF-8)] Unknown charset'])
  expect((await imap.run('SEARCH CHARSET US-ASCII ALL'))[0]).toBe('* SEARCH 1 2 3')
  expect((await imap.run('SEARCH PERHAPS'))[0]).toMatch(/^BAD search key expected, got PERHAPS/)
  await server.close()
})

test('other sessions hear of new messages, flags and expunged ones at NOOP', async () => {
  const { server, store } = await serve(four)
  const one = await RawImap.login(server, 'INBOX')
  const two = await RawImap.login(server, 'INBOX')
  await one.run('STORE 1 +FLAGS.SILENT (\\Flagged)')
  await one.run('STORE 2 +FLAGS.SILENT (\\Deleted)')
  await one.run('EXPUNGE')
  store.get('INBOX')?.add('five')
  // no EXPUNGE while the client counts. RFC 9051 §7.5.1
  expect(await two.run('FETCH 2 (UID)')).toEqual([
    '* 5 EXISTS',
    '* 1 RECENT',
    '* 1 FETCH (FLAGS (\\Flagged))',
    'NO [EXPUNGEISSUED] Some messages are gone',
  ])
  expect(await two.run('NOOP')).toEqual(['* 2 EXPUNGE', 'OK NOOP completed'])
  expect((await one.run('NOOP'))[0]).toBe('* 4 EXISTS')
  await server.close()
})

test('IDLE tells changes as they happen, until DONE', async () => {
  const { server, store } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  imap.send('IDLE')
  expect(await imap.raw.line()).toBe('+ idling')
  store.get('INBOX')?.add('five')
  expect([await imap.raw.line(), await imap.raw.line()]).toEqual(['* 5 EXISTS', '* 5 RECENT'])
  store.get('INBOX')?.remove([2, 3])
  expect([await imap.raw.line(), await imap.raw.line()]).toEqual(['* 2 EXPUNGE', '* 2 EXPUNGE'])
  imap.raw.send('DONE\r\n')
  expect(await imap.reply()).toEqual(['OK IDLE completed'])
  imap.send('IDLE')
  await imap.raw.line()
  imap.raw.send('NOOP\r\n')
  expect(await imap.reply()).toEqual(['BAD DONE expected'])
  await server.close()
})

test('FETCH of a body marks the message as seen, PEEK and EXAMINE do not', async () => {
  const { server } = await serve(four)
  const imap = await RawImap.login(server, 'INBOX')
  expect(await imap.run('FETCH 1 BODY.PEEK[]')).toEqual(['* 1 FETCH (BODY[] {3}', 'one)', 'OK FETCH completed'])
  expect(await imap.run('UID FETCH 2 RFC822')).toEqual([
    '* 2 FETCH (UID 2 RFC822 {3}',
    'two FLAGS (\\Seen \\Recent))',
    'OK FETCH completed',
  ])
  expect(await imap.run('FETCH 2 (FLAGS BODY[])')).toEqual([
    '* 2 FETCH (FLAGS (\\Seen \\Recent) BODY[] {3}',
    'two)',
    'OK FETCH completed',
  ])
  await imap.run('EXAMINE INBOX')
  expect((await imap.run('FETCH 3 BODY[]'))[1]).toBe('three)')
  await server.close()
})

test('FETCH macros and unknown items', async () => {
  const { server } = await serve({ INBOX: [{ raw: 'a', date: new Date('1996-07-01T02:44:25Z') }] })
  const imap = await RawImap.login(server, 'INBOX')
  expect((await imap.run('FETCH 1 FAST'))[0]).toBe(
    '* 1 FETCH (FLAGS (\\Recent) INTERNALDATE " 1-Jul-1996 02:44:25 +0000" RFC822.SIZE 1)',
  )
  expect((await imap.run('FETCH 1 FULL'))[0]).toMatch(/ENVELOPE \(NIL.* BODY \("TEXT" "PLAIN"/)
  expect((await imap.run('FETCH 1 (FAST)'))[0]).toMatch(/^BAD unknown FETCH item FAST/)
  expect((await imap.run('FETCH 1 BODY[1.FOO]'))[0]).toMatch(/^BAD unknown section FOO/)
  expect((await imap.run('FETCH 0 FLAGS'))[0]).toBe('BAD bad sequence set 0')
  await server.close()
})
