import { ProtocolError, type Reply } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ServiceUnavailableError } from '../refusals.ts'
import { greeting } from './greeting.ts'

const greeted = (line: string): Reply => play(greeting(1000), `S: ${line}`)

test('the greeting says whether posting is allowed', () => {
  expect(greeted('200 NNTP Service Ready, posting permitted')).toMatchObject({
    code: 200,
    text: 'NNTP Service Ready, posting permitted',
  })
  expect(greeted('201 NNTP Service Ready, posting prohibited').code).toBe(201)
})

test('a server that serves nobody now says 400, one that never serves us 502', () => {
  expect(() => greeted('400 NNTP Service temporarily unavailable')).toThrow(
    expect.objectContaining({ code: '400', transient: true }),
  )
  expect(() => greeted('502 NNTP Service permanently unavailable')).toThrow(ServiceUnavailableError)
  expect(() => greeted('502 no')).toThrow(expect.objectContaining({ transient: false }))
})

test('another protocol is none', () => {
  expect(() => greeted('220 mail.example ESMTP')).toThrow('greeting: expected 200 or 201, got "220 mail.example ESMTP"')
  expect(() => greeted('SSH-2.0-OpenSSH_9.2')).toThrow(ProtocolError)
})
