import { asBuffer, Body } from '@linewire/wire'
import type { RateLimit } from './rate.ts'

/** A body whose octets come no faster than a limit lets them: what it is fed from is held up, and with it the server. */
export function pacedBody(source: Body, limit: RateLimit, signal?: AbortSignal): Body {
  let goOn: (() => void) | undefined
  const resume = (): void => {
    goOn?.()
    goOn = undefined
  }
  const cancel = (): void => {
    source.cancel()
    resume()
  }
  const body = new Body({ resume, cancel })
  const feed = async (): Promise<void> => {
    for await (const piece of limit.pace(source, signal)) {
      body.push(asBuffer(piece))
      if (body.full) {
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
      }
    }
    body.finish()
  }
  feed().catch((error: unknown) => body.fail(error))
  return body
}
