import { Body, Input } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { type Content, contentOf } from '../content.ts'
import { compileFetch } from '../fetch-query.ts'
import { target } from '../message-set.ts'
import { NotFoundError } from '../not-found-error.ts'
import type { BodySection, FetchData } from '../response/fetch.ts'
import { decodedLiteral } from '../transfer-encoding.ts'

/** A part of a message as a stream, its transfer encoding undone. */
export type Download = Body & {
  /** what the sender calls it, as the header says: never a path to be trusted */
  readonly filename?: string
  /** `image/png`, in lower case */
  readonly contentType?: string
  readonly charset?: string
}

/**
 * One part of one message in one round trip: its MIME header comes first and says how to decode what follows.
 * RFC 9051 §6.4.5
 *
 * @param part `2.1`; the whole message, as it is, without it
 * @param begin gets the stream as soon as there is one; the command itself ends when all of it was received
 */
export const download = (uid: number, part: string | undefined, begin: (body: Download) => void): ImapCommand<void> => {
  const goal = target(uid)
  const headers = part === undefined ? [] : [`${part}.MIME`]
  // the one part of a message that is no multipart has its MIME header in the message's own
  const fields = part === '1' ? ['Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition'] : undefined
  const { items } = compileFetch({ ...(fields ? { headers: fields } : {}), parts: [...headers, part ?? ''] })
  const wanted = (part ?? '').toUpperCase()
  let found = false
  let begun = false
  const isOurs = (data: FetchData): boolean =>
    data.uid === uid && data.sections.some(({ section }) => section === wanted)
  const start = (body: Body, content: Content): void => {
    begun = true
    const { filename, contentType, charset } = content
    begin(
      Object.assign(body, {
        ...(filename === undefined ? {} : { filename }),
        ...(contentType === undefined ? {} : { contentType }),
        ...(charset === undefined ? {} : { charset }),
      }),
    )
  }
  return {
    line: `UID FETCH ${goal.text} ${items}`,
    types: ['FETCH'],
    streams(data, { section, item }, octets) {
      if (begun || item !== 'BODY' || section !== wanted || data.uid !== uid) return undefined
      // the header comes behind the part: nobody knows yet how to decode it
      if (part !== undefined && !data.sections.some(isHeader)) return undefined
      if (octets === 0 && isNothing(data, part)) return undefined
      const content = contentIn(data, part)
      return { framing: decodedLiteral(octets, content.encoding), ready: (body) => start(body, content) }
    },
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'FETCH' || !isOurs(response)) return false
      found = true
      const value = response.sections.find(({ section }) => section === wanted)?.value
      if (!begun && Buffer.isBuffer(value) && !(value.length === 0 && isNothing(response, part)))
        start(...inMemory(value, contentIn(response, part)))
      return true
    },
    done() {
      if (begun) return
      const text = found ? `message ${uid} has no part ${part ?? ''}` : `there is no message with the UID ${uid}`
      throw new NotFoundError({ command: `UID FETCH ${uid}`, code: 'ERR_NOT_FOUND', text })
    },
  }
}

function isHeader({ section }: BodySection): boolean {
  return section.endsWith('MIME') || section.startsWith('HEADER')
}

/** Dovecot's way to say that there is no such part: all of it is empty, when a header has at least its blank line. */
function isNothing(data: FetchData, part: string | undefined): boolean {
  return part !== undefined && data.sections.every(({ section, value }) => !section.endsWith('.MIME') || isEmpty(value))
}

function isEmpty(value: BodySection['value']): boolean {
  return value === null || (Buffer.isBuffer(value) && value.length === 0)
}

function contentIn(data: FetchData, part: string | undefined): Content {
  if (part === undefined) return { encoding: '7bit', contentType: 'message/rfc822' }
  const header = (test: (section: string) => boolean): Buffer | undefined => {
    const value = data.sections.find(({ section }) => test(section))?.value
    return Buffer.isBuffer(value) && value.length > 2 ? value : undefined
  }
  return contentOf(
    header((section) => section.endsWith('.MIME')) ??
      header((section) => section.startsWith('HEADER')) ??
      Buffer.alloc(0),
  )
}

/** What came as a quoted string, or ahead of its header. */
function inMemory(value: Buffer, content: Content): [Body, Content] {
  const body = new Body({ resume: () => {}, cancel: () => {} })
  const input = new Input()
  input.push(value)
  decodedLiteral(value.length, content.encoding).feed(input, (piece) => body.push(piece))
  body.finish()
  return [body, content]
}
