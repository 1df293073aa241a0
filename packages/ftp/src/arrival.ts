import { introduce } from './introduce.ts'
import { isFixed, type Login, login, loginTogether } from './login.ts'
import type { Session } from './session.ts'

export interface ArrivalOptions {
  /** who logs in; nobody where the server lets everybody in, or when that comes later */
  readonly who: Login | undefined
  /** what goes out behind it in the same flight, or after it */
  readonly behind?: () => Promise<void>
  /** ms that one of several commands may take; the usual time unless told */
  readonly patience?: number | undefined
  /** whether a transfer is likely to follow, which wants a data port */
  readonly ahead: boolean
}

/**
 * Login and introduction, in one flight where the server takes that: nothing in it depends on what is answered.
 *
 *     USER PASS FEAT PBSZ PROT OPTS TYPE EPSV CWD  ──►
 */
export async function arrive(session: Session, { who, behind, patience, ...wanted }: ArrivalOptions): Promise<void> {
  const { together } = session.transfers
  const ahead = wanted.ahead && session.transfers.ahead.possible
  session.transfers.type.current = undefined
  if (!together || (who && !isFixed(who))) {
    if (who) await login(session, who)
    await introduce(session, { together, ahead })
    if (who) session.connections.requireProtection()
    await behind?.()
    return
  }
  const loggedIn = who && loginTogether(session, who, patience)
  // all is waited for, so that nothing of it comes in later
  const outcomes = await Promise.allSettled([loggedIn, introduce(session, { together, ahead, patience }), behind?.()])
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  if (who) session.connections.requireProtection()
}
