import { expect, test, vi } from 'vitest'
import { SaslError } from './mechanism.ts'

test('a SASL error has a name, a code and a sentence', () => {
  const error = new SaslError('The user name is empty')
  expect(String(error)).toBe('SaslError: The user name is empty')
  expect(error.code).toBe('ERR_SASL')
})

test('it is recognised across two copies of wire, and nothing else is', async () => {
  vi.resetModules()
  const other = await import('./mechanism.ts')
  expect(other.SaslError).not.toBe(SaslError)
  expect(new other.SaslError('x')).toBeInstanceOf(SaslError)
  expect(new Error('x')).not.toBeInstanceOf(SaslError)
  expect(null).not.toBeInstanceOf(SaslError)
})
