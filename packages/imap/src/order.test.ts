import { ArgumentError, ProtocolError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { converse } from '../test/converse.ts'
import { toCapabilities } from './capabilities.ts'
import type { ImapCommand, Piece } from './command.ts'
import { order } from './order.ts'

const command = (...line: Piece[]): ImapCommand<string> => ({ line, done: ({ text }) => text })
const literal = (text: string): Piece => ({ literal: Buffer.from(text) })

test('a command without literals is its line', () => {
  expect(order(command('NOOP'), toCapabilities([]))).toMatchObject({ line: 'NOOP' })
})

test('each literal waits for its "+"', async () => {
  const transcript = `
    C: A1 X {1}
    S: + go
    C: a {2}
    S: * 3 EXISTS
    S: +
    C: bc end
    S: A1 OK both`
  expect(await converse(command('X ', literal('a'), ' ', literal('bc'), ' end'), transcript)).toBe('both')
})

test('with LITERAL+ all go in one write', async () => {
  const transcript = `
    C: A1 X {1+}
    C: a {2+}
    C: bc
    S: A1 OK both`
  await converse(command('X ', literal('a'), ' ', literal('bc')), transcript, { capabilities: 'LITERAL+' })
})

test('with LITERAL- one that is too large makes all of them wait', () => {
  const mixed = command('X ', literal('a'), ' ', literal('b'.repeat(4097)))
  expect(order(mixed, toCapabilities(['LITERAL-']))).toMatchObject({ line: 'X {1}', turn: 'alone' })
})

test('a server may decline any of them', async () => {
  const transcript = `
    C: A1 X {1}
    S: +
    C: a {2}
    S: A1 NO enough`
  await expect(
    converse(command('X ', literal('a'), literal('bc')), transcript.replace('a {2}', 'a{2}')),
  ).rejects.toThrow('X {1}: NO enough')
})

test('an OK while a literal is on its way is no OK', async () => {
  let goOn = (): void => {}
  const stuck = new Promise<void>((resolve) => {
    goOn = resolve
  })
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a')
    await stuck
    yield Buffer.from('b')
  }
  const slow = command('X ', { source: source(), size: 2 })
  const failure = converse(slow, 'S: A1 OK done', { capabilities: 'LITERAL+' })
  await expect(failure).rejects.toThrow(ProtocolError)
  goOn()
})

test('a command that talks back goes alone', () => {
  const talker: ImapCommand<void> = {
    line: 'X',
    *talk(io) {
      for (;;) {
        const answer = yield* io.answer()
        if (answer.kind === 'tagged') return answer
      }
    },
    done: () => {},
  }
  expect(() => order(talker, toCapabilities([]))).toThrow('must go alone')
})

test('text is text: no line ends, no literal that was not meant', () => {
  const all = toCapabilities(['LITERAL+'])
  expect(() => order(command('X ', literal('a'), ' b\r\nA2 LOGOUT'), all)).toThrow(ArgumentError)
  expect(() => order(command('X {3}'), all)).toThrow("must not end in a literal's size")
  expect(() => order(command('X ', literal('a'), ' {3+}'), all)).toThrow("must not end in a literal's size")
  expect(() => order({ line: 'X {12}', done: () => {} }, all)).toThrow(ArgumentError)
})
