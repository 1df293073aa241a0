import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { type MailboxEvent, Selected } from '../selected.ts'
import { State } from '../state.ts'
import { noop } from './noop.ts'

test('NOOP may bring news of the mailbox', async () => {
  const state = new State()
  state.select(new Selected('INBOX', false))
  state.selected!.exists = 24
  const events: MailboxEvent[] = []
  state.selected!.listeners.add((event) => events.push(event))
  await converse(
    noop(),
    `
    C: A1 NOOP
    S: * 22 EXPUNGE
    S: * 23 EXISTS
    S: * 14 FETCH (UID 1305 FLAGS (\\Seen \\Deleted))
    S: A1 OK NOOP completed`,
    { state },
  )
  expect(state.selected?.exists).toBe(23)
  expect(events).toEqual([
    { type: 'expunge', seq: 22 },
    { type: 'flags', seq: 14, uid: 1305, flags: new Set(['\\Seen', '\\Deleted']), modseq: undefined },
  ])
})
