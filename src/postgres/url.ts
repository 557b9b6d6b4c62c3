/** The URLs of databases that the environment gives. */

/** What a database's URL may say beside the address: how the connection is encrypted. Its session is Crier's business (src/postgres/session.ts). */
const urlParameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation', 'ssl']

/**
 * One address of one server: which of several servers that is, is for what stands before them to know.
 * @param leadsTo what the server is, for the error
 * @throws Error of one line that names the variable
 */
export function databaseUrl(env: NodeJS.ProcessEnv, variable: string, leadsTo: string): string | undefined {
  const text = env[variable]
  if (!text) return undefined
  const [, authority] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/.exec(text) ?? []
  if (authority === undefined) throw new Error(`${variable} must begin with postgres://`)
  const hosts = authority.slice(authority.lastIndexOf('@') + 1) || env.PGHOST || ''
  if (hosts.includes(',')) {
    throw new Error(
      `${variable} names several hosts: give the one address that leads to ${leadsTo} (a proxy, a virtual address, a name)`,
    )
  }
  if (!URL.canParse(text)) throw new Error(`${variable} is not a URL`)
  for (const name of new URL(text).searchParams.keys()) {
    if (urlParameters.includes(name)) continue
    throw new Error(`${variable} may not set "${name}", only ${urlParameters.join(', ')}`)
  }
  return text
}
