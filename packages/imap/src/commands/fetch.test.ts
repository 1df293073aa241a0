import { ArgumentError, LimitError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { MissingItemError } from '../fetch-query.ts'
import { type MailboxEvent, Selected } from '../selected.ts'
import { SeqSet, UidSet } from '../sets.ts'
import { State } from '../state.ts'
import { fetch } from './fetch.ts'

const transcript = `
    C: A1 UID FETCH 4:6 (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])
    S: * 2 FETCH (FLAGS (\\Seen) UID 4 BODY[HEADER.FIELDS (SUBJECT)] {15}
    S: Subject: one
    S: 
    S: )
    S: * 9 FETCH (UID 12 FLAGS (\\Flagged))
    S: * 3 FETCH (UID 5 FLAGS (\\Flagged))
    S: * 3 FETCH (UID 5 BODY[HEADER.FIELDS (SUBJECT)] {2}
    S: 
    S:  FLAGS ())
    S: A1 OK FETCH completed`.replace('{15}', '{16}')

test('FETCH gives a row for each message, and leaves news of others alone', async () => {
  const state = new State()
  state.select(new Selected('INBOX', false))
  const events: MailboxEvent[] = []
  state.selected!.listeners.add((event) => events.push(event))
  const rows = await converse(fetch('4:6', { flags: true, headers: ['SUBJECT'] }), transcript, { state })
  expect(rows.map(({ uid, seq, flags, headers }) => [uid, seq, [...flags], headers.get('subject')])).toEqual([
    [4, 2, ['\\Seen'], 'one'],
    [5, 3, [], null],
  ])
  expect(events.map((event) => event.type === 'flags' && event.uid)).toEqual([12, 5])
})

test('the same, however the octets are cut', async () => {
  const command = () => fetch('4:6', { flags: true, headers: ['SUBJECT'] })
  const whole = JSON.stringify(await converse(command(), transcript))
  for (let size = 1; size < 12; size++) {
    const split = (octets: Buffer): Buffer[] =>
      Array.from({ length: Math.ceil(octets.length / size) }, (_, i) => octets.subarray(i * size, (i + 1) * size))
    expect(JSON.stringify(await converse(command(), transcript, { split }))).toBe(whole)
  }
})

test('sequence numbers are for SeqSet alone', async () => {
  const bySequence = `
    C: A1 FETCH 1 (UID FLAGS)
    S: * 1 FETCH (FLAGS (\\Seen) UID 4)
    S: A1 OK done`
  expect((await converse(fetch(SeqSet.from(1), { flags: true }), bySequence)).map(({ uid }) => uid)).toEqual([4])
})

test('a message that cannot be read is a row without items, and hides no other', async () => {
  const hostile = `
    S: * 1 FETCH (UID 7 BODYSTRUCTURE ${'('.repeat(200)}${')'.repeat(200)})
    S: * 2 FETCH (UID 8 BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1))
    S: A1 OK done`
  const rows = await converse(fetch('1:*', { bodyStructure: true }), hostile)
  expect(rows.map(({ uid, missing }) => [uid, missing])).toEqual([
    [7, ['bodyStructure']],
    [8, []],
  ])
  expect(() => rows[0]?.bodyStructure).toThrow(MissingItemError)
})

test('a section above the limit ends the connection before it is received', async () => {
  const large = 'S: * 1 FETCH (UID 7 BODY[] {101}'
  const literals = { body: 100, reply: 10 }
  await expect(converse(fetch(7, { source: true }), large, { literals })).rejects.toThrow('limits.body')
  const name = 'S: * 1 FETCH (UID 7 ENVELOPE (NIL {11}'
  await expect(converse(fetch(7, { envelope: true }), name, { literals })).rejects.toThrow('limits.reply')
  const huge = 'S: * 1 FETCH (UID 7 BODY[] {99999999999999999999}'
  await expect(converse(fetch(7, { source: true }), huge, { literals })).rejects.toThrow(LimitError)
})

test('a literal’s size in free text is free text', async () => {
  const free = `
    S: * OK look {9}
    S: * 1 FETCH (UID 7 FLAGS ())
    S: A1 OK done {3}`
  expect(await converse(fetch(7, { flags: true }), free)).toHaveLength(1)
})

test('a tag that was not sent ends the connection', async () => {
  await expect(converse(fetch(7, { flags: true }), 'S: A2 OK done')).rejects.toThrow('the tag "A2", which was not sent')
})

test('CHANGEDSINCE', async () => {
  const changed = `
    C: A1 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 12345)
    S: A1 OK done`
  expect(await converse(fetch('1:*', { flags: true }, { changedSince: 12345n }), changed)).toEqual([])
})

test('a set is a set', () => {
  expect(() => fetch('1 FLAGS\r\nA2 LOGOUT', { flags: true })).toThrow(ArgumentError)
  expect(() => fetch(UidSet.empty, { flags: true })).toThrow('must have something in it')
})
