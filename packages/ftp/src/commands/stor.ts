import { wholeNumber } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import type { Transfer } from '../transfer.ts'
import type { TypeCode } from '../transfer-parameter.ts'

type How = Pick<Transfer, 'offset' | 'mode' | 'allocate'> & { type?: TypeCode | undefined }

/**
 * ProFTPD 1.3.8 loses octets of what is deflated well (lftp loses them too), and says 226: nothing goes up deflated
 * because downloads are to come so, but only where that is asked for by itself.
 */
const usual = 'S'

/** Stores a file; with an offset the data goes there, and what lies before it stays. RFC 959 §4.1.3 */
export const stor = (path: string, { offset = 0, type = 'I', mode = usual, allocate }: How = {}): Transfer => ({
  line: `STOR ${pathArgument(path)}`,
  type,
  offset: wholeNumber(offset, 'the offset', 0),
  mode,
  allocate: allocate === undefined ? undefined : wholeNumber(allocate, 'the size', 0),
})

/** Stores at the end of a file, or a new one. RFC 959 §4.1.3 */
export const appe = (path: string, { mode, allocate }: Pick<How, 'mode' | 'allocate'> = {}): Transfer => ({
  ...stor(path, { mode, allocate }),
  line: `APPE ${pathArgument(path)}`,
})
