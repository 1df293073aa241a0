import type { Talk } from './command.ts'
import { LimitError } from './errors.ts'
import { line, type Script } from './script.ts'

/**
 * The lines of a dot-terminated block that is short by nature (CAPA, CAPABILITIES), of at most `limits.reply` octets,
 * dots taken off. RFC 1939 §3, 3977 §3.1.1
 */
export function* shortBlock({ input, name }: Pick<Talk, 'input' | 'name'>): Script<string[]> {
  const lines: string[] = []
  let octets = 0
  for (let text = yield* line(input); text !== '.'; text = yield* line(input)) {
    octets += text.length + 2
    if (octets > input.replyLimit) {
      throw new LimitError(`${name}: its reply has more than ${input.replyLimit} octets (limits.reply)`)
    }
    lines.push(text.startsWith('.') ? text.slice(1) : text)
  }
  return lines
}
