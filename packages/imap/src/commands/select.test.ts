import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { NotFoundError } from '../not-found-error.ts'
import { select } from './select.ts'

test('SELECT gathers the state of the mailbox', async () => {
  const transcript = `
    C: A1 SELECT INBOX
    S: * 172 EXISTS
    S: * OK [UIDVALIDITY 3857529045] UIDs valid
    S: * OK [UIDNEXT 4392] Predicted next UID
    S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
    S: * OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited
    S: * OK [HIGHESTMODSEQ 715194045007]
    S: * LIST () "/" INBOX
    S: A1 OK [READ-WRITE] SELECT completed`
  const selected = await converse(select('INBOX'), transcript)
  expect(selected).toMatchObject({
    name: 'INBOX',
    readOnly: false,
    exists: 172,
    uidValidity: 3857529045,
    uidNext: 4392,
    highestModseq: 715194045007n,
  })
  expect(selected.flags.size).toBe(5)
  expect([...selected.permanentFlags!]).toEqual(['\\Deleted', '\\Seen', '\\*'])
})

test('EXAMINE is for reading', async () => {
  const transcript = `
    C: A1 EXAMINE blurdybloop
    S: * 17 EXISTS
    S: A1 OK [READ-ONLY] EXAMINE completed`
  expect((await converse(select('blurdybloop', { readOnly: true }), transcript)).readOnly).toBe(true)
})

test('a server may open for reading what was to be changed', async () => {
  expect((await converse(select('x'), 'S: A1 OK [READ-ONLY] done')).readOnly).toBe(true)
})

test('a name beyond ASCII goes as modified UTF-7, or as UTF-8 once that is enabled', async () => {
  await converse(
    select('Entwürfe & Co'),
    `
    C: A1 SELECT "Entw&APw-rfe &- Co"
    S: A1 OK done`,
  )
  await converse(
    select('Entwürfe', { utf8: true }),
    `
    C: A1 SELECT "Entwürfe"
    S: A1 OK done`,
  )
})

test('no such mailbox is a NotFoundError, by its code or by the words of servers that have none', async () => {
  await expect(converse(select('x'), 'S: A1 NO [NONEXISTENT] Unknown Mailbox: x')).rejects.toBeInstanceOf(NotFoundError)
  await expect(converse(select('x'), "S: A1 NO Mailbox doesn't exist: x")).rejects.toBeInstanceOf(NotFoundError)
  await expect(converse(select('x'), 'S: A1 NO [NOPERM] no')).rejects.not.toBeInstanceOf(NotFoundError)
})
