import type { Command, Order } from './command.ts'
import type { Engine } from './engine.ts'
import { ReplyError } from './errors.ts'
import type { Leavable, Outcome } from './window.ts'

/** The options that every method takes last. */
export interface CallOptions {
  /** leaves the call: a command not yet sent is not sent, the reply to one that was sent is read and dropped */
  signal?: AbortSignal | undefined
}

/** What all five clients are: one connection, closed politely, at once, or by `await using`. */
export abstract class Client<C extends Order = Command<unknown>> implements AsyncDisposable {
  /** Replaced only by a client that has connected again. */
  protected engine: Engine<C>

  protected constructor(engine: Engine<C>) {
    this.engine = engine
  }

  /** Whether TLS protects the connection. */
  get secure(): boolean {
    return this.engine.transport.secure
  }

  /** Whether the connection is gone, for whatever reason. */
  get closed(): boolean {
    return this.engine.dead !== undefined
  }

  /**
   * Whether somebody else may go on with it: it is open, no command waits for its reply, no body is on its way, and
   * nobody has left a command or a body that was: a pool asks before it hands the connection on.
   */
  get reusable(): boolean {
    return this.engine.reusable
  }

  /** The newest TLS session, for the `tlsOptions.session` of the next connection to the same host. */
  get tlsSession(): Buffer | undefined {
    return this.engine.transport.session
  }

  /** Lets the process end though the connection is open, as `unref()` of a socket does. */
  unref(): void {
    this.engine.transport.unref?.()
  }

  /** The process waits for the connection, as it does unless told. */
  ref(): void {
    this.engine.transport.ref?.()
  }

  /** Says the polite goodbye and closes, as the protocol has it. */
  protected abstract goodbye(): Promise<unknown>

  /** Leaves at once: pending calls are rejected. */
  close(): void {
    this.engine.close()
  }

  /** Whether something is lost when the goodbye is not answered: POP3 deletes at QUIT. */
  protected get goodbyeMatters(): boolean {
    return false
  }

  /**
   * Says the polite goodbye, unless the connection is gone. That it goes while it is being left is no error, or it
   * would hide the one that ended the block.
   * @throws {ReplyError} when the server declines
   * @throws {ConnectionError} when something is lost with the goodbye, and nobody has heard that the connection is gone
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.closed) {
      const { untold } = this.engine
      if (this.goodbyeMatters && untold) throw untold
      return
    }
    try {
      await this.goodbye()
    } catch (error) {
      this.close()
      if (error instanceof ReplyError || this.goodbyeMatters) throw error
    }
  }
}

/** A client whose replies come in the order of its commands: POP3, NNTP, SMTP, FTP. */
export abstract class OrderedClient extends Client {
  /**
   * Sends a command of your own, or one that this package exports: the base of every method.
   * @throws {ReplyError} when the server declines; the connection lives on
   */
  run<T>(command: Command<T>, options?: CallOptions): Promise<T> {
    // the value is what the command's own script returns
    return this.engine.submit(command as Command<unknown>, options) as Promise<T>
  }

  /** @internal As run(), told by a call in place of a promise, for windows of thousands. Throws what keeps it from being queued. */
  enqueue<T>(command: Command<T>, outcome: Outcome<T>, { signal }: CallOptions = {}): Leavable {
    return this.engine.enqueue(command as Command<unknown>, outcome as Outcome<unknown>, signal)
  }

  /** The last command: the connection is closed whatever its reply, which may take `timeout` ms when it is its turn. */
  protected async farewell<T>(command: Command<T>, timeout: number, options?: CallOptions): Promise<T> {
    try {
      return await this.run({ ...command, timeout }, options)
    } finally {
      this.engine.close()
    }
  }
}
