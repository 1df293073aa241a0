import { ConnectionError, Engine, inOrder } from '@linewire/wire'
import { converse, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { PostingNotPermittedError, PostRejectedError } from '../refusals.ts'
import { opened } from '../sending.ts'
import { post } from './post.ts'

const article =
  'From: "Demo User" <nobody@example.net>\nNewsgroups: misc.test\nSubject: test\n\nThis is a test.\n.dot\n'

test('POST sends the article when it is asked for it, dots doubled, lines ended by CR LF', async () => {
  const transcript = `
    C: POST
    S: 340 Input article; end with <CR-LF>.<CR-LF>
    C: From: "Demo User" <nobody@example.net>
    C: Newsgroups: misc.test
    C: Subject: test
    C:
    C: This is a test.
    C: ..dot
    C: .
    S: 240 Article received <posted@example.com>`
  expect(await converse(post(await opened(article)), transcript)).toEqual({
    id: '<posted@example.com>',
    text: 'Article received <posted@example.com>',
  })
})

test('a server that takes no articles is sent none', async () => {
  const refused = converse(post(await opened(article)), 'C: POST\nS: 440 Posting not permitted')
  await expect(refused).rejects.toThrow(PostingNotPermittedError)
})

test('a rejected article; one that the server has already', async () => {
  const rejected = async (reply: string): Promise<unknown> =>
    converse(post(await opened('x')), `C: POST\nS: 340 send\nC: x\nC: .\nS: ${reply}`)
  await expect(rejected('441 Posting failed')).rejects.toThrow(PostRejectedError)
  await expect(rejected('441 Posting failed')).rejects.toMatchObject({ duplicate: false })
  await expect(rejected('441 435 Duplicate')).rejects.toMatchObject({ duplicate: true })
})

test('a source that fails midway ends the connection: half an article cannot be taken back', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const failing = (async function* () {
    yield 'From: me\n'
    throw new Error('the disk is gone')
  })()
  const posted = engine.submit(post(await opened(failing)))
  posted.catch(() => {})
  await Promise.resolve()
  transport.say('340 send it\r\n')
  await expect(posted).rejects.toThrow('POST: the article could not be sent whole: the disk is gone')
  await expect(posted).rejects.toBeInstanceOf(ConnectionError)
  expect(transport.destroyed).toBe(true)
})

test('a source that cannot be read at all fails before anything is sent', async () => {
  await expect(opened({ path: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a server that leaves while the article goes out', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const endless = (async function* () {
    for (;;) yield 'line\r\n'
  })()
  const posted = engine.submit(post(await opened(endless)))
  posted.catch(() => {})
  await Promise.resolve()
  transport.full = true
  transport.say('340 send it\r\n')
  await transport.written()
  transport.close()
  await expect(posted).rejects.toBeInstanceOf(ConnectionError)
})
