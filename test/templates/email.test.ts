import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderEmail } from '../../src/templates/email.ts'
import { brandLogoUrl, type EmailBranding } from '../../src/templates/email-frame.ts'
import { compileTemplate } from '../../src/templates/template.ts'
import { unsubscribeHeaders } from '../../src/templates/unsubscribe.ts'

const template = compileTemplate({
  type: 'email',
  content: '# Hello ((name))\n\nText',
  subject: 'A & ((name))',
})
const render = (branding: EmailBranding | null) => renderEmail(template, { name: '<Jo>' }, { branding })
const brand: EmailBranding = {
  brandType: 'org',
  colour: '#ff0000',
  logoUrl: 'https://static-logos.example/x.png',
  text: null,
  altText: 'Ministry & Co',
}

test('subject, plain text and HTML of one email', () => {
  const { subject, text, html } = render(null)
  assert.equal(subject, 'A & <Jo>')
  assert.equal(text, `Hello <Jo>\n${'='.repeat(65)}\n\nText\n`)
  assert.ok(html.startsWith('<!DOCTYPE html>\n<html lang="en">'))
  assert.match(html, /<title>A &amp; &lt;Jo&gt;<\/title>/)
  assert.match(html, /<span hidden style="display:none[^"]*">Hello &lt;Jo&gt; Text…<\/span>/)
  assert.match(html, /<h2 style="[^"]*">Hello &lt;Jo&gt;<\/h2><p style="[^"]*">Text<\/p>/)
})

test('without branding there is the GOV.UK banner alone', () => {
  const { html } = render(null)
  assert.match(html, /background-color: #1d70b8/)
  assert.match(html, /<img src="[^"]*crown[^"]*" alt="" aria-hidden="true"/)
  assert.equal(html.match(/<img/g)?.length, 1)
})

test('an organisation shows its logo instead of the banner', () => {
  const { html } = render(brand)
  assert.doesNotMatch(html, /#1d70b8;"><tr>/)
  assert.match(html, /border-left: 2px solid #ff0000/)
  assert.match(html, /<img src="https:\/\/static-logos.example\/x.png" alt="Ministry &amp; Co" height="54"/)
})

test('with text beside it a logo is smaller and not read out', () => {
  const { html } = render({ ...brand, text: 'Ministry <of>' })
  assert.match(html, /alt="" aria-hidden="true" height="27"/)
  assert.match(html, />Ministry &lt;of&gt;<\/span>/)
})

test('an organisation without a logo shows nothing', () => {
  const { html } = render({ ...brand, logoUrl: null, text: 'Ministry' })
  assert.doesNotMatch(html, /Ministry/)
})

test('both show the banner above the brand', () => {
  const { html } = render({ ...brand, brandType: 'both' })
  assert.ok(html.indexOf('crown') > 0 && html.indexOf('crown') < html.indexOf('x.png'))
})

test('a banner of the brand has its colour, or black, and white bold text', () => {
  const banner = { ...brand, brandType: 'org_banner', text: 'Ministry' } as const
  assert.match(render(banner).html, /background-color: #ff0000;/)
  assert.match(render({ ...banner, colour: null }).html, /background-color: #0b0c0c;/)
  assert.match(render(banner).html, /color: #ffffff; font-weight: bold;">Ministry</)
  assert.match(render({ ...banner, logoUrl: null }).html, />Ministry</)
})

test('a colour that is none says nothing in a style', () => {
  assert.doesNotMatch(render({ ...brand, colour: 'red;} x' }).html, /red/)
})

test('the fragment has the preheader and the tables only', () => {
  const { html } = renderEmail(template, { name: 'Jo' }, { branding: null, completeDocument: false })
  assert.ok(html.startsWith('<span hidden'))
  assert.doesNotMatch(html, /<html|<body|<title/)
})

test('the unsubscribe link ends both bodies and stays out of the preheader', () => {
  const unsubscribeUrl = 'https://admin.example/unsubscribe/1/a&b'
  const { html, text } = renderEmail(template, { name: 'Jo' }, { branding: null, unsubscribeUrl })
  assert.match(
    html,
    /<hr style="[^"]*"><p [^>]*><a [^>]*href="https:\/\/admin\.example\/unsubscribe\/1\/a&amp;b">Unsubscribe/,
  )
  assert.ok(text.endsWith(`Unsubscribe from these emails: ${unsubscribeUrl}\n`))
  assert.match(html, />Hello Jo Text…<\/span>/)
})

test('the headers of one-click unsubscribing', () => {
  assert.deepEqual(unsubscribeHeaders('https://x.example/u'), {
    'List-Unsubscribe': '<https://x.example/u>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  })
  assert.deepEqual(unsubscribeHeaders(null), {})
})

test('where logos are served', () => {
  assert.equal(
    brandLogoUrl('https://www.notify.example', 'a b.png'),
    'https://static-logos.notify.example/a%20b.png',
  )
  assert.equal(brandLogoUrl('http://localhost:6012', 'a.png'), 'https://static-logos.notify.tools/a.png')
})

test('a preview of redacted personalisation hides the names', () => {
  const { html } = renderEmail(template, {}, { branding: null, redact: true })
  assert.match(html, /Hello <span class='placeholder-redacted'>hidden<\/span>/)
})
