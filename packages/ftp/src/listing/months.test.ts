import { expect, test } from 'vitest'
import { monthAt } from './months.ts'

const month = (word: string): number => monthAt(`x${word}x`, 1, 1 + word.length)

test.each([
  ['English', 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'],
  ['German', 'Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez'],
  ['Dutch', 'jan feb mrt apr mei jun jul aug sep okt nov dec'],
  ['Swedish', 'jan feb mar apr maj jun jul aug sep okt nov dec'],
  ['Norwegian', 'jan feb mars april mai juni juli aug sep okt nov des'],
  ['French', 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.'],
  ['Spanish', 'ene feb mar abr may jun jul ago sep oct nov dic'],
  ['Catalan', 'gen febr març abr maig juny jul ag set oct nov des'],
  ['Italian', 'gen feb mar apr mag giu lug ago set ott nov dic'],
  ['Portuguese', 'jan fev mar abr mai jun jul ago set out nov dez'],
  ['Romanian', 'ian feb mar apr mai iun iul aug sep oct noi dec'],
  ['Polish', 'sty lut mar kwi maj cze lip sie wrz paź lis gru'],
  ['Czech', 'led úno bře dub kvě čen čec srp zář říj lis pro'],
  ['Slovenian', 'jan feb mar apr maj jun jul avg sep okt nov dec'],
  ['Hungarian', 'jan febr márc ápr máj jún júl aug szept okt nov dec'],
  ['Finnish', 'tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu'],
  ['Estonian', 'jaan veebr märts apr mai juuni juuli aug sept okt nov dets'],
  ['Turkish', 'Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara'],
  ['Russian', 'янв фев мар апр мая июн июл авг сен окт ноя дек'],
  ['Ukrainian', 'січ лют бер кві тра чер лип сер вер жов лис гру'],
  ['Bulgarian', 'яну фев мар апр май юни юли авг сеп окт ное дек'],
  ['Greek', 'Ιαν Φεβ Μάρ Απρ Μάι Ιούν Ιούλ Αύγ Σεπ Οκτ Νοέ Δεκ'],
])('%s', (_, names) => {
  expect(names.split(' ').map(month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test('no case, a full stop or a comma behind it, accents composed or not', () => {
  expect(month('NOV')).toBe(11)
  expect(month('DÉC.')).toBe(12)
  expect(month('Juli,')).toBe(7)
  expect(month('de\u0301c')).toBe(12)
})

test('other words are none', () => {
  for (const word of ['', '.', 'foo', 'no', 'november', '11', 'jaŮ', '123', '\u016e\u016e\u016e']) {
    expect(month(word)).toBe(-1)
  }
})
