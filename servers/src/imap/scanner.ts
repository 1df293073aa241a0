/** The command cannot be understood: the server answers BAD with this text. RFC 9051 §7.1.3 */
export class SyntaxFault extends Error {}

const ATOM_SPECIALS = new Set('(){ %*"\\]')

/**
 * Reads the arguments of one command, literals included, from a string of octets (latin1, one char per octet).
 * Each method takes what it names and throws SyntaxFault when something else is there. RFC 9051 §9
 */
export class Scanner {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  peek(): string {
    return this.text.charAt(this.position)
  }

  /** Takes the character when it is next. */
  accept(character: string): boolean {
    if (this.peek() !== character || this.atEnd) return false
    this.position++
    return true
  }

  expect(character: string): void {
    if (!this.accept(character)) this.fault(`"${character}" expected`)
  }

  space(): void {
    this.expect(' ')
  }

  end(): void {
    if (!this.atEnd) this.fault('nothing more expected')
  }

  fault(what: string): never {
    throw new SyntaxFault(`${what} at octet ${this.position}`)
  }

  /** The longest run of characters that the test allows; at least one. */
  run(what: string, allowed: (character: string) => boolean): string {
    const start = this.position
    while (!this.atEnd && allowed(this.peek())) this.position++
    if (start === this.position) this.fault(`${what} expected`)
    return this.text.slice(start, this.position)
  }

  atom(): string {
    return this.run('atom', isAtomChar)
  }

  /** A word in upper case that also ends before "[", "<" and ".": FETCH items and search keys. */
  word(): string {
    return this.run('keyword', (character) => /[A-Za-z0-9-]/.test(character)).toUpperCase()
  }

  number(): number {
    const digits = this.run('number', (character) => character >= '0' && character <= '9')
    if (digits.length > 10) this.fault('number too large')
    return Number(digits)
  }

  /** atom (here "]" too), quoted string or literal. RFC 9051 §4.3 */
  astring(): string {
    return this.peek() === '"' || this.peek() === '{' || this.peek() === '~'
      ? this.string()
      : this.run('astring', (character) => character === ']' || isAtomChar(character))
  }

  /** The pattern of LIST: an astring in which "%" and "*" are allowed. */
  listMailbox(): string {
    return this.peek() === '"' || this.peek() === '{'
      ? this.string()
      : this.run('mailbox pattern', (character) => '%*]'.includes(character) || isAtomChar(character))
  }

  string(): string {
    if (this.peek() !== '"') return this.literal()
    this.position++
    let value = ''
    for (;;) {
      if (this.atEnd) this.fault('unterminated quoted string')
      const character = this.text.charAt(this.position++)
      if (character === '"') return value
      if (character === '\r' || character === '\n') this.fault('quoted string with a line end')
      if (character !== '\\') value += character
      else if (this.peek() === '"' || this.peek() === '\\') value += this.text.charAt(this.position++)
      else this.fault('bad escape')
    }
  }

  /** {n} or {n+}, CR LF, n octets: the line reader left it in the text as it came. */
  literal(): string {
    const match = /^~?\{(\d+)\+?\}\r\n/.exec(this.text.slice(this.position, this.position + 20))
    if (!match) this.fault('string expected')
    const start = this.position + match[0].length
    this.position = start + Number(match[1])
    return this.text.slice(start, this.position)
  }

  /** "(" items with single spaces between ")"; an empty list is allowed. */
  list<T>(item: () => T): T[] {
    this.expect('(')
    const items: T[] = []
    if (this.accept(')')) return items
    do items.push(item())
    while (this.accept(' '))
    this.expect(')')
    return items
  }

  flag(): string {
    return this.accept('\\') ? `\\${this.atom()}` : this.atom()
  }

  /** "1:4,7,*": the text of a sequence set, checked by its own parser. */
  sequenceSet(): string {
    return this.run('sequence set', (character) => /[0-9:,*$]/.test(character))
  }
}

const isAtomChar = (character: string): boolean =>
  character > '\x1f' && character !== '\x7f' && !ATOM_SPECIALS.has(character)
