import { ConnectionError, ReplyError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { Whereabouts } from './whereabouts.ts'

function after(...lines: string[]): readonly string[] | undefined {
  const place = new Whereabouts()
  for (const line of lines) place.heard(line, undefined)
  return place.steps
}

test('the way to a directory is every step from the one that the login led to', () => {
  expect(after()).toEqual([])
  expect(after('CWD a', 'NOOP', 'CDUP', 'xcwd b', 'XCUP', 'LIST CWD')).toEqual(['CWD a', 'CDUP', 'xcwd b', 'XCUP'])
})

test('an absolute path needs no steps before it', () => {
  expect(after('CWD a', 'CWD /b', 'CWD c')).toEqual(['CWD /b', 'CWD c'])
})

test('PWD tells where it is', () => {
  const place = new Whereabouts(['CWD a'])
  place.heard('CWD ..', undefined)
  place.heard('PWD', '/home')
  expect(place.steps).toEqual(['CWD /home'])
  place.heard(undefined, '/elsewhere')
  expect(place.steps).toEqual(['CWD /home'])
})

test.each(['CDUP', 'XCUP', 'CWD ..', 'CWD ../b', 'cwd b/..', 'CWD /a/../b'])(
  'a way that goes up again may lead through what has gone: %s',
  (line) => {
    const place = new Whereabouts()
    place.heard('CWD a', undefined)
    expect(place.sure).toBe(true)
    place.heard(line, undefined)
    expect(place.sure).toBe(false)
    place.heard('PWD', '/b')
    expect(place).toMatchObject({ steps: ['CWD /b'], sure: true })
  },
)

test('a name with two dots in it is a name', () => {
  const place = new Whereabouts()
  for (const line of ['CWD ...', 'CWD a..', 'CWD ..a', 'CWD a/..b']) place.heard(line, undefined)
  expect(place.sure).toBe(true)
})

test('a refused step is none; one that nobody waited for may be one, until an absolute path or PWD', () => {
  const place = new Whereabouts()
  place.failed('CWD a', new ReplyError({ command: 'CWD a', code: '550', text: 'no' }))
  place.failed('NOOP', new ConnectionError('lost'))
  expect(place).toMatchObject({ steps: [], sure: true })
  place.failed('CWD a', new DOMException('left', 'AbortError'))
  place.heard('CWD b', undefined)
  expect(place).toMatchObject({ steps: ['CWD b'], sure: false })
  place.heard('CWD /b', undefined)
  expect(place).toMatchObject({ steps: ['CWD /b'], sure: true })
  place.failed('CDUP', new ConnectionError('lost'))
  place.home()
  expect(place).toMatchObject({ steps: [], sure: true })
})

test('steps without end are not kept', () => {
  expect(after(...Array.from({ length: 64 }, () => 'CWD a'))).toHaveLength(64)
  expect(after(...Array.from({ length: 65 }, () => 'CWD a'))).toBeUndefined()
})
