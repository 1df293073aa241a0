import { ArgumentError, type CommonOptions } from '@linewire/wire'
import { command } from './commands/command.ts'
import { connect, type FtpOptions } from './connect.ts'
import { guest } from './login.ts'
import type { Session } from './session.ts'

/** How a client came to its connection, so that it can come to another one. */
export class Access {
  readonly #to: string | URL | FtpOptions
  readonly #options: Partial<FtpOptions> | undefined
  /** who has logged in since */
  #as: Partial<FtpOptions> = {}

  constructor(to: string | URL | FtpOptions, options?: Partial<FtpOptions>) {
    this.#to = to
    this.#options = options
  }

  /** The first connection. */
  open(): Promise<Session> {
    return connect(this.#to, this.#options)
  }

  /** Somebody else has logged in: a further connection is his. */
  loggedIn(auth: CommonOptions['auth'] = guest, account?: string): void {
    this.#as = { login: true, auth, ...(account === undefined ? {} : { account }) }
  }

  /**
   * One more connection, logged in as the first, `steps` away from where that leads.
   * @param signal ends the connecting; the one of the first connection has nothing to do with it
   */
  async again(steps: readonly string[], signal?: AbortSignal): Promise<Session> {
    if (!this.repeats) throw new ArgumentError('there is no other connection: this one was given by `transport`')
    // what is undefined is not given: the first connection's own signal must be covered by another
    const over = { ...this.#as, signal: signal ?? new AbortController().signal }
    const session = await connect(this.#to, { ...this.#options, ...over })
    try {
      for (const step of steps) await session.engine.submit(command(step), { signal })
      return session
    } catch (error) {
      session.engine.close()
      throw error
    }
  }

  /** Whether there can be one: a transport of the caller's own is there once. */
  get repeats(): boolean {
    const { transport } = {
      ...(this.#to instanceof URL || typeof this.#to === 'string' ? {} : this.#to),
      ...this.#options,
    }
    return transport === undefined
  }
}
