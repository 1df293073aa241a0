import { isIP } from 'node:net'
import { ArgumentError, type Reply } from '@linewire/wire'
import { plainAddress } from '../address.ts'
import { refused } from '../reply.ts'
import type { Session } from '../session.ts'
import type { Dialogue } from './dialogue.ts'

/** One of the two servers, and what it does. */
export interface Side {
  readonly session: Session
  readonly talk: Dialogue
  /** `RETR a` or `STOR b` */
  readonly line: string
}

/** A server does not take its part, and may take the other. */
export class Disagreement extends Error {}

export function confirm(line: string, said: Reply): void {
  if (said.code >= 400) throw refused({ name: line }, said)
}

/** Octets as they are, both ways. */
export async function prepare({ session: { transfers, connections }, talk }: Side): Promise<void> {
  connections.forget()
  for (const step of [...transfers.type.steps('I'), ...transfers.mode.steps('S')]) step.heard(await talk.ask(step.line))
}

/** Where it is, as we know it. */
export const addressOf = ({ session: { engine, settings } }: Side): string => {
  const address = plainAddress(engine.transport.remoteAddress ?? settings.host)
  if (isIP(address) === 0) throw new ArgumentError(`copyTo: it is not known where ${settings.host} is`)
  return address
}
