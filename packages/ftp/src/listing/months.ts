/** The short names of the months, each without its full stop, in the languages whose `ls` has been met. */
const names: readonly string[] = [
  // English; German, Dutch, the Scandinavian languages; French; Spanish, Catalan; Italian; Portuguese; Romanian; Polish;
  // Czech, Slovak; Slovenian; Hungarian; Finnish; Estonian; Turkish; Russian; Ukrainian; Bulgarian; Greek
  'jan janv jän ene gen ian sty led tammi jaan oca янв січ яну ιαν',
  'feb febr fév févr fev fevr lut úno helmi veebr şub фев февр лют φεβ',
  'mar mars mär märz mrz mrt maa març bře már márc maalis märts мар март бер μάρ μαρ',
  'apr april avr avril abr kwi dub ápr huhti nis апр кві απρ',
  'may mai maj mei mag maig kvě máj maí touko май мая тра μάι μαΐ μαϊ',
  'jun june juni juin giu juny iun cze čvn čen jún kesä juuni haz июн июнь июня чер юни ιούν ιουν',
  'jul july juli juil jui lug iul lip čvc čec júl heinä juuli tem июл июль июля лип юли ιούλ ιουλ',
  'aug août aoû aout aou ago ag sie srp avg elo ağu авг сер αύγ αυγ',
  'sep sept set wrz zář sze szep szept syys eyl сен сент вер сеп σεπ',
  'oct okt ott out paź říj loka eki окт жов οκτ',
  'nov noi lis marras kas ноя нояб лис ное νοέ νοε',
  'dec dez déc dic des gru pro joulu dets ara дек гру δεκ',
]

const numbers = new Map(names.flatMap((group, index) => group.split(' ').map((name) => [name, index + 1] as const)))

/** Those of three ASCII letters once more, by a number: looked up for every line, without a copy of the word. */
const short = new Map(
  [...numbers].filter(([name]) => /^[a-z]{3}$/.test(name)).map(([name, n]) => [shortKey(name, 0), n]),
)

function shortKey(text: string, from: number): number {
  return (
    ((text.charCodeAt(from) | 32) << 16) | ((text.charCodeAt(from + 1) | 32) << 8) | (text.charCodeAt(from + 2) | 32)
  )
}

const isAscii = (text: string, from: number): boolean =>
  (text.charCodeAt(from) | text.charCodeAt(from + 1) | text.charCodeAt(from + 2)) < 128

/** The number of a month by its short name, in any case, perhaps with a full stop or a comma behind it; -1 for others. */
export function monthAt(line: string, from: number, to: number): number {
  let end = to
  const last = line.charCodeAt(end - 1)
  if (last === 46 || last === 44) end--
  const length = end - from
  if (length < 2 || length > 6) return -1
  if (length === 3 && isAscii(line, from)) return short.get(shortKey(line, from)) ?? -1
  return numbers.get(line.slice(from, end).toLowerCase().normalize('NFC')) ?? -1
}
