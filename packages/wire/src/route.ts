import type { Command, Route } from './command.ts'
import { Conversation } from './conversation.ts'
import { unasked } from './ending.ts'
import type { Engine } from './engine.ts'
import { ArgumentError, ReplyError } from './errors.ts'
import { line, type Script } from './script.ts'

/** POP3, NNTP, SMTP, FTP: replies come in the order of the commands. */
export const inOrder: Route<Command<unknown>> = (engine) => inOrderBut(engine, () => false)

/** @param passes whether a line that nobody asked for means nothing; the server is taken to leave otherwise */
export function* inOrderBut(engine: Engine, passes: (line: string) => boolean): Script<never> {
  for (;;) {
    const exchange = engine.head
    if (exchange === undefined) {
      // "421 idle for too long": its text is the best reason there will ever be
      if (engine.input.length > 0) {
        const words = yield* line(engine.input)
        if (!passes(words)) throw unasked(words)
      } else yield
      continue
    }
    const command: Command<unknown> = exchange.command
    try {
      engine.settle(exchange, yield* command.talk(new Conversation(engine, exchange, 'in turn')))
    } catch (error) {
      // a line that could not be sent: nothing of it was
      if (!(error instanceof ReplyError || error instanceof ArgumentError)) throw error
      engine.decline(exchange, error)
    }
    // a body was handed out: the engine feeds it before this script goes on
    if (engine.leased) yield
  }
}
