import { describe, expect, test } from 'vitest'
import { anonymous } from './anonymous.ts'
import { SaslError } from './mechanism.ts'

const sent = async (trace?: string) => Buffer.from((await anonymous({ trace }).initial?.()) ?? 'none').toString()

describe('ANONYMOUS', () => {
  test('RFC 4505 §4: the trace is sent as it is', async () => {
    expect(await sent('sirhc')).toBe('sirhc')
    expect(await sent('sirhc@example.com')).toBe('sirhc@example.com')
    expect(await sent('Zoë 😀')).toBe('Zoë 😀')
  })

  test('without a trace the response is empty', async () => {
    expect(await sent()).toBe('')
  })

  test.each(['a\0b', 'a\r\nb', '\u202eb', '\ud800', '\ufdd0', '\ue000', 'a\u200db', 'אa'])(
    '%j does not reach a log',
    (trace) => {
      expect(() => anonymous({ trace }).initial?.()).toThrow(SaslError)
    },
  )

  test('a token has at most 255 characters, whatever their octets', async () => {
    expect(await sent('é'.repeat(255))).toHaveLength(255)
    expect(() => anonymous({ trace: 'é'.repeat(256) }).initial?.()).toThrow('255 characters')
    expect(await sent(`${'e'.repeat(256)}@example.com`)).toHaveLength(268)
  })

  test('a challenge ends the exchange', () => {
    expect(() => anonymous().next(new Uint8Array())).toThrow(SaslError)
  })
})
