import { isUtf8 } from 'node:buffer'

/** Octets of a token as text: UTF-8 where it is valid, else one character per octet, so that nothing is lost. */
export function decode(bytes: Buffer, start = 0, end: number = bytes.length): string {
  const view = bytes.subarray(start, end)
  return isUtf8(view) ? view.toString('utf8') : view.toString('latin1')
}
