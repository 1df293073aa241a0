/** English, and what `ls` says in German, French, Spanish, Italian, Portuguese and Dutch, each without its full stop. */
const names: readonly (readonly string[])[] = [
  ['jan', 'janv', 'ene', 'gen'],
  ['feb', 'febr', 'fév', 'févr', 'fev'],
  ['mar', 'mär', 'mrz', 'mars', 'mrt', 'maa'],
  ['apr', 'avr', 'avril', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'août', 'aoû', 'ago'],
  ['sep', 'sept', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'déc', 'dic'],
]

const numbers = new Map(names.flatMap((group, index) => group.map((name) => [name, index + 1])))

/** The number of a month by its short name, or by "11月". */
export function monthNumber(word: string): number | undefined {
  const japanese = /^(\d{1,2})月$/.exec(word)
  if (japanese) return Number(japanese[1])
  return numbers.get(word.toLowerCase().replace(/\.$/, ''))
}
