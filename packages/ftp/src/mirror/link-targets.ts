import type { Entry } from '../entry.ts'

/**
 * Some servers list the target of a symbolic link beside it, by a path: it is known by its `unique` fact, or by what the
 * link says. RFC 3659 errata 1500
 */
export function withoutTargets(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some(isElsewhere)) return entries
  const links = entries.filter(({ type }) => type === 'symlink')
  const targets = new Set(links.map(({ target }) => target))
  const uniques = new Set(links.map(({ facts }) => facts.get('unique')))
  // what is not told is nobody's
  for (const known of [targets, uniques]) known.delete(undefined)
  return entries.filter((one) => !isElsewhere(one) || !(targets.has(one.name) || uniques.has(one.facts.get('unique'))))
}

const isElsewhere = ({ name, facts }: Entry): boolean => facts.size > 0 && name.includes('/')
