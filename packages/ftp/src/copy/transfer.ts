import { isIP } from 'node:net'
import type { Reply } from '@linewire/wire'
import { refused } from '../reply.ts'
import { brokenOff } from '../transfer-error.ts'
import { addressOf, Disagreement, type Side } from './side.ts'

/** The data goes from one to the other, which have agreed where. */
export async function transfer(caller: Side, listener: Side, signal: AbortSignal | undefined): Promise<void> {
  // the caller first: when its file is missing, nobody waits at the other end
  const first = await caller.talk.begin(caller.line)
  confirmBegin(caller, first)
  const second = await listener.talk.begin(listener.line)
  if (second.code >= 400) {
    await forsake(caller, listener, first)
    confirmBegin(listener, second)
  }
  let aborted = false
  const stop = (): void => {
    aborted = true
    for (const { talk } of [caller, listener]) talk.abort()
  }
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  try {
    const ends = await Promise.all([ending(caller, first), ending(listener, second)])
    if (aborted) {
      for (const { talk } of [caller, listener]) await talk.settle()
      signal!.throwIfAborted()
    }
    for (const [index, said] of ends.entries()) {
      if (said.code >= 400) throw brokenOff([caller, listener][index]!.line, said)
    }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

const ending = ({ talk }: Side, begun: Reply): Promise<Reply> =>
  begun.code >= 200 ? Promise.resolve(begun) : talk.end()

/** 425: it cannot call, or was not called by whom it expected. The other way may do. */
function confirmBegin({ line }: Side, said: Reply): void {
  if (said.code < 400) return
  const refusal = refused({ name: line }, said)
  if (said.code !== 425) throw refusal
  throw new Disagreement('', { cause: refusal })
}

/** The caller's data has nowhere to go: the port is closed by asking for another. */
async function forsake(caller: Side, listener: Side, begun: Reply): Promise<void> {
  await listener.talk.ask(isIP(addressOf(listener)) === 6 ? 'EPSV' : 'PASV')
  if (begun.code >= 200) return
  caller.talk.abort()
  await caller.talk.end()
  await caller.talk.settle()
}
