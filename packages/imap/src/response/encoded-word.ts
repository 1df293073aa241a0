import { createRequire } from 'node:module'
import { headerText } from '@linewire/wire/header'

const text = headerText(() => createRequire(import.meta.url)('iconv-lite') as typeof import('iconv-lite'))

/** Undefined for a charset that neither Node nor iconv-lite knows. */
export const decodeCharset: (octets: Uint8Array, charset: string) => string | undefined = text.decodeCharset

/** Header text with its encoded words decoded; what cannot be decoded stays as it is. RFC 2047 */
export const decodeWords: (raw: string) => string = text.decodeWords
