import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listDistributions } from './list-distributions.ts'

test('LIST DISTRIBUTIONS says how far each goes', () => {
  const transcript = `
    C: LIST DISTRIBUTIONS
    S: 215 List of distributions follows
    S: fr\tLocal to France
    S: usa\tLocal to the United States of America
    S: .`
  expect(play(listDistributions(), transcript)).toEqual([
    { name: 'fr', description: 'Local to France' },
    { name: 'usa', description: 'Local to the United States of America' },
  ])
})
