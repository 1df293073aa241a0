import { HeaderBlock } from './response/header-block.ts'
import { type Parameters, parameter } from './response/parameters.ts'

/** What a MIME header says of the part below it. RFC 2045 §5, §6; RFC 2183 */
export interface Content {
  /** `base64`, in lower case */
  readonly encoding: string
  /** `image/png`, in lower case */
  readonly contentType?: string | undefined
  readonly charset?: string | undefined
  readonly filename?: string | undefined
}

/** Reads a MIME header; a message without one is 7bit. */
export function contentOf(header: Uint8Array): Content {
  const fields = new Map([...new HeaderBlock(header).fields].reverse())
  const type = parse(fields.get('content-type') ?? '')
  const disposition = parse(fields.get('content-disposition') ?? '')
  const encoding = parse(fields.get('content-transfer-encoding') ?? '').value
  return {
    encoding: encoding === '' ? '7bit' : encoding,
    contentType: type.value === '' ? undefined : type.value,
    charset: parameter(type.parameters, 'charset'),
    filename: parameter(disposition.parameters, 'filename') ?? parameter(type.parameters, 'name'),
  }
}

/** `text/plain; charset="utf-8"`. RFC 2045 §5.1 */
function parse(text: string): { value: string; parameters: Parameters } {
  const parameters: Record<string, string> = Object.create(null)
  const value = /^[^;]*/.exec(text)![0].trim().toLowerCase()
  for (const [, name = '', quoted, bare = ''] of text.matchAll(
    /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g,
  )) {
    parameters[name.toLowerCase()] ??= quoted === undefined ? bare.trim() : quoted.replace(/\\(.)/g, '$1')
  }
  return { value, parameters }
}
