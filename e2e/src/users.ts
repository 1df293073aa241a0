/** The same people live on every server. */
export interface User {
  readonly name: string
  readonly password: string
  /** `crypt(3)` of the password with SHA-512, for servers that keep password files; Node has no `crypt` to make it with. */
  readonly crypt: string
}

export type Users = typeof users

/** `alice` has room; `bob` has a quota of 1 MB where there is mail; `carol`'s password is not ASCII. */
export const users = {
  alice: {
    name: 'alice',
    password: 'wonderland',
    crypt: '$6$labsalt1$M1ocAQARFT1p4uwuxXHKgnIl3GXfai2rAx2BCe8BJdb3c4Ub/qMsjn4nPoQtVIxABT5WAv.1aVatTEqgJu5a9/',
  },
  bob: {
    name: 'bob',
    password: 'builder',
    crypt: '$6$labsalt2$Od3Grs5Z9g9z2nvLSJI7Qe7sTc9LK.ULzArWSJwE5.4iCrjWbROjbwQ0roP70yYOtWrLizG7jdQ4BZwxcXDy50',
  },
  carol: {
    name: 'carol',
    password: 'pässwörd €',
    crypt: '$6$labsalt3$uNy0/UKUxeV44.dXMCFFoRsrFxz6Zi0vgbpDV0q8DGxcQ/jeVMC7Kbpu.nb.KY87jrBL0TkccqsyPNz4LVIuK0',
  },
} as const satisfies Record<string, User>
