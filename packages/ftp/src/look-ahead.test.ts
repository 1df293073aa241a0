import type { Body } from '@linewire/wire'
import { expect, test } from 'vitest'
import { type TransferLab, transferLab, turns } from '../test/transfer-lab.ts'
import { noop } from './commands/noop.ts'
import { retr } from './commands/retr.ts'
import { leavesNextAlone } from './look-ahead.ts'
import { receive } from './receive.ts'

/** Downloads while another transfer waits: EPSV goes out with RETR. Then NOOP, whose reply must still be its own. */
async function download(...said: string[]): Promise<TransferLab & { text: Promise<string> }> {
  const lab = transferLab()
  const { state, engine, control, data } = lab
  state.ahead.allowed = true
  state.ahead.queue()
  const body = new Promise<Body>((resolve, reject) => {
    engine.submit(receive(state, retr('a'), resolve)).catch(reject)
  })
  const text = body.then((opened) => opened.text())
  text.catch(() => {})
  const next = engine.submit(noop())
  await turns()
  expect(control.sent).toBe('RETR a\r\nEPSV\r\n')
  expect(control.writes).toBe(1)
  control.say(`${said[0]}\r\n`)
  data.say('hello')
  data.close()
  await turns()
  for (const line of said.slice(1)) control.say(`${line}\r\n`)
  await turns()
  expect(control.sent).toBe('RETR a\r\nEPSV\r\nNOOP\r\n')
  control.say('200 own\r\n')
  await next
  return { ...lab, text }
}

const port = '229 Entering Extended Passive Mode (|||6446|)'

test('the reply to the EPSV comes behind the transfer, and is none of its own', async () => {
  const { text, state, expected } = await download('150 here', '226 done', port)
  expect(await text).toBe('hello')
  expect(expected.map(({ code }) => code)).toEqual([229])
  expect(state.ahead.allowed).toBe(true)
})

test('a refused transfer has its EPSV all the same', async () => {
  const { text, state, expected } = await download('550 no such file', port)
  await expect(text).rejects.toMatchObject({ code: '550' })
  expect(expected).toHaveLength(1)
  expect(state.ahead.allowed).toBe(true)
})

test('226 twice is not the reply to EPSV', async () => {
  const { text, state, expected } = await download('150 here', '226 done', '226 done', port)
  expect(await text).toBe('hello')
  expect(expected.map(({ code }) => code)).toEqual([229])
  expect(state.ahead.allowed).toBe(true)
})

test.each([
  ['a port before the transfer is over', ['150 here', port, '226 done'], 229],
  ['a refusal in the midst of it, as of Pure-FTPd', ['150 here', '500 Unknown command', '226 done'], 500],
  ['a refusal behind it', ['150 here', '226 done', '500 EPSV not understood'], 500],
  ['something else behind it', ['150 here', '226 done', '425 try again'], 425],
])('%s: nothing is sent ahead any more', async (_, said, code) => {
  const { text, state, expected } = await download(...said)
  expect(await text).toBe('hello')
  expect(expected.map((reply) => reply.code)).toEqual([code])
  expect(state.ahead.allowed).toBe(false)
  expect(state.ahead.wanted).toBe(false)
})

test('a transfer that is broken off passes over what was sent ahead', async () => {
  const { state, engine, control, data, expected } = transferLab()
  state.ahead.allowed = true
  state.ahead.queue()
  const opened = new Promise<Body>((resolve, reject) => {
    engine.submit(receive(state, retr('a'), resolve)).catch(reject)
  })
  await turns()
  control.say('150 here\r\n')
  data.say('hel')
  ;(await opened).cancel()
  await turns()
  expect(control.sent).toBe('RETR a\r\nEPSV\r\nABOR\r\n')
  control.say(`426 broken\r\n${port}\r\n`)
  await turns()
  expect(control.sent).toMatch(/PWD\r\n$/)
  const next = engine.submit(noop())
  control.say('226 ABOR ok\r\n257 "/"\r\n')
  await turns()
  control.say('200 own\r\n')
  await next
  expect(expected).toEqual([])
})

test.each([
  ['ProFTPD Server ready.', '[end]'],
  ['(vsFTPd 3.0.3)', '[end]'],
  ['Welcome to Pure-FTPd', ''],
  ['pyftpdlib 1.5.9 ready.', ''],
])(
  '%s: our end of the data connection is said before its octets come, where that is known to do no harm',
  async (greeting, said) => {
    const { state, engine, control, data } = transferLab(undefined, greeting)
    state.ahead.allowed = true
    state.ahead.queue()
    const opened = new Promise<Body>((resolve, reject) => {
      engine.submit(receive(state, retr('a'), resolve)).catch(reject)
    })
    await turns()
    expect(data.sent).toBe(said)
    control.say('150 here\r\n')
    data.say('hello')
    data.close()
    control.say(`226 done\r\n${port}\r\n`)
    expect(await (await opened).text()).toBe('hello')
  },
)

test('a transfer with none behind it keeps its end to the last', async () => {
  const { state, engine, control, data } = transferLab(undefined, 'ProFTPD')
  state.ahead.allowed = true
  void engine.submit(receive(state, retr('a'), () => {})).catch(() => {})
  await turns()
  expect(control.sent).toBe('RETR a\r\n')
  expect(data.sent).toBe('')
})

test('sent ahead only for those who are known to leave it alone', () => {
  expect(leavesNextAlone('(vsFTPd 3.0.3)')).toBe(true)
  expect(leavesNextAlone('ProFTPD Server (Debian) [::ffff:127.0.0.1]')).toBe(true)
  expect(leavesNextAlone('---------- Welcome to Pure-FTPd [privsep] [TLS] ----------')).toBe(true)
  // executes it at once, and breaks the transfer off
  expect(leavesNextAlone('pyftpdlib 1.5.9 ready.')).toBe(false)
})
