import {
  type Beside,
  ConnectionError,
  excerpt,
  ProtocolError,
  type Reply,
  ReplyError,
  type Script,
  type Talk,
  reply as wireReply,
} from '@linewire/wire'

/** What a reply is read from. */
export type Spoken = Pick<Talk, 'input' | 'name'> & Partial<Pick<Beside, 'wake'>>

/** ms of silence */
const patience = 5000

/**
 * "230-Welcome" and "220 logged in": some end a reply with another code than they began it with, and then wait. lftp,
 * commons-net and suppaftp take any code; here the server has to be silent behind it.
 */
function* silence(io: Spoken): Script<boolean> {
  if (io.input.length > 0 || io.wake === undefined) return false
  let over = false
  const timer = setTimeout(() => {
    over = true
    io.wake?.()
  }, patience)
  timer.unref()
  try {
    while (!over && io.input.length === 0) yield
  } finally {
    clearTimeout(timer)
  }
  return io.input.length === 0
}

/**
 * "250 text", or "250-text", lines that may look like anything, "250 text". RFC 959 §4.2
 * @throws {ConnectionError} for 421, which may come in place of any reply: the server leaves. RFC 959 §5.4
 */
export function* reply(io: Spoken): Script<Reply> {
  const said = yield* wireReply(io, { continued: 'first', ends: silence })
  if (said.code !== 421) return said
  const cause = refused(io, said)
  throw new ConnectionError(`${io.name}: the server closes the connection: 421 ${cause.text}`, 'ERR_CLOSED', { cause })
}

/** The reply that ends a command; what the server says before it (1xx) is passed over. */
export function* finalReply(io: Spoken): Script<Reply> {
  for (;;) {
    const said = yield* reply(io)
    if (said.code >= 200) return said
  }
}

/**
 * 2xx. Which of them does not matter: servers differ (200 for DELE, 226 for TYPE).
 * @throws {ReplyError} for 4xx and 5xx
 */
export function* completed(io: Spoken): Script<Reply> {
  const said = accepted(io, yield* finalReply(io))
  if (said.code >= 300) throw new ProtocolError(`${io.name}: expected 2xx, got ${excerpt(`${said.code} ${said.text}`)}`)
  return said
}

/** 2xx or 3xx. @throws {ReplyError} for 4xx and 5xx */
export function accepted(io: Pick<Talk, 'name'>, said: Reply): Reply {
  if (said.code >= 400) throw refused(io, said)
  return said
}

/** What the server says when it declines: 4xx may succeed later. RFC 959 §4.2.1 */
export function refused(io: Pick<Talk, 'name'>, said: Reply): ReplyError {
  return new ReplyError({
    command: io.name,
    code: String(said.code),
    text: said.text,
    transient: said.code < 500,
  })
}

/** A line of a conversation under its own name: what a refusal of it is to say. */
export const named = (io: Spoken, name: string): Spoken => ({ input: io.input, name, wake: () => io.wake?.() })
