import { Engine, inOrder, TlsError } from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { turns } from '../../test/transfer-lab.ts'
import { ccc } from './ccc.ts'

function asked(answer: string): { outcome: Promise<unknown>; events: string[] } {
  const server = memoryTransport()
  const events: string[] = []
  const transport = Object.assign(server, {
    clear: () => {
      events.push('clear')
      return {
        done: async () => void events.push('done'),
        cancel: () => void events.push('cancel'),
      }
    },
  })
  const outcome = new Engine(transport, inOrder).submit(ccc(transport))
  outcome.catch(() => {})
  void turns().then(() => {
    events.push(server.sent.trim())
    server.say(`${answer}\r\n`)
  })
  return { outcome, events }
}

test('RFC 4217 §12.6: TLS is taken off behind the 200, and got ready for that before', async () => {
  const { outcome, events } = asked('200 Clearing control channel protection')
  expect(await outcome).toBeUndefined()
  expect(events).toEqual(['clear', 'CCC', 'done'])
})

test('a refusal leaves it on', async () => {
  const { outcome, events } = asked('534 Unwilling to accept security parameters')
  await expect(outcome).rejects.toThrow('CCC: 534')
  expect(events).toEqual(['clear', 'CCC', 'cancel'])
})

test('a transport that cannot do it is an error', async () => {
  const server = memoryTransport()
  await expect(new Engine(server, inOrder).submit(ccc(server))).rejects.toThrow(TlsError)
  expect(server.sent).toBe('')
})
