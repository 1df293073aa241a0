/**
 * What a server does wrong on purpose. Replies are counted per connection: 0 is the greeting, 1 the reply to the first
 * command; a command with two replies (POST: 340, then 240) counts twice.
 */
export interface Faults {
  /** Cut everything that is sent into pieces of so many octets, each a write of its own. */
  split?: number
  /** Milliseconds to wait before each write. */
  delay?: number
  /** Hang up at this reply … */
  closeAt?: number
  /** … before it, after half of its octets (the body counts), or after it. Default: after. */
  closeWhen?: 'before' | 'middle' | 'after'
  /** Hang up with a FIN (default) or with a reset. */
  closeHow?: 'fin' | 'reset'
  /** Never send this reply, and keep the connection. */
  stallAt?: number
  /** Send octets that no protocol knows in place of this reply, then go on. */
  garbageAt?: number
  /** Send a line without an end in place of this reply, until the client leaves. */
  endlessAt?: number
  /** Sent in clear right behind the go-ahead for TLS, in the same write: what an attacker on the path would inject. */
  afterStartTls?: string
  /**
   * Texts that take the place of replies, with their bodies. The command itself is carried out. The key is the number
   * of the reply ('3'), a command ('RETR 3'), a verb ('RETR'), or a verb and which of its replies is meant ('POST#2').
   * `{tag}` stands for the first word of the command. CR LF is added unless the text ends in LF.
   */
  replies?: Record<string, string>
  /** Only the first so many connections are treated like this: the others get a good server. Default: all. */
  connections?: number
}

/** The reply that is about to be sent. */
export interface Moment {
  /** How many replies this connection has seen before. */
  step: number
  /** The command line that is being answered, '' for the greeting. */
  command: string
  verb: string
  /** 1 for the first reply to this command. */
  nth: number
}

export type Fate =
  | { kind: 'answer' | 'stall' | 'garbage' | 'endless' }
  | { kind: 'close'; when: 'before' | 'middle' | 'after' }
  | { kind: 'replace'; text: string }

/** What becomes of one reply. Pure, so that the faults themselves are tested without a socket. */
export function fate(faults: Faults, { step, command, verb, nth }: Moment): Fate {
  if (faults.closeAt === step) return { kind: 'close', when: faults.closeWhen ?? 'after' }
  if (faults.stallAt === step) return { kind: 'stall' }
  if (faults.garbageAt === step) return { kind: 'garbage' }
  if (faults.endlessAt === step) return { kind: 'endless' }
  const replies = new Map(Object.entries(faults.replies ?? {}))
  const keys = [String(step), `${verb}#${nth}`, ...(nth === 1 ? [command, verb] : [])]
  const text = keys.map((key) => replies.get(key)).find((found) => found !== undefined)
  if (text === undefined) return { kind: 'answer' }
  const filled = text.replaceAll('{tag}', command.split(' ')[0] ?? '')
  return { kind: 'replace', text: filled.endsWith('\n') ? filled : `${filled}\r\n` }
}

/** The octets in pieces of `size`; in one piece without it. */
export function* pieces(octets: Buffer, size: number | undefined): Generator<Buffer, void, void> {
  if (!size || octets.length <= size) {
    yield octets
    return
  }
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

/** Every octet once, without CR and LF: never a whole line. Then a line end, so that the next reply starts afresh. */
export const garbage: Buffer = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => octet !== 10 && octet !== 13)),
  Buffer.from('\r\n'),
])
