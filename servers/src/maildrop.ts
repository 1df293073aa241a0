import { octetsOf } from './dot-stuffed.ts'

/** One message at rest. */
export interface StoredMessage {
  /** Unique for the life of the maildrop, 1 to 70 visible characters. RFC 1939 §7 */
  readonly uid: string
  readonly octets: Buffer
}

/** The messages of one user. A session opens it alone, and sees what was there when it came. */
export class Maildrop {
  #messages: StoredMessage[] = []
  #given = 0
  #open = false

  constructor(messages: readonly (string | Uint8Array)[] = []) {
    for (const message of messages) this.add(message)
  }

  get messages(): readonly StoredMessage[] {
    return this.#messages
  }

  /** True while a session holds it. */
  get locked(): boolean {
    return this.#open
  }

  /** Delivers a message: a string gets CR LF line ends, octets stay as they are. Returns its unique id. */
  add(message: string | Uint8Array, uid = `linewire-${String(++this.#given).padStart(4, '0')}`): string {
    this.#messages.push({ uid, octets: octetsOf(message) })
    return uid
  }

  /** The lock and a view, or undefined when another session has it. */
  open(): MaildropView | undefined {
    if (this.#open) return undefined
    this.#open = true
    return new MaildropView([...this.#messages], (gone) => {
      this.#open = false
      this.#messages = this.#messages.filter((message) => !gone.has(message))
    })
  }
}

/** What one session sees: numbers from 1 that never change, and deletions that count at the end only. RFC 1939 §5-6 */
export class MaildropView {
  #messages: readonly StoredMessage[]
  #deleted = new Set<StoredMessage>()
  #release: (gone: ReadonlySet<StoredMessage>) => void
  #closed = false

  constructor(messages: readonly StoredMessage[], release: (gone: ReadonlySet<StoredMessage>) => void) {
    this.#messages = messages
    this.#release = release
  }

  /** The messages that are not marked, with their numbers. */
  get present(): { number: number; message: StoredMessage }[] {
    return this.#messages
      .map((message, at) => ({ number: at + 1, message }))
      .filter(({ message }) => !this.#deleted.has(message))
  }

  get octets(): number {
    return this.present.reduce((sum, { message }) => sum + message.octets.length, 0)
  }

  /** The message of that number, unless it is marked or was never there. */
  get(number: number): StoredMessage | undefined {
    const message = this.#messages[number - 1]
    return message && !this.#deleted.has(message) ? message : undefined
  }

  delete(message: StoredMessage): void {
    this.#deleted.add(message)
  }

  /** Takes all marks off. */
  reset(): void {
    this.#deleted.clear()
  }

  /** Gives the lock back; what is marked goes for good, when `commit` says so. */
  close({ commit }: { commit: boolean }): void {
    if (this.#closed) return
    this.#closed = true
    this.#release(commit ? this.#deleted : new Set())
  }
}
