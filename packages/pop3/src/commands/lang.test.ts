import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { lang, langs } from './lang.ts'

test('LANG lists the languages', () => {
  const transcript = `
    C: LANG
    S: +OK Language listing follows:
    S: en English
    S: de Deutsch
    S: i-default Default language
    S: .`
  expect(play(langs(), transcript)).toEqual([
    { tag: 'en', description: 'English' },
    { tag: 'de', description: 'Deutsch' },
    { tag: 'i-default', description: 'Default language' },
  ])
})

test('LANG with a tag switches', () => {
  const transcript = `
    C: LANG es
    S: +OK es Idioma cambiado`
  expect(play(lang('es'), transcript)).toBeUndefined()
})

test('a tag with a line end would be two commands', () => {
  expect(() => lang('es\r\nQUIT')).toThrow(ArgumentError)
})
