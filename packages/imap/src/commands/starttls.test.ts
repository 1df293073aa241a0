import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { starttls } from './starttls.ts'

test('what comes in clear behind the go-ahead is taken for an injection', async () => {
  const failure = converse(starttls(), 'S: A1 OK Begin TLS negotiation now', {
    split: (octets) => [Buffer.concat([octets, Buffer.from('* CAPABILITY AUTH=PLAIN\r\n')])],
  })
  await expect(failure).rejects.toThrow('possibly an injection')
})

test('TLS begins behind the OK', async () => {
  const transcript = `
    C: A1 STARTTLS
    S: A1 OK Begin TLS negotiation now`
  expect(await converse(starttls(), transcript)).toBeUndefined()
})

test('BAD is a ReplyError', async () => {
  await expect(converse(starttls(), 'S: A1 BAD no TLS here')).rejects.toThrow('STARTTLS: BAD no TLS here')
})
