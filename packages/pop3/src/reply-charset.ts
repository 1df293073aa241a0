import { isUtf8 } from 'node:buffer'
import { type Charset, decode } from '@linewire/wire'

/**
 * Octets as GBK servers write Chinese: ASCII, and pairs of GB2312. The whole of GBK would take the "ür" of a server that
 * writes Latin-1 for a pair as well; of two letters in a row outside ASCII such servers have few.
 */
const chinese = /^(?:[\0-\x7f]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])*$/

let gb18030: InstanceType<typeof TextDecoder> | undefined

/** The text of a reply: UTF-8 (RFC 6856); GBK, which QQ and its like send; else one character per octet. */
export const replyCharset: Charset = {
  encode: (text) => text,
  decode(octets) {
    const text = decode(octets)
    // one character per octet, and none beyond ASCII, as nearly all replies are
    if (!/[^\0-\x7f]/.test(text) || isUtf8(octets) || !chinese.test(text)) return text
    gb18030 ??= new TextDecoder('gb18030')
    return gb18030.decode(octets)
  },
}
