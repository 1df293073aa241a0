import { expect, test } from 'vitest'
import { imapServer } from '../imap.ts'
import type { LineServer } from '../line-server.ts'
import { RawImap } from './raw-imap.ts'
import { type MailboxSpec, MailStore } from './store.ts'

const serve = (mailboxes: Record<string, MailboxSpec> = {}): Promise<LineServer> =>
  imapServer({ users: { alice: { password: 'wonderland', store: new MailStore(mailboxes) } } })

const folders: Record<string, MailboxSpec> = {
  'Archive/2025': [],
  Sent: { attributes: ['\\Sent'] },
  'Entw&APw-rfe': { attributes: ['\\Drafts'], subscribed: false },
}

test('LIST: "*" matches anything, "%" one level, INBOX in any case', async () => {
  await using server = await serve(folders)
  const imap = await RawImap.login(server)
  expect(await imap.run('LIST "" "*"')).toEqual([
    '* LIST (\\HasChildren) "/" Archive',
    '* LIST (\\HasNoChildren) "/" Archive/2025',
    '* LIST (\\HasNoChildren \\Drafts) "/" Entw&APw-rfe',
    '* LIST (\\HasNoChildren) "/" INBOX',
    '* LIST (\\HasNoChildren \\Sent) "/" Sent',
    'OK LIST completed',
  ])
  expect((await imap.run('LIST "" %')).slice(0, -1).map((line) => line.split(' ').at(-1))).toEqual([
    'Archive',
    'Entw&APw-rfe',
    'INBOX',
    'Sent',
  ])
  expect((await imap.run('LIST Archive/ %')).slice(0, -1)).toEqual(['* LIST (\\HasNoChildren) "/" Archive/2025'])
  expect((await imap.run('LIST "" inbox')).slice(0, -1)).toEqual(['* LIST (\\HasNoChildren) "/" INBOX'])
  expect((await imap.run('LIST "" ""'))[0]).toBe('* LIST (\\Noselect) "/" ""')
})

test('LIST with selection and return options', async () => {
  await using server = await serve({ ...folders, INBOX: ['a', 'b'] })
  const imap = await RawImap.login(server)
  expect(await imap.run('LIST (SPECIAL-USE) "" "*" RETURN (SUBSCRIBED)')).toEqual([
    '* LIST (\\HasNoChildren \\Drafts) "/" Entw&APw-rfe',
    '* LIST (\\HasNoChildren \\Sent \\Subscribed) "/" Sent',
    'OK LIST completed',
  ])
  expect(await imap.run('LIST "" ("INBOX" "Se%") RETURN (STATUS (MESSAGES UNSEEN))')).toEqual([
    '* LIST (\\HasNoChildren) "/" INBOX',
    '* STATUS INBOX (MESSAGES 2 UNSEEN 2)',
    '* LIST (\\HasNoChildren \\Sent) "/" Sent',
    '* STATUS Sent (MESSAGES 0 UNSEEN 0)',
    'OK LIST completed',
  ])
  expect((await imap.run('LIST "" "*" RETURN (WHAT)'))[0]).toMatch(/^BAD unknown RETURN option WHAT/)
})

test('CREATE, RENAME and DELETE', async () => {
  await using server = await serve({ 'old/sub': ['a'] })
  const imap = await RawImap.login(server)
  expect(await imap.run('CREATE "new box/"')).toEqual(['OK CREATE completed'])
  expect(await imap.run('CREATE "new box"')).toEqual(['NO [ALREADYEXISTS] Mailbox exists'])
  expect(await imap.run('CREATE inbox')).toEqual(['NO [ALREADYEXISTS] Mailbox exists'])
  expect(await imap.run('DELETE old')).toEqual(['NO [HASCHILDREN] There are mailboxes below it'])
  expect(await imap.run('RENAME old "new box/moved"')).toEqual(['OK RENAME completed'])
  expect((await imap.run('STATUS "new box/moved/sub" (MESSAGES UIDNEXT)'))[0]).toBe(
    '* STATUS "new box/moved/sub" (MESSAGES 1 UIDNEXT 2)',
  )
  expect(await imap.run('RENAME old x')).toEqual(['NO [NONEXISTENT] No such mailbox'])
  expect(await imap.run('DELETE "new box/moved/sub"')).toEqual(['OK DELETE completed'])
  expect(await imap.run('DELETE "new box/moved/sub"')).toEqual(['NO [NONEXISTENT] No such mailbox'])
  expect(await imap.run('DELETE INBOX')).toEqual(['NO [CANNOT] INBOX stays'])
})

test('renaming INBOX moves its messages and leaves it empty', async () => {
  await using server = await serve({ INBOX: ['a', 'b'] })
  const imap = await RawImap.login(server)
  expect(await imap.run('RENAME INBOX old-mail')).toEqual(['OK RENAME completed'])
  expect((await imap.run('STATUS old-mail (MESSAGES)'))[0]).toBe('* STATUS old-mail (MESSAGES 2)')
  expect((await imap.run('STATUS INBOX (MESSAGES)'))[0]).toBe('* STATUS INBOX (MESSAGES 0)')
})

test('SUBSCRIBE, UNSUBSCRIBE, LSUB', async () => {
  await using server = await serve(folders)
  const imap = await RawImap.login(server)
  expect(await imap.run('SUBSCRIBE nowhere')).toEqual(['NO [NONEXISTENT] No such mailbox'])
  expect(await imap.run('SUBSCRIBE Entw&APw-rfe')).toEqual(['OK SUBSCRIBE completed'])
  await imap.run('UNSUBSCRIBE Sent')
  expect(await imap.run('LSUB "" *')).toEqual([
    '* LSUB () "/" INBOX',
    '* LSUB () "/" Archive/2025',
    '* LSUB () "/" Entw&APw-rfe',
    'OK LSUB completed',
  ])
  expect((await imap.run('LSUB "" %'))[1]).toBe('* LSUB (\\Noselect) "/" Archive')
})

test('STATUS counts', async () => {
  await using server = await serve({ INBOX: ['12345', { raw: '123', flags: ['\\Seen', '\\deleted'] }] })
  const imap = await RawImap.login(server)
  const [line] = await imap.run('STATUS INBOX (MESSAGES RECENT UNSEEN UIDNEXT DELETED SIZE UIDVALIDITY)')
  expect(line).toMatch(
    /^\* STATUS INBOX \(MESSAGES 2 RECENT 2 UNSEEN 1 UIDNEXT 3 DELETED 1 SIZE 8 UIDVALIDITY 17\d{8}\)$/,
  )
  expect((await imap.run('STATUS INBOX ()'))[0]).toMatch(/^BAD/)
})

test('APPEND stores octets, flags and date, and tells the UID', async () => {
  await using server = await serve()
  const imap = await RawImap.login(server, 'INBOX')
  imap.send('APPEND INBOX (\\seen $Junk) "17-Jul-1996 02:44:25 -0700" {12}')
  expect(await imap.raw.line()).toBe('+ Ready for literal data')
  imap.raw.send('Subject: x\r\n\r\n')
  expect(await imap.reply()).toEqual([
    '* 1 EXISTS',
    '* 1 RECENT',
    '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Junk)',
    expect.stringMatching(/^OK \[APPENDUID 17\d{8} 1\] APPEND completed$/),
  ])
  expect((await imap.run('FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)'))[0]).toBe(
    '* 1 FETCH (FLAGS (\\Seen $Junk \\Recent) INTERNALDATE "17-Jul-1996 09:44:25 +0000" RFC822.SIZE 12)',
  )
})

test('several messages in one APPEND', async () => {
  await using server = await serve()
  const imap = await RawImap.login(server)
  const [done] = await imap.run('APPEND INBOX {1+}\r\na (\\Seen) {2+}\r\nbb "01-Jan-2020 00:00:00 +0000" {3+}\r\nccc')
  expect(done).toMatch(/^OK \[APPENDUID \d+ 1:3\] /)
})

test('APPEND to nowhere is NO [TRYCREATE], without a literal BAD', async () => {
  await using server = await serve()
  const imap = await RawImap.login(server)
  expect(await imap.run('APPEND nowhere {1+}\r\na')).toEqual(['NO [TRYCREATE] No such mailbox'])
  expect((await imap.run('APPEND INBOX (\\Seen) text'))[0]).toMatch(/^BAD string expected/)
  expect((await imap.run('APPEND INBOX "yesterday" {1+}\r\na'))[0]).toMatch(/^BAD date-time expected/)
})
