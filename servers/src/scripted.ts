import { LineServer, type ServerOptions } from './line-server.ts'
import type { Session } from './session.ts'

/**
 * 'S: text' is sent with CR LF; lines that follow each other are one reply for the fault injector. 'C: text' is what has
 * to come, 'C: /expression/' what it has to fit. Octets are sent as they are. Words alone:
 * 'TLS' changes to TLS behind the lines before it (or before the greeting), 'BODY' reads a dot-terminated block,
 * 'WAIT' says nothing more until the client leaves, 'CLOSE' hangs up. The end of the script hangs up as well.
 */
export type Step = string | Uint8Array

export interface ScriptedOptions extends ServerOptions {
  /** One script for every connection, or one for each, counted from 0. */
  script: readonly Step[] | ((connection: number) => readonly Step[])
}

/** Plays a conversation over a real socket. A client that departs from it is hung up on, and `close()` rejects. */
export function scriptedServer({ script, ...options }: ScriptedOptions): Promise<LineServer> {
  let connections = 0
  return LineServer.listen(options, (session) =>
    play(session, typeof script === 'function' ? script(connections++) : script),
  )
}

async function play(session: Session, script: readonly Step[]): Promise<void> {
  for (let at = 0; at < script.length; at++) {
    const step = script[at] ?? ''
    if (typeof step !== 'string') {
      await session.write(step)
      continue
    }
    if (step.startsWith('S: ') || step === 'S:') {
      const lines = spoken(script, at)
      at += lines.length - 1
      const next = script[at + 1]
      if (next === 'TLS') at += 1
      if (!(await say(session, lines.join('\r\n'), next === 'TLS'))) return
      continue
    }
    if (step === 'CLOSE') return
    if (step === 'TLS') await session.secureNow()
    else if (step === 'BODY') await session.dotBlock()
    else if (step === 'WAIT') while ((await session.some()).length > 0);
    else if (step.startsWith('C: ')) expectLine(step.slice(3), await session.line())
    else throw new Error(`a script knows S:, C:, TLS, BODY, WAIT and CLOSE, not ${JSON.stringify(step)}`)
  }
}

/** The S lines from here on. */
function spoken(script: readonly Step[], at: number): string[] {
  const lines: string[] = []
  for (let step = script[at]; typeof step === 'string' && /^S:( |$)/.test(step); step = script[++at])
    lines.push(step.slice(3))
  return lines
}

/** True when the script may go on: a go-ahead for TLS that a fault has replaced ends it. */
async function say(session: Session, text: string, tls: boolean): Promise<boolean> {
  if (tls) return session.startTls(text)
  await session.reply(text)
  return true
}

function expectLine(expected: string, line: string): void {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(expected) ?? []
  const fits = source === undefined ? line === expected : new RegExp(source, flags).test(line)
  if (!fits) throw new Error(`the script expects ${JSON.stringify(expected)}, the client sent ${JSON.stringify(line)}`)
}
