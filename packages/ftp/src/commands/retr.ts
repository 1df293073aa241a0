import { wholeNumber } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import type { Transfer } from '../transfer.ts'
import type { TypeCode } from '../transfer-parameter.ts'

/** A file, from an offset in octets on. RFC 959 §4.1.3 */
export const retr = (
  path: string,
  { offset = 0, type = 'I', mode }: Pick<Transfer, 'offset' | 'mode'> & { type?: TypeCode | undefined } = {},
): Transfer => ({
  line: `RETR ${pathArgument(path)}`,
  type,
  offset: wholeNumber(offset, 'the offset', 0),
  mode,
})
