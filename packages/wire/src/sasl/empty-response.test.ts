import { expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { line, type Script } from '../script.ts'
import { converse } from '../testing/index.ts'
import { exchange, type SaslStep } from './converse.ts'
import { external } from './external.ts'
import type { SaslMechanism } from './mechanism.ts'

const login = (mechanism: SaslMechanism, empty?: '' | '='): Command<string> => ({
  line: `LOGIN ${mechanism.name}`,
  turn: 'alone',
  talk: (io) =>
    exchange(
      io,
      mechanism,
      function* (): Script<SaslStep<string>> {
        const text = yield* line(io.input)
        return text === 'more' ? { challenge: Buffer.alloc(0) } : { success: text }
      },
      Buffer.alloc(0),
      empty,
    ),
})

test('a response of no octets is an empty line', async () => {
  const transcript = `
    C: LOGIN EXTERNAL
    S: more
    C:
    S: done`
  expect(await converse(login(external()), transcript)).toBe('done')
})

test('a response of no octets is "=" where the protocol writes it so (RFC 4643 §2.4.2)', async () => {
  const transcript = `
    C: LOGIN EXTERNAL
    S: more
    C: =
    S: done`
  expect(await converse(login(external(), '='), transcript)).toBe('done')
})
