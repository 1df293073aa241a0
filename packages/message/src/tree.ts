import type { Attachment } from './attachment.ts'
import { slices } from './content-source.ts'
import type { Leaf, Multipart, Part } from './part.ts'
import { type ContentOptions, canonicalText, encodingOfAttachment, encodingOfText } from './transfer-encoding.ts'

/** What a body is made of. */
export interface Body {
  readonly text: string | undefined
  readonly html: string | undefined
  readonly attachments: readonly Attachment[]
  /** At least 128 random bits: no part can hold a boundary that nobody could know. */
  readonly boundary: string
}

/**
 * mixed( alternative( text, related( html, inline… ) ), attachment… ), with only the levels that are needed.
 * Attachments always lie in a multipart, for there a part ends at its last octet.
 */
export const buildTree = async (body: Body, options: ContentOptions): Promise<Part> => {
  const { text, html, attachments } = body
  const isInline = (one: Attachment): boolean => html !== undefined && one.cid !== '' && one.disposition === 'inline'
  const images = await Promise.all(attachments.filter(isInline).map((one) => attachmentLeaf(one, options)))
  const others = await Promise.all(
    attachments.filter((one) => !isInline(one)).map((one) => attachmentLeaf(one, options)),
  )
  const level = (subtype: string, parts: Part[]): Multipart => ({
    type: `multipart/${subtype}`,
    // '=_' occurs in no quoted-printable and in no base64 (RFC 2045 §6.7)
    boundary: `=_${body.boundary}.${subtype}`,
    parts,
  })
  const versions: Part[] = []
  if (text !== undefined) versions.push(textLeaf('text', 'text/plain', text, options))
  if (html !== undefined) {
    const page = textLeaf('html', 'text/html', html, options)
    versions.push(images.length === 0 ? page : { ...level('related', [page, ...images]), rootType: 'text/html' })
  }
  if (versions.length > 1) versions.splice(0, 2, level('alternative', [...versions]))
  if (others.length > 0) return level('mixed', [...versions, ...others])
  return versions[0] ?? textLeaf('text', 'text/plain', '', options)
}

const textLeaf = (field: string, type: string, text: string, options: ContentOptions): Leaf => {
  const octets = canonicalText(text)
  const encoding = encodingOfText(octets, options)
  return { field, type, params: { charset: 'utf-8' }, encoding, open: () => slices(octets) }
}

const attachmentLeaf = async (one: Attachment, options: ContentOptions): Promise<Leaf> => {
  const { default: mime } = await import('libmime')
  const { value, params } = mime.parseHeaderValue(one.contentType || guess(mime.detectMimeType(one.filename)))
  const type = value.toLowerCase()
  if (one.utf8 && type.startsWith('text/')) params['charset'] ??= 'utf-8'
  return {
    field: one.field,
    type,
    params,
    encoding: encodingOfAttachment(one.encoding, type, options),
    disposition: one.disposition,
    filename: one.filename,
    cid: one.cid,
    open: one.content.open,
  }
}

/** A name does not make octets a message: message/… could then not be encoded, and may not fit unencoded. */
const guess = (type: string): string => (/^(?:message|multipart)\//.test(type) ? 'application/octet-stream' : type)
