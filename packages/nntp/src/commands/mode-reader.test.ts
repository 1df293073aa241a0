import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { AuthRequiredError, ServiceUnavailableError } from '../refusals.ts'
import { modeReader } from './mode-reader.ts'

test('MODE READER says whether posting is allowed', () => {
  const transcript = `
    C: MODE READER
    S: 200 Reader mode, posting permitted`
  expect(play(modeReader(), transcript)).toEqual({ postingAllowed: true })
  expect(play(modeReader(), 'S: 201 Reader mode, posting prohibited')).toEqual({ postingAllowed: false })
})

test('a server may serve no readers, or only those that have logged in', () => {
  expect(() => play(modeReader(), 'S: 502 Transit service only')).toThrow(ServiceUnavailableError)
  expect(() => play(modeReader(), 'S: 480 Authentication required')).toThrow(AuthRequiredError)
})

test('nothing may overlap it', () => expect(modeReader().turn).toBe('alone'))
