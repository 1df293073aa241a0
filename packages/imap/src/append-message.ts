import { ArgumentError, asBuffer, type CallOptions, LimitError, pieces, type Source, sizeOf } from '@linewire/wire'
import { type Appended, append } from './commands/append.ts'
import type { Session } from './session.ts'

export interface AppendOptions extends CallOptions {
  flags?: Iterable<string>
  /** when it arrived; now unless told */
  date?: Date
  /** octets, for a source that cannot tell: it is then streamed, else collected in memory first */
  size?: number
}

/** APPEND says how many octets will come before they come: a source of unknown size is collected. RFC 9051 §6.3.12 */
export async function appendMessage(
  session: Session,
  mailbox: string,
  source: Source,
  { signal, size, ...options }: AppendOptions,
): Promise<Appended | undefined> {
  const known = size ?? (await sizeOf(source))
  const message = known === undefined ? await collected(source, session.settings.limits.body) : source
  const octets = known ?? (message as Buffer).length
  if (octets === 0) throw new ArgumentError('an empty message cannot be appended: to most servers it means to give up')
  const command = append(mailbox, asSource(message), octets, { ...options, utf8: session.state.utf8 })
  return session.run(command, { signal })
}

async function collected(source: Source, limit: number): Promise<Buffer> {
  const all: Uint8Array[] = []
  let octets = 0
  for await (const piece of pieces(source)) {
    octets += piece.length
    if (octets > limit) {
      throw new LimitError(`the message has more than ${limit} octets (limits.body): give its size, and it is streamed`)
    }
    all.push(piece)
  }
  return Buffer.concat(all, octets)
}

/** Text as the octets that were counted. */
function asSource(source: Source): Source {
  return source instanceof Uint8Array ? asBuffer(source) : source
}
