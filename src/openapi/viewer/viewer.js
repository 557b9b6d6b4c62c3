/* Shows the document, and signs each call that is tried from the page with a token made from the reader's API key. */
;(() => {
  const input = document.getElementById('api-key')
  const state = document.getElementById('signing-state')
  const copy = document.getElementById('copy')
  const explanation = state.textContent
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
  const keyForm = new RegExp(`(${uuid})-(${uuid})$`)

  const base64url = (bytes) =>
    btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const part = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)))

  /* Service id and secret are the ends of the key, as the official clients cut them. */
  async function makeToken() {
    const match = keyForm.exec(input.value.trim())
    if (match === null || !globalThis.crypto?.subtle) return null
    const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: match[1], iat: Math.floor(Date.now() / 1000) })}`
    const secret = new TextEncoder().encode(match[2])
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))
    return `${text}.${base64url(new Uint8Array(signature))}`
  }

  function showState() {
    const given = input.value.trim()
    const isKey = keyForm.test(given)
    copy.disabled = !isKey
    state.className = given !== '' && !isKey ? 'wrong' : ''
    if (given === '') state.textContent = explanation
    else if (!isKey) state.textContent = 'That is no API key: it ends in the service’s id and a secret, both in the form of a UUID.'
    else if (!globalThis.crypto?.subtle) {
      copy.disabled = true
      state.className = 'wrong'
      state.textContent =
        'This browser signs only on pages from https or localhost. Make a token with `npm run -s crier -- token <key>` and use Authorize below.'
    } else state.textContent = 'Calls from this page are signed with this key.'
  }

  input.addEventListener('input', showState)
  document.getElementById('signing').addEventListener('submit', (event) => event.preventDefault())
  copy.addEventListener('click', async () => {
    const token = await makeToken()
    if (token === null) return
    await navigator.clipboard.writeText(token)
    state.textContent = 'Copied. The token is valid for 30 seconds.'
  })

  SwaggerUIBundle({
    url: 'openapi.json',
    dom_id: '#api',
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    showExtensions: true,
    tryItOutEnabled: true,
    async requestInterceptor(request) {
      const isOurs = new URL(request.url, location.href).origin === location.origin
      if (!isOurs || request.loadSpec) return request
      const token = await makeToken()
      if (token !== null) request.headers.Authorization = `Bearer ${token}`
      return request
    },
  })
})()
