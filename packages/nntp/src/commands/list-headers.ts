import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

/**
 * The fields that HDR knows, by range or by Message-ID; `:` stands for every header field of an article. RFC 3977 §8.6
 */
export const listHeaders = (by?: 'MSGID' | 'RANGE'): Command<string[]> =>
  list('HEADERS', (line) => (line.trim() === '' ? [] : [line.trim()]), by)
