import {
  ProtocolError,
  type Refusal,
  ReplyError,
  reply,
  type Script,
  type Talk,
  type Reply as WireReply,
} from '@linewire/wire'
import { type EnhancedCode, enhancedCode } from './enhanced-code.ts'

/** What a server answers. RFC 5321 §4.2 */
export interface Reply extends WireReply {
  /** the enhanced status code, taken off every line. RFC 2034 */
  readonly enhanced?: EnhancedCode
}

/** What reading a reply takes; `name` is the line that it answers. */
export type Asked = Pick<Talk, 'input' | 'name'>

/** "250 text", or "250-text" … "250 text", with an enhanced code at the head of each line. RFC 5321 §4.2.1, 2034 §4 */
export function* answer(io: Asked): Script<Reply> {
  const { code, lines } = yield* reply(io, { continued: 'every' })
  const [first, ...others] = lines.map((line) => enhancedCode(code, line))
  const texts = [first!, ...others].map(({ text }) => text)
  const { enhanced } = first!
  return { code, lines: texts, text: texts.join('\n'), ...(enhanced === undefined ? {} : { enhanced }) }
}

/**
 * The reply to a command that is done, or not.
 * @throws {ReplyError} for 4xx (transient) and 5xx, {@link ProtocolError} for what answers another question
 */
export function* done(io: Asked): Script<Reply> {
  const said = yield* answer(io)
  if (isRefusal(said)) throw new ReplyError(refusal(io.name, said))
  if (!isDone(said)) throw unexpected(io.name, said, '2xx')
  return said
}

/** 2xx: done. */
export function isDone({ code }: Reply): boolean {
  return code >= 200 && code < 300
}

/** 4xx: not now. 5xx: not so. */
export function isRefusal({ code }: Reply): boolean {
  return code >= 400
}

/** A reply as the error that says so. */
export function refusal(command: string, { code, enhanced, text }: Reply): Refusal {
  return {
    command,
    code: String(code),
    responseCode: enhanced,
    text: enhanced === undefined ? text : `${enhanced} ${text}`,
    transient: code < 500,
  }
}

export function unexpected(command: string, { code }: Reply, expected: string): ProtocolError {
  return new ProtocolError(`${command}: expected ${expected}, 4xx or 5xx, got ${code}`)
}
