import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Body } from './body.ts'
import { ArgumentError, LimitError } from './errors.ts'
import { everySplit } from './testing/every-split.ts'
import { outcome, settled } from './testing/sample.ts'

function bodyOf(chunks: Iterable<string | Buffer>, { ended = true } = {}) {
  const flow = { resume: vi.fn(), cancel: vi.fn() }
  const body = new Body(flow)
  for (const chunk of chunks) body.push(Buffer.from(chunk as string))
  if (ended) body.finish()
  return { body, flow }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test('octets come as they came, one after the other', async () => {
  const { body } = bodyOf(['a', '', 'bc'])
  expect((await all(body)).map((piece) => Buffer.from(piece).toString())).toEqual(['a', 'bc'])
})

test('a reader waits for octets that are still to come', async () => {
  const { body } = bodyOf(['a'], { ended: false })
  const reading = body.text()
  await settled()
  body.push(Buffer.from('b'))
  await settled()
  body.finish()
  expect(await reading).toBe('ab')
})

test('bytes() takes exactly maxBytes, and one octet more is a LimitError that leaves the body', async () => {
  expect((await bodyOf(['1234', '5678']).body.bytes({ maxBytes: 8 })).length).toBe(8)
  const { body, flow } = bodyOf(['1234', '5678'], { ended: false })
  await expect(body.bytes({ maxBytes: 7 })).rejects.toThrow(LimitError)
  expect(flow.cancel).toHaveBeenCalledOnce()
})

test('text() is UTF-8 where it is, Latin-1 where it is not, or what you say', async () => {
  for (const chunks of everySplit('Grüße')) expect(await bodyOf(chunks).body.text()).toBe('Grüße')
  expect(await bodyOf([Buffer.from('Gr\xfc\xdfe', 'latin1')]).body.text()).toBe('Grüße')
  expect(await bodyOf([Buffer.from([0xe2, 0xd3])]).body.text('koi8-r')).toBe('Бс')
  expect(await bodyOf([Buffer.from('Grüße')]).body.text('utf-8', { maxBytes: 7 })).toBe('Grüße')
})

test('a charset that does not exist is refused before anything is read', async () => {
  const { body } = bodyOf(['text'])
  await expect(body.text('klingon')).rejects.toThrow(ArgumentError)
  expect(await body.text()).toBe('text')
})

test('lines() ends a line at CR LF and at LF, however the chunks are cut', async () => {
  for (const chunks of everySplit('one\r\n\r\nthr\ree\nfour')) {
    expect(await all(bodyOf(chunks).body.lines())).toEqual(['one', '', 'thr\ree', 'four'])
  }
  expect(await all(bodyOf([]).body.lines())).toEqual([])
})

test('a line of exactly 1 MiB is a line, one octet more is a LimitError', async () => {
  const longest = 'x'.repeat(1024 * 1024)
  for (const end of ['\r\n', '\n', '']) {
    const [line] = await all(bodyOf([longest, end]).body.lines())
    expect(line?.length).toBe(longest.length)
    await expect(all(bodyOf([`${longest}x`, end]).body.lines())).rejects.toThrow(LimitError)
    await expect(all(bodyOf([`${longest}x${end}`]).body.lines())).rejects.toThrow(LimitError)
  }
})

test('a body can be read once', async () => {
  const { body } = bodyOf(['once'])
  expect(await body.text()).toBe('once')
  await expect(body.text()).rejects.toThrow(ArgumentError)
  await expect(all(body.lines())).rejects.toThrow('read already')
})

test('a body that fails gives what has come, and then the error', async () => {
  const { body } = bodyOf(['some'], { ended: false })
  const iterator = body[Symbol.asyncIterator]()
  body.fail(new Error('gone'))
  expect((await iterator.next()).value).toEqual(Buffer.from('some'))
  await expect(iterator.next()).rejects.toThrow('gone')
  await expect(Body.failed(new Error('never')).bytes()).rejects.toThrow('never')
})

test('a reader who waits hears of a failure at once', async () => {
  const { body } = bodyOf([], { ended: false })
  const reading = outcome(body.text())
  const error = new Error('gone')
  body.fail(error)
  expect(await reading).toBe(error)
})

test('a failure behind the end changes nothing', async () => {
  const { body } = bodyOf(['whole'])
  body.fail(new Error('too late'))
  expect(await body.text()).toBe('whole')
})

test('more than 64 KiB unread is full; the reader who catches up lets it go on', async () => {
  const { body, flow } = bodyOf([Buffer.alloc(64 * 1024)], { ended: false })
  expect(body.full).toBe(false)
  body.push(Buffer.from('x'))
  expect(body.full).toBe(true)
  const iterator = body[Symbol.asyncIterator]()
  await iterator.next()
  expect(body.full).toBe(false)
  expect(flow.resume).toHaveBeenCalledOnce()
})

test('break, cancel() and await using leave the body, once', async () => {
  const broken = bodyOf(['a', 'b'], { ended: false })
  for await (const _ of broken.body) break
  expect(broken.flow.cancel).toHaveBeenCalledOnce()
  const cancelled = bodyOf(['a'], { ended: false })
  cancelled.body.cancel()
  cancelled.body.cancel()
  expect(cancelled.flow.cancel).toHaveBeenCalledOnce()
  const disposed = bodyOf(['a'], { ended: false })
  {
    await using body = disposed.body
    expect(body.full).toBe(false)
  }
  expect(disposed.flow.cancel).toHaveBeenCalledOnce()
  const whole = bodyOf(['a'])
  await whole.body[Symbol.asyncDispose]()
  expect(whole.flow.cancel).not.toHaveBeenCalled()
})

test('nobody takes a body that was cancelled for a whole one', async () => {
  const before = bodyOf(['a'], { ended: false })
  before.body.cancel()
  await expect(before.body.bytes()).rejects.toThrow('cancelled')
  const during = bodyOf(['a'], { ended: false })
  const reading = outcome(during.body.text())
  await settled()
  during.body.cancel()
  expect(await reading).toMatchObject({ code: 'ERR_ABORTED' })
})

test('as a web stream: whole, failed, and left at any time', async () => {
  expect(await new Response(bodyOf(['a', 'b']).body.stream()).text()).toBe('ab')
  const failed = bodyOf(['a'], { ended: false })
  failed.body.fail(new Error('gone'))
  await expect(new Response(failed.body.stream()).text()).rejects.toThrow('gone')
  for (const chunks of [[], ['a']]) {
    const left = bodyOf(chunks, { ended: false })
    await left.body.stream().cancel()
    expect(left.flow.cancel).toHaveBeenCalledOnce()
    const later = bodyOf(chunks, { ended: false })
    const stream = later.body.stream()
    await settled()
    await stream.cancel()
    expect(later.flow.cancel).toHaveBeenCalledOnce()
  }
})

test('as a Node stream: whole, failed, and left at any time', async () => {
  expect(await text(bodyOf(['a', 'b']).body.readable())).toBe('ab')
  const failed = bodyOf(['a'], { ended: false })
  failed.body.fail(new Error('gone'))
  await expect(text(failed.body.readable())).rejects.toThrow('gone')
  for (const reads of [false, true]) {
    const left = bodyOf([], { ended: false })
    const stream = left.body.readable()
    if (reads) stream.resume()
    await settled()
    const closed = new Promise((resolve) => stream.once('close', resolve))
    stream.destroy()
    await closed
    expect(left.flow.cancel).toHaveBeenCalledOnce()
  }
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-body-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('saveTo() writes the whole body and says how much it was', async () => {
  const path = join(folder, 'whole')
  const half = Buffer.alloc(600_000, 1)
  const seen: number[] = []
  expect(await bodyOf([half, half, 'end']).body.saveTo(path, { onProgress: (octets) => seen.push(octets) })).toBe(
    1_200_003,
  )
  // toEqual() takes Bun seven seconds for as much
  expect((await readFile(path)).equals(Buffer.concat([half, half, Buffer.from('end')]))).toBe(true)
  expect(seen.length).toBeGreaterThan(1)
  expect(seen.at(-1)).toBe(1_200_003)
  expect(await bodyOf([]).body.saveTo(join(folder, 'empty'))).toBe(0)
  expect((await stat(join(folder, 'empty'))).size).toBe(0)
  await rm(path)
  await rm(join(folder, 'empty'))
})

test('a body that fails leaves nothing behind, and what was there before as it was', async () => {
  const path = join(folder, 'kept')
  await writeFile(path, 'before')
  const { body } = bodyOf([Buffer.alloc(300_000)], { ended: false })
  const saving = body.saveTo(path)
  const failed = expect(saving).rejects.toThrow('gone')
  body.push(Buffer.from('more'))
  body.fail(new Error('gone'))
  await failed
  expect(await readFile(path, 'utf8')).toBe('before')
  expect(await readdir(folder)).toEqual(['kept'])
  await expect(Body.failed(new Error('gone')).saveTo(join(folder, 'new'))).rejects.toThrow('gone')
  expect(await readdir(folder)).toEqual(['kept'])
  await rm(path)
})

test('saveTo() can be left at once, also while no octet comes', async () => {
  const { body, flow } = bodyOf(['some'], { ended: false })
  const leaving = new AbortController()
  const saving = body.saveTo(join(folder, 'left'), { signal: leaving.signal })
  const failed = expect(saving).rejects.toThrow('left')
  await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1))
  leaving.abort(new Error('left'))
  await failed
  expect(await readdir(folder)).toEqual([])
  expect(flow.cancel).toHaveBeenCalled()
})

test('when there is nowhere to save it, the body is left, so that the connection can go on', async () => {
  for (const [path, options] of [
    [join(folder, 'no', 'such', 'folder'), {}],
    [folder, {}],
    [join(folder, 'aborted'), { signal: AbortSignal.abort(new Error('before')) }],
  ] as const) {
    const { body, flow } = bodyOf(['some'], { ended: path === folder })
    await expect(body.saveTo(path, options)).rejects.toThrow()
    if (path !== folder) expect(flow.cancel).toHaveBeenCalledOnce()
    expect(await readdir(folder)).toEqual([])
  }
})

test('a device is written directly', async () => {
  expect(await bodyOf(['to nowhere']).body.saveTo('/dev/null')).toBe(10)
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  await expect(Body.failed(new Error('gone')).saveTo('/dev/null')).rejects.toThrow('gone')
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
})

test('a name as long as the file system takes has room', async () => {
  const path = join(folder, 'n'.repeat(255))
  expect(await bodyOf(['x']).body.saveTo(path)).toBe(1)
  await rm(path)
})
