import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { SeqSet } from '../sets.ts'
import { store } from './store.ts'

test('STORE tells the flags that are set now', async () => {
  const transcript = `
    C: A1 UID STORE 2:4 +FLAGS (\\Deleted)
    S: * 2 FETCH (UID 2 FLAGS (\\Deleted \\Seen))
    S: * 3 FETCH (UID 3 FLAGS (\\Deleted))
    S: * 9 FETCH (UID 9 FLAGS ())
    S: A1 OK STORE completed`
  const { flags, modified } = await converse(store('2:4', 'add', ['\\deleted']), transcript)
  expect([...flags.keys()]).toEqual([2, 3])
  expect(flags.get(2)).toEqual(new Set(['\\Deleted', '\\Seen']))
  expect(modified.isEmpty).toBe(true)
})

test('silent asks for no flags, and takes other sessions’ for news', async () => {
  const transcript = `
    C: A1 STORE 1:2 -FLAGS.SILENT (\\Seen hot)
    S: * 1 FETCH (FLAGS ())
    S: A1 OK STORE completed`
  const silent = store(SeqSet.from('1:2'), 'remove', ['\\Seen', 'hot'], { silent: true })
  expect((await converse(silent, transcript)).flags.size).toBe(0)
})

test('what has changed since is left alone', async () => {
  const transcript = `
    C: A1 UID STORE 7,5,9 (UNCHANGEDSINCE 320162338) FLAGS ()
    S: A1 OK [MODIFIED 7,9] Conditional STORE failed`.replace('7,5,9', '5,7,9')
  const { modified } = await converse(store('7,5,9', 'set', [], { unchangedSince: 320162338n }), transcript)
  expect(modified.toString()).toBe('7,9')
})

test('a flag is an atom', () => {
  expect(() => store(1, 'add', ['\\Seen)\r\nA2 LOGOUT'])).toThrow('is not a flag')
})
