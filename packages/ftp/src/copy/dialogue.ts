import { type Beside, type Command, type Engine, type Reply, type Script, type Talk, until } from '@linewire/wire'
import { finalReply, named, reply } from '../reply.ts'

interface Question {
  /** undefined: nothing is said, more is heard */
  readonly line: string | undefined
  /** whether 1xx is an answer */
  readonly any: boolean
  /** whether the server may take its time */
  readonly patient: boolean
  answer(said: Reply): void
  reject(reason: unknown): void
}

/** A control connection in the hands of somebody who talks on two of them. Rejects when the connection is lost. */
export class Dialogue {
  readonly #io: Talk & Beside
  #asked: ((question: Question) => void) | undefined
  readonly #questions: Question[] = []
  readonly #open = new Set<Question>()

  constructor(io: Talk & Beside) {
    this.#io = io
    io.signal.addEventListener('abort', () => {
      for (const { reject } of this.#open) reject(io.signal.reason)
    })
  }

  /** The final reply. */
  ask(line: string): Promise<Reply> {
    return this.#put({ line, any: false, patient: false })
  }

  /** The first reply, final or not. */
  begin(line: string): Promise<Reply> {
    return this.#put({ line, any: true, patient: false })
  }

  /** The final reply to what has begun, whenever it comes. */
  end(): Promise<Reply> {
    return this.#put({ line: undefined, any: false, patient: true })
  }

  /** Says ABOR, whatever is waited for. RFC 959 §4.1.3 */
  abort(): void {
    if (!this.#io.signal.aborted) this.#io.interrupt('ABOR')
  }

  /** How many replies an ABOR has had is known behind the 257 of PWD. */
  async settle(): Promise<void> {
    for (let said = await this.ask('PWD'); said.code !== 257; said = await this.end());
  }

  /** Puts questions to the server until `over`. */
  *serve(over: Promise<unknown>): Script<void> {
    for (;;) {
      const question = yield* until(Promise.race([this.#next(), over.then(nothing, nothing)]))
      if (!question) return
      const { line, any, patient } = question
      // what an ABOR is answered may be under way
      if (line !== undefined) this.#io.interrupt(line)
      this.#io.owed = !patient
      const io = named(this.#io, line ?? this.#io.name)
      question.answer(yield* any ? reply(io) : finalReply(io))
      this.#open.delete(question)
      this.#io.owed = true
    }
  }

  #put(asked: Omit<Question, 'answer' | 'reject'>): Promise<Reply> {
    return new Promise((answer, reject) => {
      this.#io.signal.throwIfAborted()
      const question = { ...asked, answer, reject }
      this.#open.add(question)
      this.#questions.push(question)
      this.#wake()
    })
  }

  #next(): Promise<Question> {
    return new Promise((resolve) => {
      this.#asked = resolve
      this.#wake()
    })
  }

  #wake(): void {
    const question = this.#asked && this.#questions.shift()
    if (!question) return
    this.#asked?.(question)
    this.#asked = undefined
  }
}

const nothing = (): undefined => undefined

/** Nothing else is said on a connection while `hold` runs. */
export async function dialogue<T>(engine: Engine, name: string, hold: (talk: Dialogue) => Promise<T>): Promise<T> {
  const command: Command<Promise<T>[]> = {
    line: undefined,
    name,
    turn: 'alone',
    *talk(io) {
      const talk = new Dialogue(io)
      const held = hold(talk)
      held.catch(() => {}) // it is handed out
      yield* talk.serve(held)
      // not thrown here: what it fails of need not be the connection's end
      return [held]
    },
  }
  const [held] = (await engine.submit(command as Command<unknown>)) as Promise<T>[]
  return held!
}
