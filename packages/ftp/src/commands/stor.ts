import { wholeNumber } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import type { Transfer } from '../transfer.ts'
import type { TypeCode } from '../transfer-parameter.ts'

/** Stores a file; with an offset the data goes there, and what lies before it stays. RFC 959 §4.1.3 */
export const stor = (
  path: string,
  { offset = 0, type = 'I' }: { offset?: number; type?: TypeCode } = {},
): Transfer => ({
  line: `STOR ${pathArgument(path)}`,
  type,
  offset: wholeNumber(offset, 'the offset', 0),
})

/** Stores at the end of a file, or a new one. RFC 959 §4.1.3 */
export const appe = (path: string): Transfer => ({ line: `APPE ${pathArgument(path)}`, type: 'I' })
