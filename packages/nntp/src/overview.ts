import { decodeWords } from './encoded-word.ts'

/** where the fields that every overview has stand, behind the number. RFC 3977 §8.4 */
const fixed: Readonly<Record<string, number>> = {
  subject: 1,
  from: 2,
  date: 3,
  'message-id': 4,
  references: 5,
  ':bytes': 6,
  ':lines': 7,
}

/** What the overview says of one article. Fields are decoded when they are asked for. RFC 3977 §8.3 */
export class Overview {
  /** in the selected group; 0 when it was asked for by Message-ID */
  readonly number: number
  readonly #fields: readonly string[]

  constructor(number: number, fields: readonly string[]) {
    this.number = number
    this.#fields = fields
  }

  get subject(): string {
    return decodeWords(this.#at(1))
  }

  get from(): string {
    return decodeWords(this.#at(2))
  }

  /** as the article has it, RFC 5322 §3.3; `new Date(…)` reads nearly all of them */
  get date(): string {
    return this.#at(3)
  }

  /** its Message-ID, with brackets */
  get id(): string {
    return this.#at(4)
  }

  /** the Message-IDs of the articles before it in its thread, the oldest first */
  get references(): string[] {
    return this.#at(5).match(/<[^<>\s]+>/g) ?? []
  }

  /** octets of the article, as the server counts; undefined when it does not say */
  get bytes(): number | undefined {
    return count(this.#at(6))
  }

  /** lines of the body; undefined when the server does not say */
  get lines(): number | undefined {
    return count(this.#at(7))
  }

  /** Any field: the seven above by their names, others where the server keeps them (`list.overviewFmt()`). */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase()
    const at = fixed[wanted]
    if (at !== undefined) return decodeWords(this.#at(at)) || undefined
    // behind the seven each field carries its name: "Xref: example.com misc.test:3000363"
    const field = this.#fields.slice(8).find((text) => text.slice(0, wanted.length + 1).toLowerCase() === `${wanted}:`)
    return field === undefined ? undefined : decodeWords(field.slice(wanted.length + 1).trimStart())
  }

  toJSON(): Record<string, unknown> {
    const { number, subject, from, date, id, references, bytes, lines } = this
    return { number, subject, from, date, id, references, bytes, lines }
  }

  #at(index: number): string {
    return this.#fields[index] ?? ''
  }
}

/** "3000234 TAB subject TAB from TAB …". A line that does not begin with a number says nothing of any article. */
export function parseOverview(line: string): Overview | undefined {
  const fields = line.split('\t')
  const number = Number(fields[0] || Number.NaN)
  return Number.isSafeInteger(number) ? new Overview(number, fields) : undefined
}

function count(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined
}
