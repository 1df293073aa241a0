import type { Body } from './body.ts'
import type { Beside, Exchange, Order, Output, Talk } from './command.ts'
import { unasked } from './ending.ts'
import type { Engine } from './engine.ts'
import { printable, verbOf } from './errors.ts'
import type { Input } from './input.ts'
import type { Framing } from './script.ts'
import type { Secrets } from './secrets.ts'
import { asBuffer, decode } from './text.ts'

/** The output as one exchange sees it. */
export class Sender<C extends Order> implements Output {
  readonly #engine: Engine<C>
  readonly #exchange: Exchange<C>

  constructor(engine: Engine<C>, exchange: Exchange<C>) {
    this.#engine = engine
    this.#exchange = exchange
  }

  line(text: string): void {
    this.#engine.say(text, this.#exchange)
  }

  write(data: string | Uint8Array): void {
    this.#engine.keep(this.#exchange)?.add(data)
    this.#engine.write(data, this.#exchange)
  }

  send(source: AsyncIterable<Uint8Array>, onProgress?: (octets: number) => void): Promise<number> {
    const secrets = this.#engine.keep(this.#exchange)
    return this.#engine.send(secrets ? noting(source, secrets) : source, this.#exchange, onProgress)
  }
}

/**
 * The output of a script that answers what it has read. What lies there unread was said too early: it would be taken for
 * the reply to what comes now, and a message for accepted that was never read.
 */
class InTurn<C extends Order> extends Sender<C> {
  readonly #input: Input

  constructor(engine: Engine<C>, exchange: Exchange<C>) {
    super(engine, exchange)
    this.#input = engine.input
  }

  override line(text: string): void {
    this.#listen()
    super.line(text)
  }

  override write(data: string | Uint8Array): void {
    this.#listen()
    super.write(data)
  }

  override send(source: AsyncIterable<Uint8Array>, onProgress?: (octets: number) => void): Promise<number> {
    this.#listen()
    return super.send(source, onProgress)
  }

  #listen(): void {
    if (this.#input.length > 0) throw unasked(decode(this.#input.take()).split(/\r?\n/, 1)[0]!)
  }
}

async function* noting(source: AsyncIterable<Uint8Array>, secrets: Secrets): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    secrets.add(piece)
    yield piece
  }
}

/** What the script of one exchange may use. */
export class Conversation<C extends Order> implements Talk, Beside {
  readonly input: Input
  readonly #engine: Engine<C>
  readonly #exchange: Exchange<C>
  readonly #order: 'in turn' | 'any'

  /** @param order `in turn`: the server says nothing but replies */
  constructor(engine: Engine<C>, exchange: Exchange<C>, order: 'in turn' | 'any' = 'any') {
    this.#engine = engine
    this.#exchange = exchange
    this.#order = order
    this.input = engine.input
  }

  get name(): string {
    return this.#exchange.name
  }

  get output(): Output {
    const Output = this.#order === 'in turn' ? InTurn : Sender
    return new Output(this.#engine, this.#exchange)
  }

  get signal(): AbortSignal {
    return this.#engine.signalOf(this.#exchange)
  }

  body(framing: Framing): Body {
    return this.#engine.body(framing, this.#exchange)
  }

  upgrade(): Promise<void> {
    return this.#engine.upgrade()
  }

  compress(): Promise<void> {
    return this.#engine.compress()
  }

  release(): void {
    this.#engine.release(this.#exchange)
  }

  get owed(): boolean {
    return this.#exchange.owed
  }

  set owed(owed: boolean) {
    this.#exchange.owed = owed
  }

  set heardAt(heardAt: number) {
    this.#exchange.heardAt = heardAt
  }

  get heardAt(): number {
    return this.#exchange.heardAt
  }

  get contended(): boolean {
    return this.#engine.waiting > 1
  }

  wake(): void {
    this.#engine.wake()
  }

  interrupt(line: string): void {
    this.#engine.say(line, this.#exchange)
  }
}

/** The command as messages name it: never the arguments of a secret one. */
export function nameOf({ line, name, secret }: Order): string {
  if (name !== undefined) return printable(name.length > 80 ? `${name.slice(0, 80)}…` : name)
  if (line === undefined) return 'greeting'
  const text = typeof line === 'string' ? line : decode(asBuffer(line))
  return secret ? verbOf(text) : printable(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
