import { basename } from 'node:path'
import { type Content, contentOf, isPath } from './content-source.ts'
import { ComposeError } from './errors.ts'
import { oneLine } from './header.ts'
import type { AttachmentInput } from './message.ts'
import type { TransferEncoding } from './transfer-encoding.ts'

/** An attachment whose every word has been checked; its content has not been read. */
export interface Attachment {
  /** What errors call it: `attachments[0]`. */
  readonly field: string
  readonly filename: string
  /** As given, '' when the file name decides. */
  readonly contentType: string
  readonly disposition: 'attachment' | 'inline'
  readonly cid: string
  readonly encoding: TransferEncoding | undefined
  /** Text is UTF-8 when it came as a string; other octets say nothing of their charset. */
  readonly utf8: boolean
  readonly content: Content
}

const ENCODINGS: readonly unknown[] = ['7bit', '8bit', 'binary', 'quoted-printable', 'base64', undefined]
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+ *(?:;.*)?$/

/** @throws {ComposeError} naming the attachment and its option */
export const attachmentOf = (input: AttachmentInput, field: string): Attachment => {
  const { content, contentType = '', cid = '', encoding, disposition } = input
  const filename = oneLine(`${field}.filename`, input.filename ?? (isPath(content) ? basename(content.path) : ''))
  oneLine(`${field}.contentType`, contentType)
  if (contentType !== '' && !MEDIA_TYPE.test(contentType)) {
    throw new ComposeError(`${field}.contentType`, `${JSON.stringify(contentType)} is not of the form type/subtype`)
  }
  if (/^multipart\//i.test(contentType))
    throw new ComposeError(`${field}.contentType`, 'multipart is for compose alone')
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]*$/.test(oneLine(`${field}.cid`, cid))) {
    throw new ComposeError(`${field}.cid`, 'a Content-ID is ASCII without white space or angle brackets')
  }
  if (disposition !== undefined && disposition !== 'attachment' && disposition !== 'inline') {
    throw new ComposeError(`${field}.disposition`, "has to be 'attachment' or 'inline'")
  }
  if (!ENCODINGS.includes(encoding)) throw new ComposeError(`${field}.encoding`, 'is no content transfer encoding')
  return {
    field,
    filename,
    contentType,
    disposition: disposition ?? (cid === '' ? 'attachment' : 'inline'),
    cid,
    encoding,
    utf8: typeof content === 'string',
    content: contentOf(content, (reason, cause) => new ComposeError(`${field}.content`, reason, { cause })),
  }
}
