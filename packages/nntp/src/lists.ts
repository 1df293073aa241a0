import type { CallOptions, Command } from '@linewire/wire'
import { type ActiveGroup, listActive } from './commands/list-active.ts'
import { type CreatedGroup, listActiveTimes } from './commands/list-active-times.ts'
import { type CountedGroup, listCounts } from './commands/list-counts.ts'
import { type DistributionPattern, listDistribPats } from './commands/list-distrib-pats.ts'
import { type Distribution, listDistributions } from './commands/list-distributions.ts'
import { listHeaders } from './commands/list-headers.ts'
import { listModerators, type Moderator } from './commands/list-moderators.ts'
import { listMotd } from './commands/list-motd.ts'
import { type DescribedGroup, listNewsgroups } from './commands/list-newsgroups.ts'
import { listOverviewFmt, type OverviewField } from './commands/list-overview-fmt.ts'
import { listSubscriptions } from './commands/list-subscriptions.ts'

type Run = <T>(command: Command<T>, options?: CallOptions) => Promise<T>

/** The variants of LIST: `client.list.active('comp.*')`. A server that does not keep one declines with 503. RFC 3977 §7.6, 6048 */
export class Lists {
  readonly #run: Run

  constructor(run: Run) {
    this.#run = run
  }

  /** The groups that the server carries, all or those that fit the wildmat. RFC 3977 §7.6.3 */
  active(wildmat?: string, options?: CallOptions): Promise<ActiveGroup[]> {
    return this.#run(listActive(wildmat), options)
  }

  /** When groups were created, and by whom. RFC 3977 §7.6.4 */
  activeTimes(wildmat?: string, options?: CallOptions): Promise<CreatedGroup[]> {
    return this.#run(listActiveTimes(wildmat), options)
  }

  /** As active(), and how many articles each group has. RFC 6048 §2.2 */
  counts(wildmat?: string, options?: CallOptions): Promise<CountedGroup[]> {
    return this.#run(listCounts(wildmat), options)
  }

  /** What groups are about. RFC 3977 §7.6.6 */
  newsgroups(wildmat?: string, options?: CallOptions): Promise<DescribedGroup[]> {
    return this.#run(listNewsgroups(wildmat), options)
  }

  /** What to write into the Distribution field. RFC 3977 §7.6.5 */
  distribPats(options?: CallOptions): Promise<DistributionPattern[]> {
    return this.#run(listDistribPats(), options)
  }

  /** The distributions that the server knows, and what they mean. RFC 6048 §2.3 */
  distributions(options?: CallOptions): Promise<Distribution[]> {
    return this.#run(listDistributions(), options)
  }

  /** The fields that hdr() knows, by range or by Message-ID; `:` stands for all. RFC 3977 §8.6 */
  headers(by?: 'MSGID' | 'RANGE', options?: CallOptions): Promise<string[]> {
    return this.#run(listHeaders(by), options)
  }

  /** The addresses of moderators. RFC 6048 §2.4 */
  moderators(options?: CallOptions): Promise<Moderator[]> {
    return this.#run(listModerators(), options)
  }

  /** The server's message of the day. RFC 6048 §2.5 */
  motd(options?: CallOptions): Promise<string> {
    return this.#run(listMotd(), options)
  }

  /** The fields of an overview, in order. RFC 3977 §8.4 */
  overviewFmt(options?: CallOptions): Promise<OverviewField[]> {
    return this.#run(listOverviewFmt(), options)
  }

  /** The groups that the server proposes to new readers. RFC 6048 §2.6 */
  subscriptions(wildmat?: string, options?: CallOptions): Promise<string[]> {
    return this.#run(listSubscriptions(wildmat), options)
  }
}
