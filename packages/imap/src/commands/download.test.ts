import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { NotFoundError } from '../not-found-error.ts'
import { type Download, download } from './download.ts'

async function play(part: string | undefined, transcript: string, size?: number): Promise<Download> {
  let ended: Promise<void> | undefined
  const split = (octets: Buffer): Buffer[] =>
    Array.from({ length: Math.ceil(octets.length / (size ?? octets.length)) }, (_, i) =>
      octets.subarray(i * (size ?? octets.length), (i + 1) * (size ?? octets.length)),
    )
  const body = await new Promise<Download>((resolve, reject) => {
    ended = converse(download(7, part, resolve), transcript, { split })
    ended.catch(reject)
  })
  await ended
  return body
}

const picture = `
    C: A1 UID FETCH 7 (UID BODY.PEEK[2.MIME] BODY.PEEK[2])
    S: * 3 FETCH (UID 7 BODY[2.MIME] {124}
    S: Content-Type: IMAGE/Png; name=x
    S: Content-Transfer-Encoding: BASE64
    S: Content-Disposition: attachment; filename="h\\"i.png"
    S: 
    S:  BODY[2] {18}
    S: aGVsbG8s
    S: IHdvcmxk FLAGS ())
    S: A1 OK Fetch completed`

test('a part is decoded, and named by its header', async () => {
  for (const size of [undefined, 1, 2, 3, 7]) {
    const body = await play('2', picture, size)
    expect(body).toMatchObject({ filename: 'h"i.png', contentType: 'image/png' })
    expect(await body.text()).toBe('hello, world')
  }
})

test('the only part of a message is named by the message’s header', async () => {
  const transcript = `
    C: A1 UID FETCH 7 (UID BODY.PEEK[HEADER.FIELDS (Content-Type Content-Transfer-Encoding Content-Disposition)] BODY.PEEK[1.MIME] BODY.PEEK[1])
    S: * 3 FETCH (UID 7 BODY[HEADER.FIELDS (CONTENT-TYPE)] {47}
    S: Content-Transfer-Encoding: Quoted-Printable
    S: 
    S:  BODY[1.MIME] {2}
    S: 
    S:  BODY[1] {5}
    S: Gr=FC)
    S: A1 OK done`
  expect(await (await play('1', transcript)).text('iso-8859-1')).toBe('Grü')
})

test('the whole message is as it is', async () => {
  const transcript = `
    C: A1 UID FETCH 7 (UID BODY.PEEK[])
    S: * 3 FETCH (UID 7 BODY[] {5}
    S: a=20b)
    S: A1 OK done`
  const body = await play(undefined, transcript)
  expect(body.contentType).toBe('message/rfc822')
  expect(await body.text()).toBe('a=20b')
})

test('a part ahead of its header is kept until that has come', async () => {
  const transcript = `
    S: * 3 FETCH (UID 7 BODY[2] {4}
    S: aGk= BODY[2.MIME] {37}
    S: Content-Transfer-Encoding: base64
    S: 
    S: )
    S: A1 OK done`
  expect(await (await play('2', transcript)).text()).toBe('hi')
})

test('what is not there is a NotFoundError', async () => {
  await expect(play('2', 'S: A1 OK done')).rejects.toThrow('there is no message with the UID 7')
  const nil = `
    S: * 3 FETCH (UID 7 BODY[2.MIME] NIL BODY[2] NIL)
    S: A1 OK done`
  await expect(play('2', nil)).rejects.toThrow('message 7 has no part 2')
  const empty = `
    S: * 3 FETCH (UID 7 BODY[2.MIME] "" BODY[2] "")
    S: A1 OK done`
  await expect(play('2', empty)).rejects.toBeInstanceOf(NotFoundError)
})

test('another message’s part is not taken', async () => {
  const transcript = `
    S: * 4 FETCH (UID 8 BODY[] {3}
    S: no!)
    S: * 3 FETCH (UID 7 BODY[] {3}
    S: yes)
    S: A1 OK done`
  expect(await (await play(undefined, transcript)).text()).toBe('yes')
})

test('a part is a number', () => {
  expect(() => download(7, '1]\r\nA2 LOGOUT', () => {})).toThrow('is not a part of a message')
})
