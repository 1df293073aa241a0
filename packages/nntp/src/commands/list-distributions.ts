import type { Command } from '@linewire/wire'
import { list } from '../list.ts'
import { type DescribedGroup, parseDescription } from './list-newsgroups.ts'

/** A distribution: how far an article may go. */
export type Distribution = DescribedGroup

/** The distributions that the server knows, and what they mean. RFC 6048 §2.3 */
export const listDistributions = (): Command<Distribution[]> => list('DISTRIBUTIONS', parseDescription)
