import type { CallOptions, Engine, Settings } from '@linewire/wire'
import type { ImapCommand, ImapOrder } from './command.ts'
import type { Greeting } from './commands/greeting.ts'
import type { ImapOptions } from './connect.ts'
import { order } from './order.ts'
import type { State } from './state.ts'

/** A connection, what is known of it, and the one way to run a command on it. */
export class Session {
  readonly engine: Engine<ImapOrder>
  readonly settings: Settings<ImapOptions>
  readonly state: State
  greeting: Greeting = { code: 'OK', text: '' }
  /** what the server says of itself, once ID was answered. RFC 2971 */
  serverId: ReadonlyMap<string, string | null> | undefined
  /** the IDLE that is under way, and how to end it when another command wants to go */
  idling: { readonly ended: Promise<void>; stop(): void } | undefined

  constructor(engine: Engine<ImapOrder>, settings: Settings<ImapOptions>, state: State) {
    this.engine = engine
    this.settings = settings
    this.state = state
  }

  /** @throws {ReplyError} when the server says NO or BAD; the connection lives on */
  async run<T>(command: ImapCommand<T>, options?: CallOptions): Promise<T> {
    const ready = order(command, this.state.capabilities)
    this.idling?.stop()
    // the value is what the command's own done() returns
    return this.engine.submit(ready, options) as Promise<T>
  }
}
