import type { Command } from './command.ts'
import { Conversation } from './conversation.ts'
import { unasked } from './ending.ts'
import type { Engine } from './engine.ts'
import { ReplyError } from './errors.ts'
import { line, type Script } from './script.ts'

/** POP3, NNTP, SMTP, FTP: replies come in the order of the commands. */
export function* inOrder(engine: Engine): Script<never> {
  for (;;) {
    const exchange = engine.head
    if (exchange === undefined) {
      if (engine.input.length > 0) throw unasked(yield* line(engine.input))
      yield
      continue
    }
    const command: Command<unknown> = exchange.command
    try {
      engine.settle(exchange, yield* command.talk(new Conversation(engine, exchange, 'in turn')))
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error
      engine.decline(exchange, error)
    }
    // a body was handed out: the engine feeds it before this script goes on
    if (engine.leased) yield
  }
}
