import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { TransferRefusedError } from '../refusals.ts'
import { opened } from '../sending.ts'
import { ihave } from './ihave.ts'

const id = '<i.am.an.article.you.will.want@example.com>'
const send = `
    C: IHAVE ${id}
    S: 335 Send it; end with <CR-LF>.<CR-LF>
    C: Path: pathost!demo!somewhere!not-for-mail
    C:
    C: This is just a test article.
    C: .`
const article = 'Path: pathost!demo!somewhere!not-for-mail\r\n\r\nThis is just a test article.\r\n'

test('IHAVE sends the article when the peer wants it', async () => {
  expect(await converse(ihave(id, await opened(article)), `${send}\n S: 235 Article transferred OK`)).toBeUndefined()
})

test('a peer may have it, want it later, or reject it', async () => {
  const offered = async (text: string): Promise<unknown> => converse(ihave(id, await opened(article)), text)
  await expect(offered(`C: IHAVE ${id}\nS: 435 Duplicate`)).rejects.toThrow(TransferRefusedError)
  await expect(offered(`C: IHAVE ${id}\nS: 436 Retry later`)).rejects.toMatchObject({ code: '436', transient: true })
  await expect(offered(`${send}\n S: 436 Retry later`)).rejects.toMatchObject({ code: '436', transient: true })
  await expect(offered(`${send}\n S: 437 Too many groups`)).rejects.toMatchObject({ code: '437', transient: false })
})

test('what is no Message-ID is refused before anything is sent', async () => {
  const outgoing = await opened(article)
  expect(() => ihave('<a@b>\r\nQUIT', outgoing)).toThrow(ArgumentError)
  expect(() => ihave('a@b', outgoing)).toThrow(ArgumentError)
})
