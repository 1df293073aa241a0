import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listHeaders } from './list-headers.ts'

test('LIST HEADERS names the fields that HDR knows', () => {
  const transcript = `
    C: LIST HEADERS RANGE
    S: 215 metadata items supported:
    S: :
    S: :lines
    S: :bytes
    S: .`
  expect(play(listHeaders('RANGE'), transcript)).toEqual([':', ':lines', ':bytes'])
  expect(listHeaders().line).toBe('LIST HEADERS')
})
