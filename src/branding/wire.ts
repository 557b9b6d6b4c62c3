/** How emails and letters look, as the internal API shows it. Source: specification, internal API, shared shapes. */
import type { IListEmailBrandingsResult, IListLetterBrandingsResult } from '../../queries/branding.queries.ts'

export const emailBrandingWire = (row: IListEmailBrandingsResult) => ({
  alt_text: row.alt_text,
  brand_type: row.brand_type,
  colour: row.colour,
  created_at: row.created_at,
  created_by: row.created_by_id,
  id: row.id,
  logo: row.logo,
  name: row.name,
  text: row.text,
  updated_at: row.updated_at,
})

export const letterBrandingWire = (row: IListLetterBrandingsResult) => ({
  created_at: row.created_at,
  created_by: row.created_by_id,
  filename: row.filename,
  id: row.id,
  name: row.name,
  updated_at: row.updated_at,
})
