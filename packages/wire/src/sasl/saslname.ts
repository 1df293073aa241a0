/** A name inside a comma-separated message: "=" is "=3D", "," is "=2C". RFC 5801 §4, RFC 5802 §5.1 */
export const saslname = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C')
