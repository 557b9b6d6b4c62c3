/** The HTML document around an email's body, with its branding (specification, HTML skeleton). */
import { escapeAttribute, escapeHtml } from './escape.ts'

export type EmailBranding = {
  /** `org` shows logo and text in the page, `both` below the GOV.UK banner, `org_banner` on a band of colour. */
  brandType: 'org' | 'both' | 'org_banner'
  /** `#` and hexadecimal digits. */
  colour: string | null
  logoUrl: string | null
  text: string | null
  altText: string | null
}

/** All three are HTML already: escaped, or rendered from escaped content. */
export type EmailParts = { subject: string; preheader: string; body: string }

const font = 'font-family: Helvetica, Arial, sans-serif;'
const table = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
const crownUrl = 'https://static.notifications.service.gov.uk/images/gov.uk_logotype_crown.png'
const colourPattern = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i
const defaultBannerColour = '#0b0c0c'

/** An email's HTML. Without `completeDocument` it is the preheader and the tables, to be set into another page. */
export function emailFrame(
  parts: EmailParts,
  branding: EmailBranding | null,
  completeDocument = true,
): string {
  const content = preheader(parts.preheader) + banner(branding) + brand(branding) + bodyTable(parts.body)
  return completeDocument ? document(parts.subject, content) : content
}

/** Where a brand's logo is served, for admin sites that keep logos on a host of their own. */
export function brandLogoUrl(adminBase: string, fileName: string): string {
  const { hostname, protocol } = new URL(adminBase)
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1'
  const host = isLocal ? 'notify.tools' : hostname.replace(/^www\./, '')
  return `${isLocal ? 'https:' : protocol}//static-logos.${host}/${encodeURIComponent(fileName)}`
}

function document(subject: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="format-detection" content="telephone=no">
<meta name="viewport" content="width=device-width">
<title>${subject}</title>
<style>@media print { img, table, td, p { page-break-inside: avoid; } }</style>
<!--[if (gte mso 9)|(IE)]><style>table { border-collapse: collapse; } a { text-decoration: underline; }</style><![endif]-->
</head>
<body bgcolor="#ffffff" style="${font} font-size: 16px; margin: 0; color: #0b0c0c;">
${content}
</body>
</html>
`
}

/** Mail clients show the beginning of a message beside its subject; this is that beginning, hidden in the page. */
function preheader(text: string): string {
  return `<span hidden style="display:none;font-size:1px;color:#fff;max-height:0;max-width:0;opacity:0;overflow:hidden;">${text}…</span>\n`
}

function banner(branding: EmailBranding | null): string {
  if (branding !== null && branding.brandType !== 'both') return ''
  return `<table ${table} style="min-width: 100%; background-color: #1d70b8;"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 580px;"><tr><td style="padding: 10px;">
<a href="https://www.gov.uk" style="${font} font-size: 28px; line-height: 35px; font-weight: bold; color: #ffffff; text-decoration: none;"><img src="${crownUrl}" alt="" aria-hidden="true" height="32" border="0" style="Margin-top: 4px; vertical-align: top;"> GOV.UK</a>
</td></tr></table>
</td></tr></table>
`
}

function brand(branding: EmailBranding | null): string {
  if (branding === null) return ''
  const contents = logo(branding) + brandText(branding)
  if (branding.brandType === 'org_banner') {
    if (contents === '') return ''
    const colour = safeColour(branding.colour) ?? defaultBannerColour
    return centred(contents, `background-color: ${colour};`, 'padding: 10px;')
  }
  if (branding.logoUrl === null) return ''
  const colour = safeColour(branding.colour)
  const border = colour === null ? '' : `border-left: 2px solid ${colour}; padding-left: 10px;`
  return centred(`<div style="${border}">${contents}</div>`, '', 'padding: 20px 10px 0 10px;')
}

/** A logo is read out by its alternative text only when no text beside it says the same. */
function logo({ logoUrl, text, altText }: EmailBranding): string {
  if (logoUrl === null) return ''
  const alternative = text ? 'alt="" aria-hidden="true"' : hiddenOrNamed(altText)
  return `<img src="${escapeAttribute(logoUrl)}" ${alternative} height="${text ? 27 : 54}" border="0" style="display: block; border: 0; ${font}">`
}

function hiddenOrNamed(altText: string | null): string {
  return altText ? `alt="${escapeAttribute(altText)}"` : 'alt="" aria-hidden="true"'
}

function brandText({ text, brandType }: EmailBranding): string {
  if (!text) return ''
  const look = brandType === 'org_banner' ? 'color: #ffffff; font-weight: bold;' : 'color: #0b0c0c;'
  return `<span style="${font} font-size: 16px; line-height: 1.3; ${look}">${escapeHtml(text)}</span>`
}

function centred(contents: string, band: string, cell: string): string {
  return `<table ${table} style="min-width: 100%; ${band}"><tr><td align="center">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 580px;"><tr><td style="${cell}">${contents}</td></tr></table>
</td></tr></table>
`
}

function bodyTable(body: string): string {
  return `<table role="presentation" class="content" align="center" cellpadding="0" cellspacing="0" border="0" style="max-width: 580px; width: 100% !important;" width="100%">
<tr><td colspan="3" height="30" style="line-height: 30px;">&nbsp;</td></tr>
<tr><td width="10" valign="middle">&nbsp;</td>
<td style="${font} font-size: 19px; line-height: 25px; color: #0B0C0C;">${body}</td>
<td width="10" valign="middle">&nbsp;</td></tr>
<tr><td colspan="3" height="30" style="line-height: 30px;">&nbsp;</td></tr>
</table>`
}

/** A colour goes into a style, where anything but digits could say something else. */
function safeColour(colour: string | null): string | null {
  if (colour === null) return null
  const withHash = colour.startsWith('#') ? colour : `#${colour}`
  return colourPattern.test(withHash) ? withHash : null
}
