import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listDistribPats } from './list-distrib-pats.ts'

test('LIST DISTRIB.PATS gives weight, wildmat and distribution', () => {
  const transcript = `
    C: LIST DISTRIB.PATS
    S: 215 information follows
    S: 10:local.*:local
    S: 5:*:world
    S: 20:local.here.*:thissite
    S: nonsense
    S: .`
  expect(play(listDistribPats(), transcript)).toEqual([
    { weight: 10, wildmat: 'local.*', distribution: 'local' },
    { weight: 5, wildmat: '*', distribution: 'world' },
    { weight: 20, wildmat: 'local.here.*', distribution: 'thissite' },
  ])
})
