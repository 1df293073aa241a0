import { canonicalFlag, type Flag } from '../flags.ts'
import { END, LITERAL, type Scanner } from './scanner.ts'

const QUOTE = 0x22
const OPEN = 0x28
const CLOSE = 0x29

/** `(\Seen $Junk)`. Quoted flags (MailKit#771) and NIL in the list (MailKit#1042) were seen. */
export function readFlags(scanner: Scanner): ReadonlySet<Flag> {
  const flags = new Set<Flag>()
  if (scanner.next() !== OPEN && scanner.nil()) return flags
  scanner.enter()
  for (let first = scanner.next(); first !== CLOSE; first = scanner.next()) {
    if (first === QUOTE || first === LITERAL) flags.add(canonicalFlag(scanner.astring()))
    else if (first === OPEN || first === END) scanner.fail('a flag')
    else if (!scanner.nil()) flags.add(canonicalFlag(scanner.word()))
  }
  scanner.leave()
  return flags
}

/** Gmail's labels: flags, or mailbox names in any form of a string. */
export function readLabels(scanner: Scanner): ReadonlySet<string> {
  const labels = new Set<string>()
  if (scanner.nil()) return labels
  scanner.enter()
  while (scanner.next() !== CLOSE) labels.add(scanner.astring())
  scanner.leave()
  return labels
}
