import type { Body } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { type TransferLab, transferLab, turns } from '../test/transfer-lab.ts'
import { announcedSize } from './announced.ts'
import { retr } from './commands/retr.ts'
import { receive } from './receive.ts'

/** a file of ten octets, of which the first four are here */
const whole = '0123456789'
const offset = 4

interface Play {
  /** what 150 says */
  readonly announced: number
  /** what comes, and the end of the connection: what a TLS connection that is cut off looks like too */
  readonly data: string
  /** what SIZE is answered, where it is asked */
  readonly size?: string
  readonly lab?: TransferLab
  /** over TLS unless told */
  readonly secure?: boolean
}

async function fetch({ announced, data, size, lab = transferLab(), secure = true }: Play): Promise<string> {
  Object.assign(lab.data, { secure })
  const body = new Promise<Body>((resolve, reject) => {
    lab.engine.submit(receive(lab.state, retr('a b', { offset }), resolve)).catch(reject)
  })
  const text = body.then((opened) => opened.text())
  text.catch(() => {})
  await turns()
  lab.control.say(`150 Opening BINARY mode data connection for a b (${announced} bytes).\r\n`)
  lab.data.say(data)
  lab.data.close()
  lab.control.say('226 done\r\n')
  await turns()
  if (size !== undefined) {
    expect(lab.control.sent).toMatch(/SIZE a b\r\n$/)
    lab.control.say(`${size}\r\n`)
  } else expect(lab.control.sent).not.toMatch(/SIZE/)
  return text
}

const rest = whole.slice(offset)
const truncated = expect.objectContaining({ name: 'TransferError', code: 'ERR_TRUNCATED' })

describe('behind REST 150 names the octets of the file', () => {
  test('all of the rest', async () => {
    expect(await fetch({ announced: 10, data: rest, size: '213 10' })).toBe(rest)
    expect(await fetch({ announced: 10, data: rest, size: '550 no' })).toBe(rest)
  })

  test.each(['', '4', '45678'])('"%s" is not all of it', async (data) => {
    await expect(fetch({ announced: 10, data })).rejects.toEqual(truncated)
  })

  test('a file that grew meanwhile is whole', async () => {
    expect(await fetch({ announced: 10, data: `${rest}ab`, size: '213 13' })).toBe(`${rest}ab`)
  })
})

describe('or those that are left of it', () => {
  test('all of them', async () => {
    expect(await fetch({ announced: 6, data: rest })).toBe(rest)
    expect(await fetch({ announced: 6, data: `${rest}ab` })).toBe(`${rest}ab`)
  })

  test.each(['45', '456', '45678'])('"%s" could be all of a file of six, and is not', async (data) => {
    await expect(fetch({ announced: 6, data, size: '213 10' })).rejects.toEqual(truncated)
    await expect(fetch({ announced: 6, data, size: '226 again\r\n213 10' })).rejects.toEqual(truncated)
  })

  test('without SIZE what fits neither is not whole', async () => {
    await expect(fetch({ announced: 6, data: '456', size: '500 what?' })).rejects.toEqual(truncated)
    expect(await fetch({ announced: 6, data: '45', size: '500 what?' })).toBe('45')
  })
})

test.each([
  ['file', { announced: 10, data: rest }],
  ['rest', { announced: 6, data: '45' }],
] as const)('that a server means the %s is asked once', async (meaning, play) => {
  const lab = transferLab()
  await fetch({ ...play, lab, size: '213 10' }).catch(() => {})
  expect(lab.state.announces).toBe(meaning)
  const later = transferLab()
  later.state.announces = meaning
  const got = fetch({ ...play, lab: later })
  await (meaning === 'file' ? expect(got).resolves.toBe(rest) : expect(got).rejects.toEqual(truncated))
})

test('in clear nothing is asked', async () => {
  expect(await fetch({ announced: 10, data: rest, secure: false })).toBe(rest)
  expect(await fetch({ announced: 6, data: rest, secure: false })).toBe(rest)
  await expect(fetch({ announced: 10, data: '456', secure: false })).rejects.toEqual(truncated)
})

test('what nobody could tell is asked again', async () => {
  const lab = transferLab()
  await fetch({ announced: 10, data: rest, lab, size: '500 what?' })
  expect(lab.state.announces).toBeUndefined()
})

test.each([
  ['Opening BINARY mode data connection for a (12 bytes).', 'RETR a', 12],
  ['Opening BINARY mode data connection for a (12 bytes)', 'RETR a', 12],
  ['Opening data connection for b (500 bytes).txt (12 bytes).', 'RETR b (500 bytes).txt', 12],
  ['Opening data connection for b (500 bytes).txt', 'RETR b (500 bytes).txt', undefined],
  ['Opening data connection for b (500 bytes)', 'RETR b (500 bytes)', undefined],
  ['Accepted data connection', 'RETR a', undefined],
])('%s', (said, line, size) => {
  expect(announcedSize(said, { line })).toBe(size)
})
