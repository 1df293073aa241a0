import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { help } from './help.ts'

test('HELP has an answer of several lines', () => {
  const transcript = `
    C: HELP
    S: 214-2.0.0 This server knows
    S: 214 2.0.0 HELO EHLO MAIL RCPT DATA`
  expect(play(help(), transcript).lines).toEqual(['This server knows', 'HELO EHLO MAIL RCPT DATA'])
})

test('HELP on one command', () => {
  expect(play(help('MAIL'), 'C: HELP MAIL\nS: 214 MAIL FROM:<sender>').code).toBe(214)
})

test('a server without HELP declines', () => {
  expect(() => play(help(), 'S: 500 5.5.2 Error: command not recognized')).toThrow('HELP: 500')
})

test('a topic with a command in it is refused', () => {
  expect(() => help('x\rQUIT')).toThrow(ArgumentError)
})
