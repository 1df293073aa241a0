/**
 * node:tls brings half of node:crypto with it, and is loaded by the first connection that needs it: what a program pays
 * for importing wire is a third less.
 */
export const nodeTls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls')
