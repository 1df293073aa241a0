/** What the server said, fit for an error message: no control or formatting characters, at most 200 characters. */
export const serverText = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 200)
