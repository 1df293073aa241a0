import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { epsv } from './epsv.ts'

test('whatever EPSV says is heard, a refusal too', () => {
  const heard: number[] = []
  play(
    epsv(({ code }) => heard.push(code)),
    'C: EPSV\nS: 229 Entering Extended Passive Mode (|||6446|)',
  )
  play(
    epsv(({ code }) => heard.push(code)),
    'S: 500 EPSV not understood',
  )
  expect(heard).toEqual([229, 500])
})

test('what was one reply too many to something else is passed over', () => {
  const heard: number[] = []
  play(
    epsv(({ code }) => heard.push(code)),
    'S: 200 UTF8 is on already\nS: 229 Entering Extended Passive Mode (|||6446|)',
  )
  expect(heard).toEqual([229])
})
